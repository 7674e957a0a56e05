"""Notices: each matter is one row, however often it occurs and whichever process notes it."""

import asyncio
from datetime import timedelta

from bot.model.inbox import Kept, Poisoned, Waiting
from bot.model.notice import Notice, Trouble
from storage.store import Store
from tests.support.builders import NOON

BOT = 4711
LATER = NOON + timedelta(minutes=5)


def a_notice(key: str = "KeyError bot.handlers.why", **facts: object) -> Notice:
    return Notice(key, Trouble.ERROR, "line 7", NOON, NOON, **facts)  # type: ignore[arg-type]


async def test_what_occurs_again_is_counted_and_keeps_its_beginning(store: Store) -> None:
    async with store.begin() as tx:
        assert await tx.notices.note(BOT, a_notice()) == a_notice()
    again = Notice("KeyError bot.handlers.why", Trouble.ERROR, "line 9", LATER, LATER, times=3)

    async with store.begin() as tx:
        found = await tx.notices.note(BOT, again)

    assert found == Notice(again.key, Trouble.ERROR, "line 9", NOON, LATER, times=4)
    async with store.read() as tx:
        assert await tx.notices.since(BOT, NOON, limit=5) == [found]
        assert await tx.notices.since(7, NOON, limit=5) == []


async def test_that_the_owner_was_told_is_kept_with_the_count_of_then(store: Store) -> None:
    async with store.begin() as tx:
        await tx.notices.note(BOT, a_notice(times=2))
        await tx.notices.told(BOT, a_notice().key, LATER)

    async with store.begin() as tx:
        found = await tx.notices.note(BOT, a_notice())
    assert (found.times, found.told_at, found.told_times) == (3, LATER, 2)


async def test_of_those_who_note_the_same_at_once_one_finds_it_untold(store: Store) -> None:
    async def note() -> bool:
        async with store.begin() as tx:
            found = await tx.notices.note(BOT, a_notice())
            if found.told_at is None:
                await tx.notices.told(BOT, found.key, NOON)
        return found.told_at is None

    assert sum(await asyncio.gather(*(note() for _ in range(5)))) == 1


async def test_the_latest_come_first_and_old_ones_are_forgotten(store: Store) -> None:
    async with store.begin() as tx:
        await tx.notices.note(BOT, a_notice("old"))
        await tx.notices.note(BOT, Notice("new", Trouble.DISK, "", LATER, LATER))
        assert [one.key for one in await tx.notices.since(BOT, NOON, limit=5)] == ["new", "old"]
        assert [one.key for one in await tx.notices.since(BOT, NOON, limit=1)] == ["new"]

        await tx.notices.prune(LATER)
        assert [one.key for one in await tx.notices.since(BOT, NOON, limit=5)] == ["new"]


async def test_the_inbox_says_since_when_something_waits_and_what_was_put_aside(store: Store) -> None:
    async with store.begin() as tx:
        assert await tx.inbox.waiting(BOT) == Waiting(0, None)
        await tx.inbox.keep(BOT, [Kept(1, 7, "{}")], NOON)
        await tx.inbox.keep(BOT, [Kept(2, 7, "{}"), Kept(3, 7, "{}")], LATER)
        await tx.inbox.done(BOT, [1], LATER)
        await tx.inbox.poison(BOT, 3, "{}", "KeyError('date')", LATER)

        assert await tx.inbox.waiting(BOT) == Waiting(1, LATER)
        assert await tx.inbox.waiting(7) == Waiting(0, None)
        assert await tx.inbox.poisoned(BOT, limit=5) == [Poisoned(3, "KeyError('date')", LATER)]
