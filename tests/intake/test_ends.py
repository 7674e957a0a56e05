"""A process that ends in the midst of an update: what ended it is put aside, what was only there is not."""

import asyncio
import json

import pytest

from bot.intake.inbox import Inbox
from bot.model.inbox import Kept
from storage.store import Store
from tests.intake.starts import BOT, Begin, Seen, bodies, pending
from tests.support.bots import SOON
from tests.support.raw import a_message


async def killed(begin: Begin, seen: Seen, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A start that ends as soon as something is being handled, with no time to put anything right."""
    monkeypatch.setattr(Inbox, "spare", unmoved)
    seen.gate = asyncio.Event()
    seen.begun.clear()
    async with begin() as intake:
        await intake.replay()
        await asyncio.wait_for(seen.begun.wait(), SOON)
        await pending(store)  # whoever reads the inbox just now is done with it after that
        await intake.close(0)
    seen.gate = None


async def unmoved(*_: object) -> None:
    """The process is gone."""


async def test_an_update_that_ends_the_process_is_put_aside_after_three_starts(
    begin: Begin, seen: Seen, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with store.begin() as tx:
        await tx.inbox.keep(BOT, [Kept(1, 7, json.dumps(a_message(1))), Kept(2, 7, json.dumps(a_message(2)))])
    for _ in range(3):
        await killed(begin, seen, store, monkeypatch)

    async with begin() as intake:
        await intake.replay()
        await asyncio.wait_for(intake.idle(), SOON)

    assert seen.ids == [1, 1, 1, 2]
    assert await pending(store) == []
    assert len(await bodies(store)) == 1


async def test_updates_that_were_only_in_hand_with_it_are_handled(
    begin: Begin, seen: Seen, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [Kept(chat, chat, json.dumps(a_message(chat, chat=chat))) for chat in (1, 2, 3)]
    async with store.begin() as tx:
        await tx.inbox.keep(BOT, rows)
        await tx.inbox.tried(BOT, [1, 2, 3], 1)

    await killed(begin, seen, store, monkeypatch)

    async with store.read() as tx:
        assert sorted(kept.tries for kept in await tx.inbox.pending(BOT)) == [1, 1, 2]


async def test_being_stopped_in_good_order_is_not_held_against_an_update(
    begin: Begin, seen: Seen, store: Store
) -> None:
    async with store.begin() as tx:
        await tx.inbox.keep(BOT, [Kept(1, 7, json.dumps(a_message(1)))])
    seen.gate = asyncio.Event()
    for _ in range(5):
        async with begin() as intake:
            await intake.replay()
            await asyncio.wait_for(seen.begun.wait(), SOON)
            await intake.close(0)
        seen.begun.clear()

    async with store.read() as tx:
        assert [kept.tries for kept in await tx.inbox.pending(BOT)] == [0]
