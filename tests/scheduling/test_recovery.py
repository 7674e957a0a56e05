"""When a process is gone, those that stay recover what it had in hand: once, and again if that failed."""

from collections.abc import AsyncIterator

import pytest

from bot.scheduling.recovery import Recovery
from bot.services.living import Living
from storage.store import Store
from tests.support.stores import postgresql_schema


@pytest.fixture
async def url() -> AsyncIterator[str]:
    async with postgresql_schema() as url:
        yield url


async def test_what_a_process_had_is_recovered_when_it_is_gone(url: str) -> None:
    mine, other = await Store.open_at_work(url), await Store.open_at_work(url)
    recovered: list[int] = []
    troubles = [LookupError()]

    async def recover() -> None:
        if troubles:
            raise troubles.pop()
        recovered.append(1)

    recovery = Recovery(Living(mine), [recover])
    await recovery.round()
    assert troubles

    await other.close()
    with pytest.raises(LookupError):
        await rounds(recovery)
    await recovery.round()
    await recovery.round()

    assert recovered == [1]
    await mine.close()


async def rounds(recovery: Recovery) -> None:
    """Until the server has seen that the other is gone."""
    for _ in range(1_000):
        await recovery.round()


async def test_where_there_is_one_process_nobody_is_looked_for() -> None:
    store = await Store.open("sqlite://")

    assert not Living(store).are_several
    assert await Living(store).gone() == 0
    await store.close()
