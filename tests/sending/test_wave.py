"""A wave of digests with a fault in the middle of it: nobody else notices, and everything comes once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import pytest
from telegram.ext import Defaults, ExtBot

from bot.model.chat import Chat, ChatKind
from bot.model.subscription import DeliveryState, SubscriptionState, Unsure
from bot.sending.courier import Courier
from bot.sending.limiter import RateLimiter
from bot.sending.limits import Limits, Urgency
from bot.services.deliveries import Pause
from bot.terminal.botapi import (
    CUT,
    CUT_AFTER,
    BotApi,
    Fault,
    InProcessRequest,
    bad_gateway,
    blocked,
    flood,
    silenced,
)
from storage.store import Store
from tests.sending.clocks import HandClock
from tests.services.office import BOT, EIGHT, Office

READERS = (101, 102, 103, 104, 105)
THIRD, DESK, SUPERGROUP = 103, -300, -100300


@dataclass
class Wave:
    """A digest is owed to each reader; the clocks of the office and of the gate go on together."""

    office: Office
    api: BotApi
    courier: Courier
    clock: HandClock

    async def send(self, after: float = 0.0) -> list[Pause | None]:
        """Send what may be sent so many seconds later; the pauses that it brought."""
        self.office.now += timedelta(seconds=after)
        self.clock.now += after
        leased = await self.office.deliveries.lease(BOT, 100)
        return [await self.office.deliveries.deliver(one, self.courier.send) for one in leased]

    def arrived(self) -> list[int]:
        """How many messages each reader has."""
        return [len(self.api.sent(reader)) for reader in READERS]

    async def fate(self, chat_id: int) -> tuple[DeliveryState, str | None]:
        (owed,) = await self.office.owed(_chat(chat_id))
        return owed.state, owed.error

    def tried(self) -> int:
        return sum(call.method == "sendMessage" for call in self.api.calls)


@asynccontextmanager
async def a_wave(store: Store, unsure: Unsure = Unsure.AGAIN) -> AsyncIterator[Wave]:
    api, clock, office = BotApi(), HandClock(), Office(store, unsure=unsure)
    for reader in READERS:
        api.person(reader, f"Reader {reader}")
        await office.subscribe(chat=_chat(reader))
        await office.happens(chat=_chat(reader))
    office.now = EIGHT
    await office.claims.claim(EIGHT, 100)
    limiter = RateLimiter(Limits(), timer=clock)
    bot: ExtBot[Urgency] = ExtBot(
        api.token, request=InProcessRequest(api), rate_limiter=limiter, defaults=Defaults("HTML")
    )
    async with bot:
        yield Wave(office, api, Courier(bot), clock)


def _chat(chat_id: int) -> Chat:
    kind = ChatKind.PRIVATE if chat_id > 0 else ChatKind.GROUP
    return Chat(chat_id, kind, "Reader", bot_id=BOT)


async def test_what_arrived_and_was_cut_off_comes_twice_to_that_reader_alone(store: Store) -> None:
    async with a_wave(store) as wave:
        wave.api.fail("sendMessage", CUT_AFTER, chat_id=THIRD)
        await wave.send()
        await wave.send(after=60)

        assert wave.arrived() == [1, 1, 2, 1, 1]
        assert (await wave.fate(THIRD))[0] is DeliveryState.SENT


@pytest.mark.parametrize(("cut", "copies"), [(CUT_AFTER, 1), (CUT, 0)])
async def test_it_is_listed_and_not_sent_again_where_doubles_are_worse(
    store: Store, cut: Fault, copies: int
) -> None:
    async with a_wave(store, Unsure.UNCERTAIN) as wave:
        wave.api.fail("sendMessage", cut, chat_id=THIRD)
        await wave.send()
        await wave.send(after=60)

        assert wave.arrived() == [1, 1, copies, 1, 1]
        assert (await wave.fate(THIRD))[0] is DeliveryState.UNCERTAIN
        assert [one.chat_id for one in await wave.office.deliveries.troubled(BOT, limit=9)] == [THIRD]


async def test_after_a_bad_gateway_it_is_sent_again(store: Store) -> None:
    async with a_wave(store) as wave:
        wave.api.fail("sendMessage", bad_gateway(), bad_gateway(), chat_id=THIRD)
        for _ in range(3):
            await wave.send(after=60)

        assert wave.arrived() == [1, 1, 1, 1, 1]
        assert (await wave.fate(THIRD))[0] is DeliveryState.SENT


async def test_a_flood_wait_of_one_chat_holds_up_that_chat_alone(store: Store) -> None:
    async with a_wave(store) as wave:
        wave.api.fail("sendMessage", flood(30), chat_id=THIRD)

        assert await wave.send() == [None] * 5
        assert wave.arrived() == [1, 1, 0, 1, 1]
        await wave.send(after=29)
        assert wave.tried() == 5
        await wave.send(after=3)
        assert wave.arrived() == [1, 1, 1, 1, 1]


async def test_flood_waits_one_after_the_other_stop_the_wave_until_they_are_over(store: Store) -> None:
    async with a_wave(store) as wave:
        for reader in READERS:
            wave.api.fail("sendMessage", flood(30), chat_id=reader)

        pauses = await wave.send()
        assert wave.tried() == 2
        assert pauses[0] is None
        assert all(pause is not None for pause in pauses[1:])
        for reader in READERS:
            wave.api._faults.pop(("sendMessage", str(reader)), None)
        await wave.send(after=32)
        assert wave.arrived() == [1, 1, 1, 1, 1]


@pytest.mark.parametrize(("fault", "reason"), [(blocked(), "blocked"), (silenced(), "no_rights")])
async def test_a_reader_who_takes_nothing_gets_no_more_and_the_others_do(
    store: Store, fault: Fault, reason: str
) -> None:
    async with a_wave(store) as wave:
        wave.api.fail("sendMessage", fault, chat_id=THIRD)
        await wave.send()
        await wave.send(after=3_600)

        assert wave.arrived() == [1, 1, 0, 1, 1]
        assert await wave.fate(THIRD) == (DeliveryState.DEAD, reason)
        (subscription,) = await wave.office.services.subscriptions.of(THIRD)
        assert (subscription.state, subscription.reason) == (SubscriptionState.STOPPED, reason)


async def test_a_group_that_only_an_error_says_has_moved_gets_its_digest_where_it_is(store: Store) -> None:
    async with a_wave(store) as wave:
        mira = wave.api.person(7, "Mira")
        group = wave.api.group(DESK, "Desk", {7: "creator"}, kind="group")
        await wave.office.services.chats.move(THIRD, DESK)  # the third reader's digest is the group's
        wave.api.people.upgrade(mira, group, SUPERGROUP, told=False)
        await wave.send()
        await wave.send(after=1)

        assert wave.arrived() == [1, 1, 0, 1, 1]
        assert len(wave.api.sent(SUPERGROUP)) == 1
        assert (await wave.fate(SUPERGROUP))[0] is DeliveryState.SENT
        assert len(await wave.office.services.subscriptions.of(SUPERGROUP)) == 1
        assert not await wave.office.services.subscriptions.of(DESK)
