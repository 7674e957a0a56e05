"""Standing orders of a chat: made, changed, put to rest and woken, with the right next time."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

import pytest

from bot.errors import BadInput, NotFound
from bot.model.schedule import Cadence, Due, Schedule
from bot.model.subscription import DeliveryState, SubscriptionKind, SubscriptionState
from bot.services.services import Services
from bot.services.subscriptions import MOST
from storage.store import Store
from tests.services.office import BOT, CHAT, DAILY, DAY, EIGHT, EVE, Office

MONDAYS = Schedule(Cadence.WEEKLY, time(18), frozenset({1}))


async def test_a_new_one_is_due_at_its_next_time_in_the_chats_zone(store: Store) -> None:
    office = Office(store)
    made = await office.subscribe("Syria", chat=replace(CHAT, zone="Asia/Tokyo"))

    assert made.next == Due("2021-04-22T08:00", datetime(2021, 4, 21, 23, tzinfo=UTC))
    assert (made.number, made.state, made.covered) == (1, SubscriptionState.ON, 0)
    assert made.covered_until == datetime(2021, 4, 20, 23, tzinfo=UTC)
    assert await office.services.subscriptions.of(CHAT.id) == [made]


async def test_the_first_digest_covers_the_period_before_it(store: Store) -> None:
    office = Office(store)
    office.now = EIGHT - timedelta(days=1, minutes=1)
    await office.happens(1)
    office.now = EVE - timedelta(hours=1)
    await office.happens(2)
    office.now = EVE
    await office.subscribe()

    assert await office.tick(EIGHT) == [" 2..2"]


async def test_the_same_topic_and_times_again_are_the_same_one(store: Store) -> None:
    office = Office(store)
    await office.subscribe("Syria")
    await office.services.subscriptions.pause(CHAT.id, 1)
    again = await office.subscribe("Syria", silent=True)
    other = await office.subscribe("Syria", MONDAYS)

    assert (again.number, again.state, again.silent) == (1, SubscriptionState.ON, True)
    assert other.number == 2


async def test_a_chat_has_so_many_at_most_and_is_told(store: Store) -> None:
    office = Office(store)
    for number in range(MOST):
        await office.subscribe(f"topic {number}")

    with pytest.raises(BadInput, match=f"{MOST} subscriptions"):
        await office.subscribe("one more")
    assert (await office.subscribe("topic 3")).number == 4
    await office.services.subscriptions.remove(CHAT.id, 4)
    assert (await office.subscribe("one more")).number == MOST + 1


async def test_a_paused_one_is_not_due_until_it_is_resumed(store: Store) -> None:
    office = Office(store)
    await office.subscribe()
    await office.happens()
    paused = await office.services.subscriptions.pause(CHAT.id, 1)
    assert (paused.state, paused.next) == (SubscriptionState.PAUSED, None)
    assert await office.tick(EIGHT) == []

    resumed = await office.services.subscriptions.resume(CHAT, 1, EIGHT)
    assert resumed.next == Due("2021-04-23T08:00", EIGHT + DAY)
    assert await office.tick(EIGHT + DAY) == [" 1..1"]


async def test_what_is_owed_and_not_begun_is_taken_back_by_a_pause_and_told_later(store: Store) -> None:
    office = Office(store)
    await office.subscribe()
    await office.happens()
    office.now = EIGHT
    await office.claims.claim(EIGHT, 9)
    assert (await office.subscription()).covered == 1

    await office.services.subscriptions.pause(CHAT.id, 1)
    await office.send()
    await office.services.subscriptions.resume(CHAT, 1, EIGHT)

    assert office.telegram.texts == []
    assert await office.tick(EIGHT + DAY) == [" 1..1"]


async def test_one_that_snoozes_lets_runs_pass_and_tells_them_afterwards(store: Store) -> None:
    office = Office(store)
    await office.subscribe()
    await office.happens()
    snoozed = await office.services.subscriptions.snooze(CHAT, 1, EVE + timedelta(days=7))

    assert (snoozed.state, snoozed.snoozed_until) == (SubscriptionState.ON, EVE + timedelta(days=7))
    assert await office.tick(EIGHT + 6 * DAY) == []
    assert await office.tick(EIGHT + 7 * DAY) == [" 1..1"]


async def test_other_times_are_the_next_ones(store: Store) -> None:
    office = Office(store)
    await office.subscribe()
    changed = await office.services.subscriptions.change(CHAT, 1, MONDAYS, EVE)
    assert changed.next == Due("2021-04-26T18:00", datetime(2021, 4, 26, 18, tzinfo=UTC))

    await office.services.subscriptions.pause(CHAT.id, 1)
    assert (await office.services.subscriptions.change(CHAT, 1, DAILY, EVE)).next is None


async def test_one_that_was_removed_sends_nothing_even_what_is_owed(store: Store) -> None:
    office = Office(store)
    await office.subscribe()
    await office.happens()
    office.now = EIGHT
    await office.claims.claim(EIGHT, 9)
    await office.services.subscriptions.remove(CHAT.id, 1)
    await office.send()

    assert office.telegram.texts == []
    with pytest.raises(NotFound):
        await office.services.subscriptions.pause(CHAT.id, 1)


async def test_a_chat_that_changes_its_zone_keeps_the_local_time_of_what_is_pending(store: Store) -> None:
    office = Office(store)
    await office.subscribe()
    await office.subscribe("paused")
    await office.services.subscriptions.pause(CHAT.id, 2)

    chat = await office.services.subscriptions.set_zone(CHAT, "America/New_York", office.now)

    assert (chat.zone, chat.zone_chosen) == ("America/New_York", True)
    assert (await office.subscription()).next == Due("2021-04-22T08:00", EIGHT + timedelta(hours=4))
    assert (await office.subscription(2)).next is None
    async with store.read() as tx:
        assert await tx.chats.get(CHAT.id) == chat


async def test_what_is_pending_comes_now_and_not_late_where_its_local_time_has_passed(store: Store) -> None:
    office = Office(store)
    await office.subscribe()
    await office.happens()
    office.now = EIGHT - timedelta(hours=2)

    await office.services.subscriptions.set_zone(CHAT, "Asia/Tokyo", office.now)

    assert (await office.subscription()).next == Due("2021-04-22T08:00", office.now)
    assert await office.tick() == [" 1..1"]
    assert [owed.period for owed in await office.owed()] == ["2021-04-22T08:00"]


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/Los_Angeles", "Pacific/Kiritimati"])
async def test_a_change_of_zone_neither_doubles_nor_drops_a_day(store: Store, zone: str) -> None:
    office, days = Office(store), []
    await office.subscribe()
    for hour in range(0, 24 * 6, 3):
        office.now = EVE + timedelta(hours=hour)
        if hour % 12 == 0:
            await office.happens(hour)
        if hour == 60:
            await office.services.subscriptions.set_zone(CHAT, zone, office.now)
        if await office.tick():
            days.append((await office.owed())[-1].period)

    assert len(days) == len(set(days))
    dates = [datetime.fromisoformat(day).date() for day in days]
    assert {later - earlier for earlier, later in pairwise(dates)} == {DAY}
    assert len(days) >= 5


async def test_a_stopped_chat_rests_keeps_the_reason_and_is_woken_with_all_it_missed(store: Store) -> None:
    office = Office(store)
    await office.subscribe()
    await office.subscribe("Town1")
    await office.subscribe("paused")
    await office.services.subscriptions.pause(CHAT.id, 3)
    await office.happens()
    office.now = EIGHT
    await office.claims.claim(EIGHT, 9)

    await office.services.subscriptions.stop(CHAT.id, "blocked", EIGHT)
    first, _, third = await office.services.subscriptions.of(CHAT.id)
    assert (first.state, first.reason, first.next) == (SubscriptionState.STOPPED, "blocked", None)
    assert third.state is SubscriptionState.PAUSED
    assert await office.states() == [DeliveryState.DEAD] * 2
    assert await office.tick(EIGHT + 3 * DAY) == []

    woken = await office.services.subscriptions.revive(CHAT, office.now)
    assert [(one.number, one.state, one.reason) for one in woken] == [
        (1, SubscriptionState.ON, None),
        (2, SubscriptionState.ON, None),
    ]
    assert sorted(await office.tick(EIGHT + 4 * DAY)) == [" 1..1", "Town1 1..1"]


async def test_a_follow_and_a_digest_of_one_topic_are_two(store: Store) -> None:
    office = Office(store)
    await office.subscribe("Syria")
    create = office.services.subscriptions.create
    follow = await create(CHAT, SubscriptionKind.FOLLOW, "Syria", DAILY, now=EVE, by="Mira", thread=5)

    assert (follow.number, follow.kind, follow.thread) == (2, SubscriptionKind.FOLLOW, 5)


async def test_a_chat_that_writes_to_another_bot_gets_its_digests_from_that_one(store: Store) -> None:
    office = Office(store)
    await office.subscribe()
    await office.happens()

    for bot, found in ((BOT, [BOT]), (BOT + 1, [BOT + 1])):
        services = Services.over(store, bot_id=bot)
        chat = await services.chats.of(CHAT.id, CHAT.kind)
        async with store.begin() as tx:
            due = {bot: await tx.subscriptions.due(bot, EIGHT, 9) for bot in (BOT, BOT + 1)}
        assert chat.bot_id == bot
        assert [bot for bot, orders in due.items() if orders] == found
    fresh = await Services.over(store, bot_id=BOT).chats.of(77, CHAT.kind)
    assert fresh.bot_id == BOT
