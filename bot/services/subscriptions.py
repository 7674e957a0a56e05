"""Subscriptions: what a chat asked to be told of, and when the next time is."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.briefing.schedule import before, instant_of, next_due
from bot.errors import BadInput, NotFound
from bot.model.chat import Chat
from bot.model.schedule import Due, Schedule
from bot.model.subscription import DeliveryState, Subscription, SubscriptionKind, SubscriptionState
from storage.store import Store, Transaction

MOST = 50  # subscriptions of one chat

Turn = Callable[[Subscription], Subscription]


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """The use cases of standing orders. Those with a number raise NotFound when the chat has none of it."""

    store: Store

    async def of(self, chat_id: int) -> list[Subscription]:
        """All of the chat's, oldest first."""
        async with self.store.read() as tx:
            return await tx.subscriptions.of_chat(chat_id)

    async def get(self, chat_id: int, number: int) -> Subscription:
        async with self.store.read() as tx:
            return await _known(tx, chat_id, number)

    async def create(
        self,
        chat: Chat,
        kind: SubscriptionKind,
        topic: str,
        schedule: Schedule,
        *,
        now: datetime,
        by: str,
        silent: bool = False,
        thread: int | None = None,
    ) -> Subscription:
        """A new one, or the one that the chat has for this topic and schedule, sending again.

        The first digest covers the period before it, however late it comes. Raises BadInput when the chat
        has as many as it may.
        """
        due = next_due(schedule, ZoneInfo(chat.zone), now)
        since = before(schedule, ZoneInfo(chat.zone), due).at
        async with self.store.begin() as tx:
            await tx.chats.ensure(chat)
            theirs = await tx.subscriptions.of_chat(chat.id)
            same = (one for one in theirs if (one.kind, one.topic, one.schedule) == (kind, topic, schedule))
            if known := next(same, None):
                again = replace(_sending(known, due), silent=silent, thread=thread)
                await tx.subscriptions.put(chat.id, again)
                return again
            if len(theirs) >= MOST:
                raise BadInput(
                    "This chat has {limit} subscriptions, and that is the most it can have. "
                    "/digests lists them: remove one first.",
                    limit=MOST,
                )
            fresh = Subscription(
                number=0,
                kind=kind,
                topic=topic,
                schedule=schedule,
                created_at=now,
                created_by=by,
                silent=silent,
                thread=thread,
                covered=await tx.changes.number_at(chat.id, since),
                covered_until=since,
                next=due,
            )
            return await tx.subscriptions.add(chat.id, fresh)

    async def pause(self, chat_id: int, number: int) -> Subscription:
        """Stop it until it is resumed. What is owed and not on its way yet is told by the next digest."""
        async with self.store.begin() as tx:
            paused = await _turned(tx, chat_id, number, lambda one: _resting(one, SubscriptionState.PAUSED))
            await take_back(tx, chat_id, {number})
            return await _known(tx, chat_id, paused.number)

    async def resume(self, chat: Chat, number: int, now: datetime) -> Subscription:
        """Let a paused, stopped or snoozed one send again."""
        async with self.store.begin() as tx:
            return await _turned(tx, chat.id, number, lambda one: _sending(one, _next(chat, one, now)))

    async def snooze(self, chat: Chat, number: int, until: datetime) -> Subscription:
        """Let the runs before then pass. The first one after it covers them."""
        async with self.store.begin() as tx:
            await take_back(tx, chat.id, {number})
            return await _turned(
                tx,
                chat.id,
                number,
                lambda one: replace(_sending(one, _next(chat, one, until)), snoozed_until=until),
            )

    async def change(self, chat: Chat, number: int, schedule: Schedule, now: datetime) -> Subscription:
        """Give it other times. One that does not send stays so."""

        def turn(one: Subscription) -> Subscription:
            other = replace(one, schedule=schedule, snoozed_until=None)
            return replace(other, next=None if other.next is None else _next(chat, other, now))

        async with self.store.begin() as tx:
            return await _turned(tx, chat.id, number, turn)

    async def keep_silent(self, chat_id: int, number: int, *, silent: bool) -> Subscription:
        """Whether it rings."""
        async with self.store.begin() as tx:
            return await _turned(tx, chat_id, number, lambda one: replace(one, silent=silent))

    async def remove(self, chat_id: int, number: int) -> Subscription:
        """End it; what it was as it ended. What is owed for it and not on its way yet is not sent."""
        async with self.store.begin() as tx:
            gone = await _known(tx, chat_id, number)
            await take_back(tx, chat_id, {number})
            await tx.subscriptions.remove(chat_id, number)
            return gone

    async def set_zone(self, chat: Chat, zone: str, now: datetime) -> Chat:
        """Put the chat into another zone: what is pending comes at its local time there; the chat then."""
        chat = replace(chat, zone=zone, zone_chosen=True)
        async with self.store.begin() as tx:
            await tx.chats.put(chat)
            for one in await tx.subscriptions.of_chat(chat.id):
                if one.next is not None:
                    due = _moved(one, one.next, ZoneInfo(zone), now)
                    await tx.subscriptions.put(chat.id, replace(one, next=due))
        return chat

    async def revive(self, chat: Chat, now: datetime) -> list[Subscription]:
        """Start those again that Telegram stopped, as the chat can be written to; which ones."""
        async with self.store.begin() as tx:
            theirs = await tx.subscriptions.of_chat(chat.id)
            stopped = [one for one in theirs if one.state is SubscriptionState.STOPPED]
            alive = [_sending(one, _next(chat, one, now)) for one in stopped]
            for one in alive:
                await tx.subscriptions.put(chat.id, one)
            return alive

    async def stop(self, chat_id: int, reason: str, now: datetime) -> None:
        """Telegram takes nothing for this chat: send nothing until somebody there says /start."""
        async with self.store.begin() as tx:
            await stop(tx, chat_id, reason, now)


