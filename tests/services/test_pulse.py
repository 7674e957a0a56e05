"""A bot knows afterwards when it was away, and a late digest says so."""

from dataclasses import replace
from datetime import timedelta

from bot.model.digest import Digest, Outage
from bot.model.schedule import Cadence, Schedule
from bot.model.subscription import SubscriptionKind
from bot.rendering.digest import digest_parts
from bot.scheduling.claiming import Claiming
from bot.services.claims import Claims
from bot.services.digests import compose
from bot.services.pulse import EVERY, Pulse
from storage.store import Store
from tests.services.test_digests import BRIDGE, MORNING, Newsroom, a_subscription
from tests.support.builders import NOON

BOT = 4711
EARLY = MORNING.at - timedelta(minutes=40)
BACK = MORNING.at + timedelta(minutes=94)


async def test_a_bot_that_never_was_at_work_has_no_pulse(store: Store) -> None:
    assert await Pulse(store).last(BOT) is None


async def test_beats_that_follow_each_other_are_no_outage_and_are_kept_now_and_then(store: Store) -> None:
    pulse = Pulse(store)

    assert await pulse.beat(BOT, NOON) is None
    assert await pulse.beat(BOT, NOON + EVERY / 2) is None
    assert await pulse.last(BOT) == NOON
    assert await pulse.beat(BOT, NOON + EVERY) is None
    assert await pulse.last(BOT) == NOON + EVERY
    assert await pulse.last(BOT + 1) is None


async def test_a_gap_is_an_outage_and_the_newest_one_is_kept(store: Store) -> None:
    pulse = Pulse(store)
    await pulse.beat(BOT, NOON)

    assert await pulse.beat(BOT, NOON + timedelta(hours=1)) == Outage(NOON, NOON + timedelta(hours=1))
    await pulse.beat(BOT, NOON + timedelta(hours=3))

    async with store.read() as tx:
        assert await tx.pulse.outage(BOT) == (NOON + timedelta(hours=1), NOON + timedelta(hours=3))
        assert await tx.pulse.outage(BOT + 1) is None


async def test_a_clock_that_was_set_back_is_no_outage(store: Store) -> None:
    pulse = Pulse(store)
    await pulse.beat(BOT, NOON)

    assert await pulse.beat(BOT, NOON - timedelta(hours=2)) is None
    assert await pulse.last(BOT) == NOON - timedelta(hours=2)


async def a_late_digest(room: Newsroom, bot_id: int | None) -> Digest:
    chat = replace(room.chat, bot_id=bot_id)
    async with room.store.read() as tx:
        found = await compose(tx, chat, a_subscription(covered=0), MORNING, BACK + timedelta(minutes=1))
    assert found is not None
    return found


async def test_a_late_digest_knows_the_outage_in_which_it_was_due(store: Store) -> None:
    room, pulse = Newsroom(store), Pulse(store)
    await room.read(BRIDGE)
    await pulse.beat(BOT, EARLY)
    await pulse.beat(BOT, BACK)

    assert (await a_late_digest(room, BOT)).outage == Outage(EARLY, BACK)
    assert (await a_late_digest(room, BOT + 1)).outage is None
    assert (await a_late_digest(room, None)).outage is None


async def test_an_outage_before_it_was_due_is_not_why_it_is_late(store: Store) -> None:
    room, pulse = Newsroom(store), Pulse(store)
    await room.read(BRIDGE)
    await pulse.beat(BOT, EARLY)
    await pulse.beat(BOT, MORNING.at - timedelta(minutes=10))

    assert (await a_late_digest(room, BOT)).outage is None


async def test_a_bot_that_was_down_over_the_due_time_says_so_in_what_it_owes(store: Store) -> None:
    room = Newsroom(store)
    chat = replace(room.chat, bot_id=BOT)
    moments = iter([EARLY, EARLY, BACK, BACK])  # each round looks twice
    claims = Claims(store, BOT, compose, digest_parts)

    async def nobody() -> None: ...

    claiming = Claiming(claims, lambda: next(moments), nobody)
    daily = Schedule(Cadence.WEEKLY, MORNING.at.time())
    kind, yesterday = SubscriptionKind.DIGEST, EARLY - timedelta(hours=20)
    await room.services.subscriptions.create(chat, kind, "", daily, now=yesterday, by="Mira")
    async with store.begin() as tx:
        await tx.chats.put(chat)
    await room.read(BRIDGE, at=EARLY - timedelta(hours=1))

    for _ in range(2):
        await claiming.round()  # once before it goes down, once when it is back

    async with store.read() as tx:
        (owed,) = await tx.deliveries.of_chat(chat.id)
    assert owed.parts[0].html.startswith(
        "<b>Late digest</b>: due 07:30, sent 09:04. The bot was offline from 06:50 to 09:04.\n"
    )
