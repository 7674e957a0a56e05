"""Subscriptions, deliveries and limits: due once, owed once, in one sender's hands at a time."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.errors import NotFound
from bot.model.schedule import Cadence, Due, Schedule
from bot.model.subscription import (
    Delivery,
    DeliveryState,
    OwedPart,
    Subscription,
    SubscriptionKind,
    SubscriptionState,
)
from storage.store import Store, Transaction
from tests.support.builders import NOON, a_chat

BOT = 4711
CHAT = a_chat().id
MINUTE = timedelta(minutes=1)


def a_subscription(topic: str = "Syria", *, at: datetime | None = NOON) -> Subscription:
    due = None if at is None else Due(f"{at:%Y-%m-%dT%H:%M}", at)
    return Subscription(0, SubscriptionKind.DIGEST, topic, Schedule(Cadence.WEEKLY), NOON, "Mira", next=due)


def a_delivery(
    chat: int = CHAT, subscription: int | None = 1, period: str = "2021-04-22T12:00", **more: object
) -> Delivery:
    parts = (OwedPart("<b>One</b>", ((("More", "d:1"), ("Less", "d:2")), (("Off", "d:3"),))), OwedPart("Two"))
    given = {"due_at": NOON, "owed_at": NOON, "next_try_at": NOON, "parts": parts} | more
    return Delivery(chat, 0, subscription, period, **given)  # type: ignore[arg-type]


async def a_place(tx: Transaction, *chats: int) -> None:
    for chat in chats or (CHAT,):
        await tx.chats.put(replace(a_chat(chat), bot_id=BOT))


async def test_a_subscription_comes_back_to_the_last_field(store: Store) -> None:
    full = Subscription(
        number=0,
        kind=SubscriptionKind.FOLLOW,
        topic="Сирия\0",
        schedule=Schedule(Cadence.MONTHLY, time(7, 30), frozenset({1, 5}), 31, 6),
        created_at=NOON,
        created_by="Mira",
        state=SubscriptionState.STOPPED,
        reason="blocked",
        silent=True,
        thread=9,
        covered=12,
        covered_until=NOON - MINUTE,
        snoozed_until=NOON + MINUTE,
        next=Due("2021-04-22T12:00", NOON),
    )
    async with store.begin() as tx:
        await a_place(tx)
        added = await tx.subscriptions.add(CHAT, full)

        assert added == replace(full, number=1)
        assert await tx.subscriptions.get(CHAT, 1) == replace(added, topic="Сирия\ufffd")
        bare = await tx.subscriptions.add(CHAT, a_subscription(at=None))
        assert await tx.subscriptions.of_chat(CHAT) == [replace(added, topic="Сирия\ufffd"), bare]
        assert await tx.subscriptions.count(CHAT) == 2


async def test_a_number_is_never_used_again(store: Store) -> None:
    async with store.begin() as tx:
        await a_place(tx)
        await tx.subscriptions.add(CHAT, a_subscription())

        assert await tx.subscriptions.remove(CHAT, 1)
        assert not await tx.subscriptions.remove(CHAT, 1)
        assert (await tx.subscriptions.add(CHAT, a_subscription())).number == 2
        with pytest.raises(NotFound):
            await tx.subscriptions.add(8, a_subscription())


async def test_what_is_due_comes_in_order_of_its_time(store: Store) -> None:
    async with store.begin() as tx:
        await a_place(tx, 1, 2, 3, 4)
        for chat, at in ((1, NOON), (2, NOON - MINUTE), (3, NOON + MINUTE), (4, None)):
            await tx.subscriptions.add(chat, a_subscription(at=at))

        due = await tx.subscriptions.due(BOT, NOON, limit=9)
        assert [(chat.id, order.number) for chat, order in due] == [(2, 1), (1, 1)]
        assert due[0][0] == await tx.chats.get(2)
        assert len(await tx.subscriptions.due(BOT, NOON, limit=1)) == 1
        assert await tx.subscriptions.due(BOT + 1, NOON, limit=9) == []
        assert await tx.subscriptions.overdue(BOT, NOON) == (2, NOON - MINUTE)
        assert await tx.subscriptions.next_at(BOT) == NOON - MINUTE


async def test_those_of_a_chat_that_are_due_at_one_moment_come_by_their_numbers(store: Store) -> None:
    async with store.begin() as tx:
        await a_place(tx)
        first, *_ = [await tx.subscriptions.add(CHAT, a_subscription(topic)) for topic in ("A", "B", "C")]
        chat = await tx.chats.get(CHAT)
        assert chat is not None
        for at in (NOON + MINUTE, NOON):  # rewritten, it stands behind the others
            await tx.subscriptions.advance([(chat, replace(first, next=Due("2021-04-22T12:00", at)))])

        due = await tx.subscriptions.due(BOT, NOON, limit=9)

    assert [order.number for _, order in due] == [1, 2, 3]


async def test_what_was_advanced_is_due_at_its_next_time(store: Store) -> None:
    async with store.begin() as tx:
        await a_place(tx)
        await tx.subscriptions.add(CHAT, a_subscription())
        ((chat, order),) = await tx.subscriptions.due(BOT, NOON, limit=9)
        after = replace(
            order, covered=5, covered_until=NOON, next=Due("2021-04-23T12:00", NOON + timedelta(days=1))
        )
        await tx.subscriptions.advance([(chat, after)])

        assert await tx.subscriptions.get(CHAT, 1) == after
        assert await tx.subscriptions.due(BOT, NOON, limit=9) == []
        await tx.subscriptions.advance([])

        await tx.subscriptions.uncover(CHAT, 1, 7, NOON)
        assert await tx.subscriptions.get(CHAT, 1) == after
        await tx.subscriptions.uncover(CHAT, 1, None, None)
        assert await tx.subscriptions.get(CHAT, 1) == replace(after, covered=None, covered_until=None)


async def test_a_chat_that_talks_to_another_bot_gets_its_digests_from_that(store: Store) -> None:
    async with store.begin() as tx:
        await a_place(tx)
        await tx.subscriptions.add(CHAT, a_subscription())
        await tx.deliveries.add(BOT, [a_delivery()])
        await tx.chats.bind(CHAT, BOT + 1)

        assert await tx.subscriptions.due(BOT, NOON, limit=9) == []
        assert await tx.deliveries.lease(BOT, NOON, 9, NOON + MINUTE) == []
        assert len(await tx.subscriptions.due(BOT + 1, NOON, limit=9)) == 1
        assert len(await tx.deliveries.lease(BOT + 1, NOON, 9, NOON + MINUTE)) == 1
        chat = await tx.chats.get(CHAT)
        assert chat is not None
        assert chat.bot_id == BOT + 1


async def test_a_delivery_comes_back_to_the_last_field(store: Store) -> None:
    full = a_delivery(
        state=DeliveryState.UNCERTAIN,
        silent=True,
        thread=3,
        since=7,
        since_at=NOON - MINUTE,
        message_ids=(5, 0),
        attempts=4,
        fence=2,
        error="cut",
        settled_at=NOON + MINUTE,
    )
    async with store.begin() as tx:
        await a_place(tx)
        added = await tx.deliveries.add(BOT, [full, a_delivery(subscription=2)])

        assert added == [replace(full, number=1), replace(a_delivery(subscription=2), number=2)]
        assert await tx.deliveries.get(CHAT, 1) == added[0]
        assert await tx.deliveries.of_chat(CHAT) == added
        assert await tx.deliveries.unsettled([CHAT, 8]) == added[1:]
        assert await tx.deliveries.trouble(BOT) == {DeliveryState.UNCERTAIN: 1}
        assert await tx.deliveries.troubled(BOT, limit=9) == added[:1]


async def test_a_period_is_owed_once(store: Store) -> None:
    async with store.begin() as tx:
        await a_place(tx, CHAT, 8)
        first = await tx.deliveries.add(BOT, [a_delivery()])
        again = await tx.deliveries.add(
            BOT, [a_delivery(), a_delivery(8), a_delivery(period="2021-04-23T12:00")]
        )

        assert len(first) == 1
        assert [(one.chat_id, one.period) for one in again] == [
            (CHAT, "2021-04-23T12:00"),
            (8, "2021-04-22T12:00"),
        ]
        assert await tx.deliveries.add(BOT, []) == []
        alone = [a_delivery(subscription=None), a_delivery(subscription=None)]
        assert len(await tx.deliveries.add(BOT, alone)) == 2


async def test_who_has_an_older_fence_stores_nothing(store: Store) -> None:
    async with store.begin() as tx:
        await a_place(tx)
        await tx.deliveries.add(BOT, [a_delivery()])
        (first,) = await tx.deliveries.lease(BOT, NOON, 9, NOON + MINUTE)
        assert await tx.deliveries.lease(BOT, NOON, 9, NOON + MINUTE) == []
        assert await tx.deliveries.store(replace(first, state=DeliveryState.SENDING))
        assert await tx.deliveries.next_try_at(BOT) == NOON + MINUTE

        (second,) = await tx.deliveries.lease(BOT, NOON + MINUTE, 9, NOON + 2 * MINUTE)
        assert (second.fence, second.state) == (2, DeliveryState.SENDING)
        assert not await tx.deliveries.store(replace(first, state=DeliveryState.SENT, message_ids=(1, 2)))
        assert await tx.deliveries.drop([first, second]) == []
        sent = replace(second, state=DeliveryState.SENT, message_ids=(1, 2), settled_at=NOON, parts=())
        assert await tx.deliveries.store(sent)

        assert await tx.deliveries.get(CHAT, 1) == sent
        assert await tx.deliveries.lease(BOT, NOON + 9 * MINUTE, 9, NOON + 10 * MINUTE) == []
        await tx.deliveries.prune(NOON)
        assert await tx.deliveries.get(CHAT, 1) == sent
        await tx.deliveries.prune(NOON + MINUTE)
        assert await tx.deliveries.get(CHAT, 1) is None


async def test_what_nobody_has_begun_to_send_can_be_taken_back(store: Store) -> None:
    async with store.begin() as tx:
        await a_place(tx)
        await tx.deliveries.add(BOT, [a_delivery(), a_delivery(subscription=2)])
        leased = await tx.deliveries.lease(BOT, NOON, 1, NOON + MINUTE)

        assert await tx.deliveries.drop(leased) == leased
        assert await tx.deliveries.owed(BOT, NOON - MINUTE) == (1, None)
        assert await tx.deliveries.owed(BOT, NOON) == (1, NOON)


async def test_two_processes_never_have_the_same_in_hand(store: Store) -> None:
    chats = range(1, 41)
    async with store.begin() as tx:
        await a_place(tx, *chats)
        for chat in chats:
            await tx.subscriptions.add(chat, a_subscription())
        await tx.deliveries.add(BOT, [a_delivery(chat) for chat in chats])

    async def some() -> tuple[list[int], list[int]]:
        async with store.begin() as tx:
            due = await tx.subscriptions.due(BOT, NOON, limit=10)
            await tx.subscriptions.advance([(chat, replace(order, next=None)) for chat, order in due])
            leased = await tx.deliveries.lease(BOT, NOON, 10, NOON + MINUTE)
            return [chat.id for chat, _ in due], [one.chat_id for one in leased]

    taken = await asyncio.gather(*(some() for _ in range(4)))

    assert sorted(id for due, _ in taken for id in due) == list(chats)
    assert sorted(id for _, leased in taken for id in leased) == list(chats)


async def test_a_chat_that_another_transaction_owns_is_left_for_later(store: Store) -> None:
    if store.where == "memory":
        pytest.skip("one writer at a time owns everything")
    async with store.begin() as tx:
        await a_place(tx, 1, 2)
        for chat in (1, 2):
            await tx.subscriptions.add(chat, a_subscription())

    async with store.begin() as busy:
        await busy.chats.get(1)
        async with store.begin() as tx:
            due = await tx.subscriptions.due(BOT, NOON, limit=9)
            assert [chat.id for chat, _ in due] == [2]
            assert [chat.id for chat, _ in await tx.subscriptions.due(BOT, NOON, limit=9)] == [2]


async def test_a_bucket_gives_what_has_flowed_into_it(store: Store) -> None:
    async with store.begin() as tx:
        assert await tx.limits.take("telegram", NOON, 20, rate=30, burst=30) == (20, 0)
        assert await tx.limits.take("telegram", NOON, 20, rate=30, burst=30) == (10, 0)
        granted, wait = await tx.limits.take("telegram", NOON, 20, rate=30, burst=30)
        assert (granted, round(wait, 4)) == (0, 0.0333)
        half = NOON + timedelta(seconds=0.5)
        assert await tx.limits.take("telegram", half, 20, rate=30, burst=30) == (15, 0)
        assert (await tx.limits.take("telegram", NOON, 1, rate=30, burst=30))[0] == 0
        assert await tx.limits.take("another", NOON, 9, rate=1, burst=3) == (3, 0)


async def test_nothing_is_given_during_a_pause(store: Store) -> None:
    async with store.begin() as tx:
        await tx.limits.hold("telegram", NOON, NOON + MINUTE)
        await tx.limits.hold("telegram", NOON, NOON + MINUTE / 2)

        assert await tx.limits.take("telegram", NOON, 1, rate=30, burst=30) == (0, 60)
        granted, _ = await tx.limits.take("telegram", NOON + MINUTE, 1, rate=30, burst=30)
        assert granted == 1

        await tx.limits.prune(NOON + MINUTE)
        assert (await tx.limits.take("telegram", NOON + MINUTE, 99, rate=30, burst=30))[0] == 29
        await tx.limits.prune(NOON + 2 * MINUTE)
        assert (await tx.limits.take("telegram", NOON + MINUTE, 99, rate=30, burst=30))[0] == 30


async def test_processes_that_draw_at_once_share_one_bucket(store: Store) -> None:
    async def draw() -> int:
        async with store.begin() as tx:
            return (await tx.limits.take("telegram", datetime(2021, 4, 22, tzinfo=UTC), 20, 30, 30))[0]

    assert sum(await asyncio.gather(*(draw() for _ in range(6)))) == 30
