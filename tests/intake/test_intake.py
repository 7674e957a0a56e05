"""What Telegram was told had arrived is handled, once, whatever happens in between."""

import asyncio
import logging
from collections.abc import Collection
from contextlib import AbstractAsyncContextManager

import pytest
from sqlalchemy import select

from bot.clock import stopped_at
from bot.errors import DatabaseUnusable, StorageError
from bot.intake.envelope import Envelope, Raw
from bot.intake.inbox import Inbox
from bot.model.chat import Access
from bot.model.outcome import UpdateKey
from storage.store import Store, Transaction
from storage.tables import inbox
from tests.intake.starts import BOT, LONG, NOW, Begin, Seen, bodies, pending
from tests.support.bots import SOON
from tests.support.raw import a_message


async def test_an_update_is_handled_with_its_key_and_then_done(
    begin: Begin, seen: Seen, store: Store
) -> None:
    async with begin() as intake:
        await intake.take([a_message(1, "news")])
        assert await pending(store) == [1]
        await asyncio.wait_for(intake.idle(), SOON)

    assert seen.given[0].key == UpdateKey(BOT, 1)
    assert [part.text for part in seen.given[0].parts] == ["news"]
    assert await pending(store) == []


async def test_the_same_update_again_is_not_handled_again(begin: Begin, seen: Seen) -> None:
    async with begin() as intake:
        await intake.take([a_message(1)])
        await intake.take([a_message(1), a_message(2)])
        await asyncio.wait_for(intake.idle(), SOON)
    async with begin() as intake:
        await intake.take([a_message(2)])
        await asyncio.wait_for(intake.idle(), SOON)

    assert seen.ids == [1, 2]


async def test_what_was_not_handled_before_a_stop_is_handled_after_it_in_order(
    begin: Begin, seen: Seen, store: Store
) -> None:
    seen.gate = asyncio.Event()
    async with begin() as intake:
        await intake.take([a_message(5), a_message(6), a_message(7)])
        await intake.close(0)
    assert await pending(store) == [5, 6, 7]

    seen.gate, seen.updates = None, []
    async with begin() as intake:
        await intake.replay()
        await asyncio.wait_for(intake.idle(), SOON)

    assert seen.ids == [5, 6, 7]
    assert await pending(store) == []


async def test_an_update_that_cannot_be_read_is_put_aside(
    begin: Begin, seen: Seen, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    poison = {"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": {"id": 7}}}
    async with begin() as intake:
        await intake.take([poison, a_message(2)])
        await asyncio.wait_for(intake.idle(), SOON)

    assert seen.ids == [2]
    assert await pending(store) == []
    assert "update 1 cannot be read and was put aside" in caplog.text


async def test_what_is_put_aside_does_not_say_where_somebody_is(
    begin: Begin, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    spot = {"latitude": 52.2297, "longitude": 21.0122}
    poison = {"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": {"id": 7}, "location": spot}}
    async with begin() as intake:
        await intake.take([poison])
        await asyncio.wait_for(intake.idle(), SOON)

    (body,) = await bodies(store)
    assert '"message_id": 1' in body
    assert "52.22" not in body + caplog.text


