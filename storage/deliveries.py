"""Deliveries: the outbox. What is owed is written down with what it tells, and sent from here."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, false, func, select, true, update

from bot.model.subscription import Delivery, DeliveryState
from storage.leases import is_lost
from storage.serial import part_from_json, part_to_json
from storage.session import Found, Session
from storage.tables import chats, deliveries, is_open, is_trouble
from storage.upsert import insert

_STORED = ("state", "message_ids", "attempts", "next_try_at", "held", "error", "settled_at", "parts")

_own = deliveries.c.chat_id == bindparam("chat"), deliveries.c.number == bindparam("of")
_READY = (
    select(deliveries)
    .where(deliveries.c.bot_id == bindparam("bot"), is_open, deliveries.c.next_try_at <= bindparam("now"))
    .order_by(deliveries.c.next_try_at)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_LEASE = (
    update(deliveries)
    .where(*_own)
    .values(fence=bindparam("under"), next_try_at=bindparam("until"), held=true(), holder=bindparam("by"))
)
_STORE = (
    update(deliveries)
    .where(*_own, deliveries.c.fence == bindparam("under"))
    .values({name: bindparam(name) for name in _STORED})
)
_GIVE_BACK = (
    update(deliveries)
    .where(*_own, deliveries.c.fence == bindparam("under"), deliveries.c.state == DeliveryState.PENDING.value)
    .values(next_try_at=bindparam("now"), held=false())
)
_UNSENT = select(deliveries).where(deliveries.c.chat_id.in_(bindparam("ids", expanding=True)), is_open)
_DROP = delete(deliveries).where(
    *_own, deliveries.c.fence == bindparam("under"), deliveries.c.state == DeliveryState.PENDING.value
)
_NUMBER = (
    update(chats)
    .where(chats.c.id.in_(bindparam("ids", expanding=True)))
    .values(next_delivery=chats.c.next_delivery + bindparam("most"))
    .returning(chats.c.id, chats.c.next_delivery)
)


class Deliveries:
    """What is owed to chats, numbered within the chat.

    Whoever leases one holds its fence; storing it under an older fence does nothing.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    async def add(self, bot_id: int | None, owed: Sequence[Delivery]) -> list[Delivery]:
        """Those that are new, numbered: a period of a subscription is owed once, whoever asks."""
        if not owed:
            return []
        numbered = await self._numbered(owed)
        rows = [_row(delivery) | {"bot_id": bot_id, "held": False} for delivery in numbered]
        once = insert(self._session.dialect, deliveries).on_conflict_do_nothing(index_elements=_UNIQUE)
        key = deliveries.c.chat_id, deliveries.c.number
        stored = {tuple(row) for row in await self._session.house(once.returning(*key), rows)}
        return [delivery for delivery in numbered if (delivery.chat_id, delivery.number) in stored]

    async def get(self, chat_id: int, number: int) -> Delivery | None:
        one = _of(chat_id).where(deliveries.c.number == number)
        row = (await self._session.run(chat_id, one)).first()
        return None if row is None else _delivery(row)

    async def of_chat(self, chat_id: int) -> list[Delivery]:
        """All that are on record, oldest first."""
        found = await self._session.run(chat_id, _of(chat_id).order_by(deliveries.c.number))
        return [_delivery(row) for row in found]

    async def unsettled(self, chat_ids: Collection[int]) -> list[Delivery]:
        """What these chats are still owed."""
        found = await self._session.house(_UNSENT, {"ids": list(chat_ids)})
        return [_delivery(row) for row in found]

    async def lease(
        self, bot_id: int, now: datetime, limit: int, until: datetime, holder: int | None = None
    ) -> list[Delivery]:
        """What may be sent now, longest ready first; nobody else gets it before `until`.

        Of one moment, those of a chat come by their numbers. One that is SENDING was in another's hands, who
        vanished: its first part that has not arrived perhaps has.
        """
        asked = {"bot": bot_id, "now": now, "limit": limit}
        rows = await self._session.house(_READY, asked)
        found = map(_delivery, sorted(rows, key=lambda row: (row.next_try_at, row.chat_id, row.number)))
        leased = [replace(one, fence=one.fence + 1, next_try_at=until) for one in found]
        taken = [{**_key(delivery), "until": until, "by": holder} for delivery in leased]
        if taken:
            await self._session.house(_LEASE, taken)
        return leased

    async def store(self, delivery: Delivery, *, held: bool = False) -> bool:
        """Where it stands now, and whether its sender goes on with it.

        False, and nothing is stored, when somebody else has it by now, or it is gone.
        """
        row = _row(delivery) | {"held": held}
        values = {name: row[name] for name in _STORED} | _key(delivery)
        return (await self._session.house(_STORE, values)).rowcount > 0

    async def give_back(self, leased: Iterable[Delivery], now: datetime) -> None:
        """Let others have what nobody has begun to send, however much of it arrived before."""
        rows = [_key(delivery) | {"now": now} for delivery in leased]
        if rows:
            await self._session.house(_GIVE_BACK, rows)

    async def release(self, bot_id: int, now: datetime, living: Collection[int] | None = None) -> None:
        """What was in the hands of a holder who is gone may be sent now; without `living` all of them are."""
        own = deliveries.c.bot_id == bot_id, is_open, deliveries.c.held.is_(True)
        lost = is_lost(deliveries.c.holder, living)
        await self._session.house(update(deliveries).where(*own, lost).values(next_try_at=now))

    async def drop(self, unsent: Iterable[Delivery]) -> list[Delivery]:
        """Take back what nobody has begun to send; those that were taken back."""
        return [one for one in unsent if (await self._session.house(_DROP, _key(one))).rowcount]

    async def owed(self, bot_id: int, now: datetime) -> tuple[int, datetime | None]:
        """How many are still to be sent, and when the oldest that may be sent now was due."""
        own = deliveries.c.bot_id == bot_id, is_open
        ready = func.min(deliveries.c.due_at).filter(deliveries.c.next_try_at <= now)
        counted = select(func.count(), ready).select_from(deliveries).where(*own)
        row: Found = (await self._session.house(counted)).one()
        return row[0], row[1]

    async def next_try_at(self, bot_id: int) -> datetime | None:
        """When the next one may be sent."""
        own = deliveries.c.bot_id == bot_id, is_open
        found = await self._session.house(select(func.min(deliveries.c.next_try_at)).where(*own))
        soonest: datetime | None = found.scalar_one()
        return soonest

    async def trouble(self, bot_id: int) -> dict[DeliveryState, int]:
        """How many are uncertain or were given up."""
        own = deliveries.c.bot_id == bot_id, is_trouble
        counted = select(deliveries.c.state, func.count()).where(*own).group_by(deliveries.c.state)
        rows: Iterable[Found] = await self._session.house(counted)
        return {DeliveryState(row[0]): row[1] for row in rows}

    async def troubled(self, bot_id: int, *, limit: int) -> list[Delivery]:
        """The uncertain ones and those that were given up, newest first."""
        own = select(deliveries).where(deliveries.c.bot_id == bot_id, is_trouble)
        found = await self._session.house(own.order_by(deliveries.c.due_at.desc()).limit(limit))
        return [_delivery(row) for row in found]

    async def prune(self, before: datetime) -> None:
        """Forget what was settled before then."""
        await self._session.house(delete(deliveries).where(deliveries.c.settled_at < before))

    async def _numbered(self, owed: Sequence[Delivery]) -> list[Delivery]:
        """With numbers that their chats have never used; some are left out."""
        per_chat: dict[int, list[Delivery]] = {}
        for delivery in owed:
            per_chat.setdefault(delivery.chat_id, []).append(delivery)
        most = max(map(len, per_chat.values()))
        found = await self._session.house(_NUMBER, {"ids": list(per_chat), "most": most})
        after = {row.id: row.next_delivery for row in found}
        return [
            replace(delivery, number=after[chat_id] - most + position)
            for chat_id, its in per_chat.items()
            for position, delivery in enumerate(its)
        ]


