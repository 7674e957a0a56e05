"""Transactions: whole or not at all, one after the other."""

import pytest

from storage.store import Store
from tests.support.builders import a_chat


async def test_what_a_transaction_did_is_there_after_it(store: Store) -> None:
    async with store.begin() as tx:
        await tx.chats.put(a_chat(5))

    async with store.read() as tx:
        assert await tx.chats.get(5) == a_chat(5)


async def test_a_transaction_that_raises_leaves_nothing(store: Store) -> None:
    async def fail_half_way() -> None:
        async with store.begin() as tx:
            await tx.chats.put(a_chat(5))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail_half_way()

    async with store.read() as tx:
        assert await tx.chats.get(5) is None