async def test_a_handler_that_fails_stops_nobody(
    begin: Begin, seen: Seen, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    seen.failure = RuntimeError("a fault of ours")
    async with begin() as intake:
        await intake.take([a_message(1), a_message(2)])
        await asyncio.wait_for(intake.idle(), SOON)

    assert seen.ids == [1, 2]
    assert await pending(store) == []
    assert "a fault of ours" in caplog.text


async def test_what_cannot_be_written_off_yet_is_tried_again(
    begin: Begin, seen: Seen, store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    done, troubles = Inbox.done, [DatabaseUnusable("the disk is full"), DatabaseUnusable("the disk is full")]

    async def in_the_end(self: Inbox, ids: Collection[int]) -> None:
        if troubles:
            raise troubles.pop()
        await done(self, ids)

    monkeypatch.setattr(Inbox, "done", in_the_end)
    async with begin() as intake:
        await intake.take([a_message(1), a_message(2)])
        await asyncio.wait_for(intake.idle(), SOON)

    assert seen.ids == [1, 2]
    assert await pending(store) == []
    assert caplog.text.count("the inbox cannot be reached, I keep trying: the disk is full") == 2


async def test_the_parts_of_a_paste_come_as_one_and_are_done_together(
    begin: Begin, seen: Seen, store: Store
) -> None:
    async with begin() as intake:
        await intake.take([a_message(1, LONG), a_message(2, "the end")])
        await asyncio.wait_for(intake.idle(), SOON)

    assert seen.ids == [1]
    assert [(part.update_id, len(part.text)) for part in seen.given[0].parts] == [(1, 4096), (2, 7)]
    assert await pending(store) == []


async def test_of_a_stranger_nothing_is_written_but_the_number(
    begin: Begin, seen: Seen, store: Store
) -> None:
    seen.gate = asyncio.Event()
    async with begin(Access.OWNER) as intake:
        await intake.take(
            [a_message(1, "a secret", chat=8, sender=8), a_message(2, "mine", chat=7, sender=7)]
        )
        async with store.read() as tx:
            kept = await tx.inbox.pending(BOT)
        seen.gate.set()
        await asyncio.wait_for(intake.idle(), SOON)

    assert [(row.update_id, "mine" in (row.body or "")) for row in kept] == [(2, True)]
    assert sorted(seen.ids) == [1, 2]  # the gate is a handler: it answers strangers in private


async def test_a_stranger_in_a_group_reaches_no_handler(begin: Begin, seen: Seen) -> None:
    async with begin(Access.OWNER) as intake:
        await intake.take([a_message(1, chat=-5, sender=8), a_message(2, chat=-5, sender=7)])
        await asyncio.wait_for(intake.idle(), SOON)

    assert seen.ids == [2]


def is_overheard(raw: Raw) -> bool:
    return raw["message"]["text"] in ("chatter", "the end")


async def test_what_is_overheard_is_neither_written_nor_handled(
    begin: Begin, seen: Seen, store: Store
) -> None:
    async with begin(overheard=is_overheard) as intake:
        await intake.take([a_message(1, "chatter", chat=-5), a_message(2), a_message(3, "chatter", chat=-6)])
        await intake.take([a_message(4, "chatter", chat=-5)])
        await asyncio.wait_for(intake.idle(), SOON)

    assert seen.ids == [2]
    async with store.read() as tx:
        known = await tx.inbox._session.house(select(inbox.c.update_id))
        assert list(known.scalars()) == [2]


async def test_what_may_be_the_end_of_a_paste_is_not_overheard(begin: Begin, seen: Seen) -> None:
    async with begin(overheard=is_overheard, paste_wait=SOON) as intake:
        await intake.take([a_message(1, LONG, chat=-5), a_message(2, "the end", chat=-5)])
        await intake.take([a_message(11, LONG, chat=-6)])
        await intake.take([a_message(12, "the end", chat=-6)])
        await asyncio.wait_for(intake.idle(), SOON)

    assert [[part.update_id for part in given.parts] for given in seen.given] == [[1, 2], [11, 12]]


async def test_the_end_of_a_paste_that_was_begun_before_a_restart_is_not_overheard(
    begin: Begin, seen: Seen, store: Store
) -> None:
    first = Envelope.of(a_message(1, LONG, chat=-5))
    assert first
    await Inbox(store, BOT, stopped_at(NOW)).keep([first], ())
    async with begin(overheard=is_overheard, paste_wait=SOON) as intake:
        await intake.replay()
        await intake.take([a_message(2, "the end", chat=-5)])
        await asyncio.wait_for(intake.idle(), SOON)

    assert [[part.update_id for part in given.parts] for given in seen.given] == [[1, 2]]


async def test_a_batch_that_cannot_be_written_down_is_not_handled(
    begin: Begin, seen: Seen, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with begin() as intake:
        monkeypatch.setattr(Store, "begin", _disk_full)
        with pytest.raises(StorageError):
            await intake.take([a_message(1)])

    assert seen.ids == []


async def test_updates_of_another_token_do_not_collide(begin: Begin, seen: Seen, store: Store) -> None:
    other = Envelope.of(a_message(1, "for the other bot"))
    assert other
    await Inbox(store, 99, stopped_at(NOW)).keep([other], [])

    async with begin() as intake:
        await intake.replay()
        await intake.take([a_message(1, "for this bot")])
        await asyncio.wait_for(intake.idle(), SOON)

    assert [part.text for given in seen.given for part in given.parts] == ["for this bot"]


async def test_an_update_without_a_number_is_logged_and_left(
    begin: Begin, seen: Seen, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        async with begin() as intake:
            await intake.take([{"message": {}}, a_message(2)])
            await asyncio.wait_for(intake.idle(), SOON)

    assert seen.ids == [2]
    assert "an update without a number" in caplog.text


def _disk_full(_: Store, **__: bool) -> AbstractAsyncContextManager[Transaction]:
    raise DatabaseUnusable("the disk is full")