_UNIQUE = ["chat_id", "subscription", "period"]


def _of(chat_id: int) -> Any:
    return select(deliveries).where(deliveries.c.chat_id == chat_id)


def _key(delivery: Delivery) -> dict[str, int]:
    return {"chat": delivery.chat_id, "of": delivery.number, "under": delivery.fence}


def _row(delivery: Delivery) -> dict[str, Any]:
    return {
        "chat_id": delivery.chat_id,
        "number": delivery.number,
        "subscription": delivery.subscription,
        "period": delivery.period,
        "due_at": delivery.due_at,
        "owed_at": delivery.owed_at,
        "next_try_at": delivery.next_try_at,
        "state": delivery.state.value,
        "silent": delivery.silent,
        "thread": delivery.thread,
        "since": delivery.since,
        "since_at": delivery.since_at,
        "message_ids": list(delivery.message_ids),
        "attempts": delivery.attempts,
        "fence": delivery.fence,
        "error": delivery.error,
        "settled_at": delivery.settled_at,
        "parts": [part_to_json(part) for part in delivery.parts],
    }


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(
        chat_id=row.chat_id,
        number=row.number,
        subscription=row.subscription,
        period=row.period,
        due_at=row.due_at,
        parts=tuple(map(part_from_json, row.parts)),
        owed_at=row.owed_at,
        next_try_at=row.next_try_at,
        state=DeliveryState(row.state),
        silent=row.silent,
        thread=row.thread,
        since=row.since,
        since_at=row.since_at,
        message_ids=tuple(row.message_ids),
        attempts=row.attempts,
        fence=row.fence,
        error=row.error,
        settled_at=row.settled_at,
    )