async def stop(tx: Transaction, chat_id: int, reason: str, now: datetime) -> None:
    """Within a transaction: all of the chat's rest, what is owed is given up, and told when they go on."""
    for one in await tx.subscriptions.of_chat(chat_id):
        if one.state is SubscriptionState.ON:
            resting = replace(_resting(one, SubscriptionState.STOPPED), reason=reason)
            await tx.subscriptions.put(chat_id, resting)
    for owed in await tx.deliveries.unsettled([chat_id]):
        if owed.state is DeliveryState.PENDING and not owed.message_ids:
            dead = replace(owed, state=DeliveryState.DEAD, error=reason, settled_at=now)
            if await tx.deliveries.store(dead) and owed.subscription is not None:
                await tx.subscriptions.uncover(chat_id, owed.subscription, owed.since, owed.since_at)


async def take_back(tx: Transaction, chat_id: int, numbers: set[int]) -> None:
    """Drop what is owed for these and nobody has begun to send: their next digest tells it."""
    unsent = [
        owed
        for owed in await tx.deliveries.unsettled([chat_id])
        if owed.subscription in numbers and not owed.message_ids
    ]
    for owed in await tx.deliveries.drop(unsent):
        if owed.subscription is not None:
            await tx.subscriptions.uncover(chat_id, owed.subscription, owed.since, owed.since_at)


async def _known(tx: Transaction, chat_id: int, number: int) -> Subscription:
    found = await tx.subscriptions.get(chat_id, number)
    if found is None:
        raise NotFound("subscription", number)
    return found


async def _turned(tx: Transaction, chat_id: int, number: int, turn: Turn) -> Subscription:
    turned = turn(await _known(tx, chat_id, number))
    await tx.subscriptions.put(chat_id, turned)
    return turned


def _moved(one: Subscription, pending: Due, zone: ZoneInfo, now: datetime) -> Due:
    """The pending run in another zone: now where its time has passed, unless that was before it was set."""
    at = instant_of(pending.period, zone)
    if at < one.created_at:
        return next_due(one.schedule, zone, now)
    return Due(pending.period, max(at, min(pending.at, now)))


def _next(chat: Chat, subscription: Subscription, after: datetime) -> Due:
    return next_due(subscription.schedule, ZoneInfo(chat.zone), after)


def _sending(one: Subscription, due: Due) -> Subscription:
    return replace(one, state=SubscriptionState.ON, reason=None, snoozed_until=None, next=due)


def _resting(one: Subscription, state: SubscriptionState) -> Subscription:
    return replace(one, state=state, snoozed_until=None, next=None)
