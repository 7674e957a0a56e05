"""What Telegram was told had arrived is handled, once, whatever happens in between."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select
from telegram import Update
from telegram.ext import Application, TypeHandler

from bot.clock import stopped_at
from bot.errors import DatabaseUnusable, StorageError
from bot.intake.arrival import Arrival, Arrivals
from bot.intake.envelope import Envelope, Raw
from bot.intake.inbox import Inbox
from bot.intake.intake import Intake
from bot.model.chat import Access
from bot.model.inbox import Kept
from bot.model.outcome import UpdateKey
from bot.services.access import AccessControl
from bot.terminal.botapi import BotApi, InProcessRequest
from storage.presence import Presence
from storage.store import Store, Transaction
from storage.tables import inbox
from storage.turns import Turns
from tests.support.bots import SOON
from tests.support.raw import a_message

BOT = 4711
NOW = datetime(2021, 4, 21, 9, tzinfo=UTC)
LONG = "x" * 4096


class Seen:
    """A handler that remembers what it was given; it fails, or waits, when it is told to."""

    def __init__(self) -> None:
        self.arrivals = Arrivals()
        self.updates: list[Update] = []
        self.given: list[Arrival] = []
        self.failure: Exception | None = None
        self.gate: asyncio.Event | None = None
        self.begun = asyncio.Event()

    async def __call__(self, update: Update, _: Any) -> None:
        self.updates.append(update)
        self.given.append(self.arrivals.of(update))
        self.begun.set()
        if self.gate:
            await self.gate.wait()
        if self.failure:
            raise self.failure

    @property
    def ids(self) -> list[int]:
        return [update.update_id for update in self.updates]


@pytest.fixture
def seen() -> Seen:
    return Seen()


async def at_once(_: float) -> None:
    """Lets no time pass."""
    await asyncio.sleep(0)


Begin = Callable[..., AbstractAsyncContextManager[Intake]]


@pytest.fixture
def begin(store: Store, seen: Seen) -> Begin:
    """Starts an intake over the same database, as a process would after each start."""

    @asynccontextmanager
    async def begin(access: Access = Access.OPEN, owner: int = 7, **more: Any) -> AsyncIterator[Intake]:
        request = InProcessRequest(BotApi(token=f"{BOT}:x"))
        builder = Application.builder().token(f"{BOT}:x").request(request).get_updates_request(request)
        application = builder.updater(None).job_queue(None).build()
        application.add_handler(TypeHandler(Update, seen))
        control = AccessControl(store, stopped_at(NOW), access, {owner}, claim_word="open-sesame")
        inbox = Inbox(store, BOT, stopped_at(NOW))
        async with application, a_presence(store) as presence:
            turns = Turns(presence, BOT) if presence else None
            waits: dict[str, Any] = {"paste_wait": 0.01, "pause": at_once} | more
            intake = Intake(application, inbox, control, seen.arrivals, turns=turns, **waits)
            yield intake
            await intake.close(SOON)

    return begin


@asynccontextmanager
async def a_presence(store: Store) -> AsyncIterator[Presence | None]:
    """That of another process each time, where there can be several."""
    if store._server is None:
        yield None
        return
    presence = await Presence.begin(store._server)
    yield presence
    await presence.end()


async def bodies(store: Store) -> list[str]:
    """All that is kept of updates."""
    async with store.read() as tx:
        kept = await tx.inbox._session.house(select(inbox.c.body).where(inbox.c.body.is_not(None)))
        return list(kept.scalars())


async def pending(store: Store) -> list[int]:
    async with store.read() as tx:
        return [kept.update_id for kept in await tx.inbox.pending(BOT)]


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
