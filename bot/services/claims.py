"""Claims: what is due is composed and put into the outbox, and its next time is set, in one transaction."""

import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.briefing.schedule import before, following, next_due
from bot.errors import StorageError
from bot.logs import about
from bot.measures import count
from bot.measures.names import CLAIMED
from bot.model.chat import Chat
from bot.model.digest import Digest
from bot.model.schedule import Due
from bot.model.subscription import Delivery, DeliveryState, OwedPart, Subscription
from bot.services.foresight import Wanted, foresee
from bot.services.pulse import Pulse
from storage.store import Store, Transaction

Compose = Callable[[Transaction, Chat, Subscription, Due, datetime], Awaitable[Digest | None]]
Render = Callable[[Digest, Chat], Sequence[OwedPart]]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Claimed:
    """How many were due and are not any more, and how many of these have something to tell."""

    due: int = 0
    owed: int = 0


@dataclass(frozen=True, slots=True)
class Claims:
    """Turns what is due for one bot into what is owed.

    A period is claimed once, however many processes claim and however often they are killed: the row of what
    is owed and the next time are stored together or not at all.
    """

    store: Store
    bot_id: int
    compose: Compose
    render: Render

    async def at_work(self, now: datetime) -> None:
        """Somebody claims: noted before each round, so that what is late knows since when nobody did."""
        await Pulse(self.store).beat(self.bot_id, now)

    async def claim(self, now: datetime, limit: int) -> Claimed:
        """Claim up to `limit` of those that are due. Several missed runs of one are the newest of them."""
        async with self.store.begin() as tx:
            due = await tx.subscriptions.due(self.bot_id, now, limit)
            if not due:
                return Claimed()
            orders = [_Order(chat, one, *_run(one, chat, now)) for chat, one in due]
            orders = await _with_unsent(tx, orders)
            newest = await tx.changes.newest_of({order.chat.id for order in orders})
            await foresee(tx, [order.wanted(newest) for order in orders])
            owed = []
            for order in orders:
                with about(chat=order.chat.id, subscription=order.subscription.number):
                    owed.append(await self._owed(tx, order, now, newest.get(order.chat.id, 0)))
            stored = await tx.deliveries.add(self.bot_id, [delivery for delivery, _ in owed])
            periods = {(one.chat_id, one.subscription, one.period) for one in stored}
            await tx.subscriptions.advance(
                (order.chat, order.after(covering if order.key in periods else order.subscription))
                for order, (_, covering) in zip(orders, owed, strict=True)
            )
        count(CLAIMED, by=len(due))
        return Claimed(len(due), sum(one.state is DeliveryState.PENDING for one in stored))

    async def _owed(
        self, tx: Transaction, order: "_Order", now: datetime, newest: int
    ) -> tuple[Delivery, Subscription]:
        """What is owed, and the subscription as far as that covers."""
        one, empty = order.subscription, order.delivery(now)
        told = replace(one, covered=newest) if newest else one
        if newest <= (one.covered or 0):
            return empty, told
        try:
            digest = await self.compose(tx, order.chat, one, order.due, now)
            parts = tuple(self.render(digest, order.chat)) if digest else ()
        except StorageError:
            raise
        except Exception as error:  # one that cannot be told must not hold up the others
            log.exception("chat %s, subscription %s: it cannot be told", order.chat.id, one.number)
            return replace(empty, state=DeliveryState.DEAD, error=repr(error)), one
        if digest is None or not parts:
            return empty, told
        owed = replace(empty, state=DeliveryState.PENDING, parts=parts, settled_at=None)
        return owed, replace(one, covered=digest.last_change, covered_until=now)


@dataclass(frozen=True, slots=True)
class _Order:
    """A subscription that is due: the run that is owed now, and the one after it."""

    chat: Chat
    subscription: Subscription
    due: Due
    next: Due

    def wanted(self, newest: Mapping[int, int]) -> Wanted:
        """What is read of the chat to tell it."""
        last, today = newest.get(self.chat.id, 0), date.fromisoformat(self.due.period[:10])
        return Wanted(self.chat.id, self.subscription.covered or 0, last, today)

    @property
    def key(self) -> tuple[int, int, str]:
        return self.chat.id, self.subscription.number, self.due.period

    def after(self, covering: Subscription) -> Subscription:
        return replace(covering, next=self.next)

    def delivery(self, now: datetime) -> Delivery:
        """The row of this run with nothing to tell."""
        one = self.subscription
        return Delivery(
            chat_id=self.chat.id,
            number=0,
            subscription=one.number,
            period=self.due.period,
            due_at=self.due.at,
            parts=(),
            owed_at=now,
            next_try_at=now,
            state=DeliveryState.EMPTY,
            silent=one.silent or is_quiet(self.chat, now),
            thread=one.thread if self.chat.digest_thread is None else self.chat.digest_thread,
            since=one.covered,
            since_at=one.covered_until,
            settled_at=now,
        )


def is_quiet(chat: Chat, now: datetime) -> bool:
    """Whether nothing rings in the chat at this time; a night may begin before midnight."""
    if chat.quiet_from is None or chat.quiet_until is None:
        return False
    local = now.astimezone(ZoneInfo(chat.zone)).time()
    if chat.quiet_from <= chat.quiet_until:
        return chat.quiet_from <= local < chat.quiet_until
    return local >= chat.quiet_from or local < chat.quiet_until


def _run(one: Subscription, chat: Chat, now: datetime) -> tuple[Due, Due]:
    """The newest run that is due, and the first that is not."""
    zone = ZoneInfo(chat.zone)
    oldest = one.next or next_due(one.schedule, zone, now)
    coming = following(one.schedule, zone, oldest)
    if coming.at > now:
        return oldest, coming
    coming = next_due(one.schedule, zone, now)
    return before(one.schedule, zone, coming), coming


async def _with_unsent(tx: Transaction, orders: Sequence[_Order]) -> list[_Order]:
    """What is owed of an earlier run and nobody has begun to send is told with this one."""
    wanted = {(order.chat.id, order.subscription.number): order for order in orders}
    unsent = [
        owed
        for owed in await tx.deliveries.unsettled({order.chat.id for order in orders})
        if not owed.message_ids and (owed.chat_id, owed.subscription) in wanted
    ]
    merged = dict(wanted)
    for owed in _newest_first(await tx.deliveries.drop(unsent)):
        key = owed.chat_id, owed.subscription or 0
        one = replace(
            merged[key].subscription,
            covered=owed.since,
            covered_until=owed.since_at,
            next=Due(owed.period, owed.due_at),
        )
        merged[key] = replace(merged[key], subscription=one)
    return list(merged.values())


def _newest_first(owed: Iterable[Delivery]) -> list[Delivery]:
    return sorted(owed, key=lambda one: one.due_at, reverse=True)
