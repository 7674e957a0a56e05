"""Subscriptions: what chats asked to be told of, and which of them are due."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, select, update

from bot.model.chat import Chat
from bot.model.schedule import Due
from bot.model.subscription import Subscription, SubscriptionKind, SubscriptionState
from storage.chats import chat_of, take
from storage.serial import schedule_from_json, schedule_to_json
from storage.session import Found, Session
from storage.tables import chats, subscriptions
from storage.upsert import upsert

Ordered = tuple[Chat, Subscription]

_CHATS = select(chats).where(chats.c.id.in_(bindparam("ids", expanding=True)))
_ADVANCE = (
    update(subscriptions)
    .where(subscriptions.c.chat_id == bindparam("chat"), subscriptions.c.number == bindparam("of"))
    .values({name: bindparam(name) for name in ("covered", "covered_until", "next_period", "next_at")})
)
_DUE = (
    select(subscriptions)
    .where(subscriptions.c.bot_id == bindparam("bot"), subscriptions.c.next_at <= bindparam("now"))
    .order_by(subscriptions.c.next_at)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)  # on PostgreSQL: what another process has in hand is its own
)


class Subscriptions:
    """The subscriptions of chats, numbered within the chat."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def add(self, chat_id: int, subscription: Subscription) -> Subscription:
        """The subscription as it is stored: numbered."""
        number = await take(self._session, chat_id, chats.c.next_subscription)
        subscription = replace(subscription, number=number)
        await self.put(chat_id, subscription)
        return subscription

    async def put(self, chat_id: int, subscription: Subscription) -> None:
        """Insert or replace. The chat's bot is the one that sends it."""
        row = _row(chat_id, subscription)
        await self._session.run(chat_id, upsert(self._session.dialect, subscriptions, tuple(row)), row)
        own = subscriptions.c.chat_id == chat_id, subscriptions.c.number == subscription.number
        await self._session.run(chat_id, update(subscriptions).where(*own).values(bot_id=_bot_of(chat_id)))

    async def get(self, chat_id: int, number: int) -> Subscription | None:
        row = (await self._session.run(chat_id, _of(chat_id).where(subscriptions.c.number == number))).first()
        return None if row is None else _subscription(row)

    async def of_chat(self, chat_id: int) -> list[Subscription]:
        """All of them, oldest first."""
        found = await self._session.run(chat_id, _of(chat_id).order_by(subscriptions.c.number))
        return [_subscription(row) for row in found]

    async def count(self, chat_id: int) -> int:
        own = select(func.count()).select_from(subscriptions).where(subscriptions.c.chat_id == chat_id)
        return int((await self._session.run(chat_id, own)).scalar_one())

    async def remove(self, chat_id: int, number: int) -> bool:
        """Whether there was one."""
        own = subscriptions.c.chat_id == chat_id, subscriptions.c.number == number
        return (await self._session.run(chat_id, delete(subscriptions).where(*own))).rowcount > 0

    async def due(self, bot_id: int, now: datetime, limit: int) -> list[Ordered]:
        """Those whose time has come, longest due first; nobody else has them until the transaction ends.

        Of one moment, those of a chat come by their numbers.
        """
        asked = {"bot": bot_id, "now": now, "limit": limit}
        found = (await self._session.house(_DUE, asked)).all()
        rows = sorted(found, key=lambda row: (row.next_at, row.chat_id, row.number))
        owned = await self._session.owned({row.chat_id for row in rows})
        if not owned:
            return []
        chats_of_them = await self._session.house(_CHATS, {"ids": list(owned)})
        known = {row.id: chat_of(row) for row in chats_of_them}
        return [(known[row.chat_id], _subscription(row)) for row in rows if row.chat_id in known]

    async def advance(self, orders: Iterable[Ordered]) -> None:
        """Store of each how far it has told and when it is due next, and nothing else."""
        rows = [
            {
                "chat": chat.id,
                "of": subscription.number,
                "covered": subscription.covered,
                "covered_until": subscription.covered_until,
                "next_period": subscription.next and subscription.next.period,
                "next_at": subscription.next and subscription.next.at,
            }
            for chat, subscription in orders
        ]
        if rows:
            await self._session.house(_ADVANCE, rows)

    async def uncover(self, chat_id: int, number: int, since: int | None, since_at: datetime | None) -> None:
        """What was composed after `since` was never sent: the next digest tells it."""
        one = subscriptions.c.chat_id == chat_id, subscriptions.c.number == number
        later = subscriptions.c.covered > (-1 if since is None else since)
        statement = update(subscriptions).where(*one, later).values(covered=since, covered_until=since_at)
        await self._session.house(statement)

    async def overdue(self, bot_id: int, now: datetime) -> tuple[int, datetime | None]:
        """How many are due, and since when the one that waits longest."""
        own = subscriptions.c.bot_id == bot_id, subscriptions.c.next_at <= now
        counted = select(func.count(), func.min(subscriptions.c.next_at)).where(*own)
        row: Found = (await self._session.house(counted)).one()
        return row[0], row[1]

    async def next_at(self, bot_id: int) -> datetime | None:
        """When the next one is due."""
        own = select(func.min(subscriptions.c.next_at)).where(
            subscriptions.c.bot_id == bot_id, subscriptions.c.next_at.is_not(None)
        )
        found: datetime | None = (await self._session.house(own)).scalar_one()
        return found


def _of(chat_id: int) -> Any:
    return select(subscriptions).where(subscriptions.c.chat_id == chat_id)


def _bot_of(chat_id: int) -> Any:
    return select(chats.c.bot_id).where(chats.c.id == chat_id).scalar_subquery()


def _row(chat_id: int, subscription: Subscription) -> dict[str, Any]:
    return {
        "chat_id": chat_id,
        "number": subscription.number,
        "kind": subscription.kind.value,
        "topic": subscription.topic,
        "schedule": schedule_to_json(subscription.schedule),
        "state": subscription.state.value,
        "reason": subscription.reason,
        "silent": subscription.silent,
        "thread": subscription.thread,
        "covered": subscription.covered,
        "covered_until": subscription.covered_until,
        "snoozed_until": subscription.snoozed_until,
        "next_period": subscription.next and subscription.next.period,
        "next_at": subscription.next and subscription.next.at,
        "created_at": subscription.created_at,
        "created_by": subscription.created_by,
    }


def _subscription(row: Row[Any]) -> Subscription:
    return Subscription(
        number=row.number,
        kind=SubscriptionKind(row.kind),
        topic=row.topic,
        schedule=schedule_from_json(row.schedule),
        created_at=row.created_at,
        created_by=row.created_by,
        state=SubscriptionState(row.state),
        reason=row.reason,
        silent=row.silent,
        thread=row.thread,
        covered=row.covered,
        covered_until=row.covered_until,
        snoozed_until=row.snoozed_until,
        next=None if row.next_at is None else Due(row.next_period, row.next_at),
    )
