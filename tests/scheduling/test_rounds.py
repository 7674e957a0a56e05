"""Workers work when they are poked, ticks poke them, and what is due goes out by itself."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from itertools import count

import pytest

from bot.clock import now
from bot.errors import DatabaseAway
from bot.model.notice import Trouble
from bot.model.sending import Later, Scope
from bot.model.subscription import DeliveryState
from bot.scheduling.claiming import AT_ONCE, Claiming
from bot.scheduling.digests import DigestRounds
from bot.scheduling.sending import AT_ONCE as IN_HAND
from bot.scheduling.sending import Sending
from bot.scheduling.ticks import Ticks
from bot.scheduling.worker import Worker, at_work
from storage.store import Store
from tests.services.office import BOT, EIGHT, Office
from tests.support.bots import SOON
from tests.support.waves import a_wave


class Done:
    """Says when something was done so often."""

    def __init__(self, times: int) -> None:
        self.count = 0
        self._times = times
        self._reached = asyncio.Event()

    async def once(self) -> None:
        self.count += 1
        if self.count >= self._times:
            self._reached.set()

    async def reached(self) -> None:
        await asyncio.wait_for(self._reached.wait(), SOON)


async def test_a_worker_poked_while_it_works_works_once_more() -> None:
    begun, go_on, rounds = asyncio.Event(), asyncio.Event(), Done(2)

    async def work() -> None:
        begun.set()
        await go_on.wait()
        await rounds.once()

    worker = Worker("the test", work)
    async with at_work(Ticks(), (3_600, worker)):
        await worker.poke()
        await asyncio.wait_for(begun.wait(), SOON)
        for _ in range(5):
            await worker.poke()
        go_on.set()
        await rounds.reached()
        await asyncio.sleep(0)

    assert rounds.count == 2


async def test_a_worker_that_fails_is_there_for_the_next_poke(caplog: pytest.LogCaptureFixture) -> None:
    done = Done(2)

    async def work() -> None:
        await done.once()
        if done.count == 1:
            await worker.poke()
            raise ZeroDivisionError

    worker = Worker("the test", work)
    async with at_work(Ticks(), (3_600, worker)):
        await worker.poke()
        await done.reached()

    assert "the test failed" in caplog.text


async def test_ticks_poke_at_once_and_again() -> None:
    ticks, often, seldom = Ticks(), Done(3), Done(1)
    ticks.every(0.05, "often", often.once)
    ticks.every(3_600, "seldom", seldom.once)
    async with ticks.running():
        await often.reached()
        await seldom.reached()

    assert seldom.count == 1


async def test_a_clock_that_is_set_back_does_not_keep_ticks_waiting() -> None:
    ticks, first, again = Ticks(), Done(1), Done(2)

    async def poked() -> None:
        await first.once()
        await again.once()

    ticks.every(3_600, "tick", poked)
    async with ticks.running():
        await first.reached()
        for _ in range(9):  # turns in which the scheduler notes that the tick is over
            await asyncio.sleep(0)
        ticks.catch_up(now() - timedelta(seconds=1))
        assert again.count == 1
        ticks.catch_up(now() - timedelta(hours=2))
        await again.reached()


async def test_all_that_is_due_is_claimed_some_at_a_time(store: Store) -> None:
    office, told = Office(store), Done(1)
    chats = range(1_000, 1_000 + 2 * AT_ONCE + 3)
    await a_wave(store, BOT, chats, EIGHT)
    await Claiming(office.claims, lambda: EIGHT, told.once).round()

    assert told.count == 3
    async with store.read() as tx:
        assert await tx.deliveries.owed(BOT, EIGHT) == (len(chats), EIGHT)


async def test_all_that_is_owed_is_sent_and_no_more_is_in_hand_than_agreed(store: Store) -> None:
    office = Office(store)
    chats = range(1_000, 1_000 + 3 * IN_HAND)
    await a_wave(store, BOT, chats, EIGHT)
    office.now = EIGHT
    await office.claims.claim(EIGHT, 100)
    in_hand, most = 0, 0

    async def meanwhile() -> None:
        nonlocal in_hand, most
        in_hand += 1
        most = max(most, in_hand)
        await asyncio.sleep(0)
        in_hand -= 1

    office.telegram.meanwhile = meanwhile
    await Sending(office.deliveries, BOT, office.telegram.send).round()

    assert sorted(chat for chat, _ in office.telegram.texts) == list(chats)
    assert 1 < most <= IN_HAND


async def test_nothing_more_is_taken_in_hand_while_the_whole_bot_is_to_pause(store: Store) -> None:
    office = Office(store)
    await a_wave(store, BOT, range(1_000, 1_002), EIGHT)
    office.now = EIGHT
    await office.claims.claim(EIGHT, 1)
    sending = Sending(office.deliveries, BOT, office.telegram.send)
    office.telegram.answers = [Later(600, Scope.BOT)]
    await sending.round()
    await office.claims.claim(EIGHT, 1)
    await sending.round()

    assert office.telegram.texts == []
    await Sending(office.deliveries, BOT, office.telegram.send).round()
    assert len(office.telegram.texts) == 1


async def test_a_delivery_that_fails_in_a_way_nobody_foresaw_stops_no_other(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    office = Office(store)
    await a_wave(store, BOT, range(1_000, 1_003), EIGHT)
    office.now = EIGHT
    await office.claims.claim(EIGHT, 9)
    office.telegram.answers = [ZeroDivisionError()]
    await Sending(office.deliveries, BOT, office.telegram.send).round()

    assert len(office.telegram.texts) == 2
    assert "ZeroDivisionError" in caplog.text


async def test_a_stop_finishes_what_is_on_its_way_and_gives_back_what_waits(store: Store) -> None:
    office = Office(store)
    await a_wave(store, BOT, range(1_000, 1_002), EIGHT)
    office.now = EIGHT
    await office.claims.claim(EIGHT, 9)
    going, stopped, forever = asyncio.Event(), asyncio.Event(), asyncio.Event()

    turns = count()

    async def waiting() -> None:
        if next(turns):
            await forever.wait()

    async def meanwhile() -> None:
        going.set()
        await stopped.wait()

    office.telegram.waiting, office.telegram.meanwhile = waiting, meanwhile
    sending = Sending(office.deliveries, BOT, office.telegram.send, grace=0.2)
    task = asyncio.create_task(sending.round())
    await asyncio.wait_for(going.wait(), SOON)
    task.cancel()
    asyncio.get_running_loop().call_soon(stopped.set)
    with suppress(asyncio.CancelledError):
        await task
    assert len(office.telegram.texts) == 1

    office.telegram.waiting = office.telegram.meanwhile = None
    await office.send()
    assert len(office.telegram.texts) == 2


async def test_a_digest_goes_out_by_itself_when_it_is_due(store: Store) -> None:
    office, came = Office(store), Done(1)
    await office.subscribe()
    await office.happens()
    office.now = EIGHT - timedelta(seconds=1)

    office.telegram.meanwhile = came.once
    rounds = DigestRounds(office.claims, office.deliveries, lambda: office.now, office.telegram.send)
    ticks = Ticks()
    async with rounds.running(ticks), ticks.running():
        await rounds.claiming.round()
        assert office.telegram.texts == []
        office.now = EIGHT
        await came.reached()
    assert await office.states() == [DeliveryState.SENT]


async def test_what_a_process_puts_into_the_outbox_is_sent_without_waiting_for_a_tick(store: Store) -> None:
    office, came = Office(store), Done(1)
    await office.subscribe()
    await office.happens()
    office.now = EIGHT
    await office.claims.claim(EIGHT, 9)
    office.telegram.meanwhile = came.once
    rounds = DigestRounds(office.claims, office.deliveries, lambda: office.now, office.telegram.send)
    async with rounds.running(Ticks()):
        await rounds.poke()
        await came.reached()

    assert await office.states() == [DeliveryState.SENT]


async def test_a_fault_that_goes_on_is_told_once_and_anew_when_it_came_back(
    caplog: pytest.LogCaptureFixture,
) -> None:
    done = asyncio.Event()
    faults: list[Exception | None] = [KeyError(), KeyError(), DatabaseAway("gone"), None, KeyError(), None]

    async def work() -> None:
        fault = faults.pop(0)
        done.set()
        if fault is not None:
            raise fault

    worker = Worker("the test", work)
    async with at_work(Ticks(), (3_600, worker)):
        while faults:
            done.clear()
            await worker.poke()
            await asyncio.wait_for(done.wait(), SOON)

    told = [(record.levelname, getattr(record, "trouble", None)) for record in caplog.records]
    assert told == [("ERROR", None), ("WARNING", Trouble.DATABASE), ("ERROR", None)]
