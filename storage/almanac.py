"""The almanac of a chat: what is planned for the weeks ahead, and what happened on a day of other years."""

from collections.abc import Collection
from datetime import date, timedelta
from functools import lru_cache
from json import dumps

from sqlalchemy import BigInteger, Text, and_, bindparam, cast, select, true

from bot.model.news import Event, EventStatus, Modality
from storage.events import event_of
from storage.joins import LeftFirst
from storage.positions import REACHES, position
from storage.session import Session, Statement, table_of
from storage.tables import events

_MONTHS = 1  # the class of spans of a month or less, above those of a day (storage/positions.py)
_PLANNED = (
    select(events)
    .where(
        events.c.chat_id == bindparam("chat"),
        events.c.pos >= bindparam("low"),
        events.c.pos < bindparam("high"),
        events.c.reach <= _MONTHS,
        events.c.end_day > bindparam("since"),
        events.c.modality == Modality.PLANNED.value,
    )
    .order_by(events.c.pos)
    .limit(bindparam("most"))
)


class Almanac:
    """The events of chats, by the calendar."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def planned(self, chat_id: int, since: date, until: date, *, limit: int) -> list[tuple[Event, str]]:
        """What is planned for a month or less between two days, in order of time, each with its terms."""
        bounds = {
            "chat": chat_id,
            "low": position(since - timedelta(days=REACHES[_MONTHS]), 0),
            "high": position(until, 0),
            "since": since,
            "most": limit,
        }
        return [(event_of(row), row.terms) for row in await self._session.run(chat_id, _PLANNED, bounds)]

    async def on_days(self, chat_id: int, days: Collection[date]) -> list[tuple[Event, str]]:
        """What happened on one of these days exactly, and is not in dispute, each with its terms."""
        bounds = {"chat": chat_id, "days": dumps([day.toordinal() for day in days])}
        rows = await self._session.run(chat_id, _on_days(self._session.dialect), bounds)
        return [(event_of(row), row.terms) for row in rows]


@lru_cache(maxsize=2)
def _on_days(dialect: str) -> Statement:
    """One look into the index for each day: left to choose, a database walks through the chat for each."""
    days = table_of(dialect, bindparam("days", type_=Text))
    first = cast(days.c.value, BigInteger) * (1 << 32)
    happened = events.c.modality == Modality.HAPPENED.value
    settled = events.c.status == EventStatus.SETTLED.value
    looked_up = and_(
        events.c.chat_id == bindparam("chat"),
        events.c.reach == 0,
        events.c.pos >= first,
        events.c.pos < first + (1 << 32),
    )
    if dialect == "sqlite":
        return select(events).select_from(LeftFirst(days, events, looked_up)).where(settled, happened)
    that_day = select(events).where(looked_up, settled, happened).offset(0).lateral()
    return select(that_day).select_from(days.join(that_day, true()))
