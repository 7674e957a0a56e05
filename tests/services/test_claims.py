"""What is due is claimed once: at restarts, after days of absence, and on nights when clocks change."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.model.chat import Chat
from bot.model.digest import Digest
from bot.model.schedule import Cadence, Due, Schedule
from bot.model.subscription import DeliveryState, OwedPart, SubscriptionKind
from bot.services.claims import Claimed, is_quiet
from storage.store import Store
from tests.services.office import BOT, CHAT, DAILY, DAY, EIGHT, EVE, Office, told
from tests.support.builders import a_chat

BERLIN = replace(CHAT, zone="Europe/Berlin", zone_chosen=True)
HALF_PAST_TWO = Schedule(Cadence.WEEKLY, time(2, 30))


async def test_what_is_due_is_owed_and_due_again_the_next_day(store: Store) -> None:
    office = Office(store)
    await office.subscribe("Town1")
    await office.happens()

    assert await office.claims.claim(EIGHT - timedelta(seconds=1), 9) == Claimed()
    assert await office.claims.claim(EIGHT, 9) == Claimed(due=1, owed=1)
    assert await office.claims.claim(EIGHT, 9) == Claimed()

    (owed,) = await office.owed()
    assert (owed.period, owed.due_at, owed.state) == ("2021-04-22T08:00", EIGHT, DeliveryState.PENDING)
    assert (owed.parts, owed.since) == ((OwedPart("Town1 1..1"),), 0)
    after = await office.subscription()
    assert (after.covered, after.covered_until) == (1, EIGHT)
    assert after.next == Due("2021-04-23T08:00", EIGHT + DAY)


async def test_nothing_is_sent_when_nothing_happened(store: Store) -> None:
    office = Office(store)
    await office.subscribe("Town2")
    await office.happens(1)

    assert await office.claims.claim(EIGHT, 9) == Claimed(due=1, owed=0)
    assert await office.states() == [DeliveryState.EMPTY]
    since = (await office.subscription()).covered_until
    assert since == EIGHT - DAY
    office.now = EIGHT + timedelta(hours=1)
    await office.happens(2)
    assert await office.tick(EIGHT + DAY) == ["Town2 2..2"]
    assert await office.states() == [DeliveryState.EMPTY, DeliveryState.SENT]


async def test_a_chat_where_nothing_happened_is_not_even_looked_at(store: Store) -> None:
    async def never(*_: object) -> Digest | None:
        raise AssertionError

    office = Office(store, compose=never)
    await office.subscribe()
    await office.claims.claim(EIGHT, 9)

    assert await office.states() == [DeliveryState.EMPTY]


@pytest.mark.parametrize(
    ("away", "period"),
    [(timedelta(minutes=10), "2021-04-22T08:00"), (timedelta(days=2), "2021-04-24T08:00")],
)
async def test_who_was_down_at_the_due_time_sends_one_digest_of_all_since(
    store: Store, away: timedelta, period: str
) -> None:
    office = Office(store)
    await office.subscribe()
    await office.happens(1)
    await office.happens(2)

    assert await office.tick(EIGHT + away) == [" 1..2"]
    assert await office.tick(EIGHT + away) == []
    (owed,) = await office.owed()
    assert owed.period == period
    due = (await office.subscription()).next
    assert due is not None
    assert EIGHT + away < due.at <= EIGHT + away + DAY


async def test_a_late_digest_knows_how_many_never_came(store: Store) -> None:
    seen: list[Digest] = []

    def render(digest: Digest, chat: Chat) -> list[OwedPart]:
        seen.append(digest)
        return [*told(digest, chat)]

    office = Office(store, render=render)
    await office.subscribe()
    await office.happens()
    await office.tick(EIGHT + timedelta(days=3, minutes=7))

    assert [(one.missed, one.late) for one in seen] == [(3, True)]


async def test_two_restarts_within_the_due_minute_send_one_digest(store: Store) -> None:
    first = Office(store)
    await first.subscribe()
    await first.happens()
    await first.tick(EIGHT)
    for seconds in (20, 40):
        again = Office(store)
        again.now = EIGHT + timedelta(seconds=seconds)
        await again.deliveries.recover(BOT)
        assert await again.tick() == []


async def test_a_restart_between_claiming_and_sending_sends_one_digest(store: Store) -> None:
    first = Office(store)
    await first.subscribe()
    await first.happens()
    await first.claims.claim(EIGHT, 9)
    again = Office(store)

    assert await again.tick(EIGHT + timedelta(seconds=20)) == [" 1..1"]


async def test_an_event_loop_that_was_busy_at_the_due_time_sends_one_digest(store: Store) -> None:
    office = Office(store)
    await office.subscribe()
    await office.happens()

    assert await office.tick(EIGHT + timedelta(seconds=3)) == [" 1..1"]
    assert await office.tick(EIGHT + timedelta(seconds=4)) == []


@pytest.mark.parametrize(
    ("night", "runs"),
    [
        # Clocks go from 2:00 to 3:00 at 01:00 UTC: there is no 02:30, so it runs as they resume.
        (datetime(2021, 3, 28, tzinfo=UTC), [datetime(2021, 3, 28, 1, tzinfo=UTC)]),
        # Clocks go from 3:00 to 2:00 at 01:00 UTC: there are two 02:30, and the first counts.
        (datetime(2021, 10, 31, tzinfo=UTC), [datetime(2021, 10, 31, 0, 30, tzinfo=UTC)]),
    ],
)
async def test_on_both_nights_when_clocks_change_there_is_one_digest(
    store: Store, night: datetime, runs: list[datetime]
) -> None:
    office, came = Office(store, now=night - timedelta(hours=3)), []
    await office.subscribe(schedule=HALF_PAST_TWO, chat=BERLIN)
    for minutes in range(0, 8 * 60, 10):
        office.now = night + timedelta(minutes=minutes - 60)
        if minutes % 60 == 0:
            await office.happens(minutes, BERLIN)
        if await office.tick():
            came.append(office.now)

    assert came == runs


async def test_a_clock_that_was_set_back_doubles_nothing(store: Store) -> None:
    office = Office(store)
    await office.subscribe()
    await office.happens(1)
    assert len(await office.tick(EIGHT)) == 1
    office.now = EIGHT - timedelta(hours=1)
    await office.happens(2)

    assert await office.tick(EIGHT - timedelta(hours=1)) == []
    assert await office.tick(EIGHT) == []
    assert await office.tick(EIGHT + DAY) == [" 2..2"]


async def test_what_is_still_waiting_to_be_sent_is_told_with_the_next_one(store: Store) -> None:
    office = Office(store)
    await office.subscribe()
    await office.happens(1)
    await office.claims.claim(EIGHT, 9)
    office.now = EIGHT
    await office.happens(2)

    assert await office.tick(EIGHT + DAY) == [" 1..2"]
    assert [one.period for one in await office.owed()] == ["2021-04-23T08:00"]


async def test_one_that_cannot_be_told_is_listed_and_holds_nobody_up(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    def render(digest: Digest, chat: Chat) -> list[OwedPart]:
        if digest.topic == "Town1":
            raise ZeroDivisionError
        return [*told(digest, chat)]

    office = Office(store, render=render)
    await office.subscribe("Town1")
    await office.subscribe()
    await office.happens()

    assert await office.tick(EIGHT) == [" 1..1"]
    assert await office.states() == [DeliveryState.DEAD, DeliveryState.SENT]
    assert "chat 100, subscription 1" in caplog.text
    assert (await office.subscription()).covered == 0


async def test_a_period_that_was_sent_is_not_sent_again_however_it_comes_to_be_due(store: Store) -> None:
    office = Office(store)
    made = await office.subscribe()
    await office.happens(1)
    await office.tick(EIGHT)
    await office.happens(2)
    as_before = replace(await office.subscription(), next=made.next)
    async with store.begin() as tx:
        await tx.subscriptions.put(CHAT.id, as_before)

    assert await office.tick(EIGHT + timedelta(minutes=1)) == []
    assert await office.tick(EIGHT + DAY) == [" 2..2"]


async def test_claims_of_several_processes_at_once_owe_each_digest_once(store: Store) -> None:
    office = Office(store)
    chats = [replace(a_chat(number), bot_id=BOT) for number in range(200, 212)]
    for chat in chats:
        await office.subscribe(chat=chat)
        await office.happens(1, chat)

    for _ in range(9):
        await asyncio.gather(*(office.claims.claim(EIGHT, 4) for _ in range(3)))

    for chat in chats:
        assert [one.state for one in await office.owed(chat)] == [DeliveryState.PENDING]


def test_a_quiet_night_may_begin_before_midnight() -> None:
    night = Chat(1, CHAT.kind, zone="Asia/Tokyo", quiet_from=time(22), quiet_until=time(7))
    noon = replace(night, quiet_from=time(12), quiet_until=time(14))
    tokyo = ZoneInfo("Asia/Tokyo")

    def quiet(chat: Chat) -> list[int]:
        hours = (datetime(2021, 4, 22, hour, tzinfo=tokyo).astimezone(UTC) for hour in range(24))
        return [hour for hour, at in enumerate(hours) if is_quiet(chat, at)]

    assert quiet(night) == [0, 1, 2, 3, 4, 5, 6, 22, 23]
    assert quiet(noon) == [12, 13]
    assert quiet(replace(night, quiet_from=None)) == []


async def test_nothing_rings_at_night_or_when_asked_not_to(store: Store) -> None:
    office = Office(store)
    await office.subscribe()
    await office.subscribe("Town1", silent=True)
    await office.happens()
    await office.tick(EIGHT)
    assert sorted(zip([text for _, text in office.telegram.texts], office.telegram.silent, strict=True)) == [
        (" 1..1", False),
        ("Town1 1..1", True),
    ]

    async with store.begin() as tx:
        await tx.chats.put(replace(CHAT, quiet_from=time(22), quiet_until=time(9)))
    await office.happens(2)
    await office.tick(EIGHT + DAY)
    assert office.telegram.silent[2:] == [True]


async def test_digests_go_to_the_topic_that_the_group_has_for_them(store: Store) -> None:
    office = Office(store)
    chat = replace(CHAT, digest_thread=77)
    async with store.begin() as tx:
        await tx.chats.put(chat)
    await office.subscribe(chat=chat)
    create = office.services.subscriptions.create
    await create(chat, SubscriptionKind.DIGEST, "Town1", DAILY, now=EVE, by="Mira", thread=78)
    await office.happens(1, chat)
    await office.claims.claim(EIGHT, 9)

    assert [one.thread for one in await office.owed()] == [77, 77]
