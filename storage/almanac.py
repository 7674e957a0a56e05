"""The almanac of a chat: what is planned for the weeks ahead, and what happened on a day of other years."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from functools import lru_cache
from json import dumps
from typing import Any

from sqlalchemy import BigInteger, Text, and_, bindparam, cast, select, true

from bot.model.news import Event, EventStatus, Modality
from storage.event_rows import event_of
from storage.joins import LeftFirst
from storage.positions import REACHES, position
from storage.session import Session, Statement, table_of
from storage.tables import events

_MONTHS = 1  # the class of spans of a month or less, above those of a day (storage/positions.py)
_OF_CHAT = events.c.chat_id == bindparam("chat")
_OF_MANY = events.c.chat_id.in_(bindparam("ids", expanding=True))
_PLANNED_BETWEEN = select(events).where(
    events.c.pos >= bindparam("low"),
    events.c.pos < bindparam("high"),
    events.c.reach <= _MONTHS,
    events.c.end_day > bindparam("since"),
    events.c.modality == Modality.PLANNED.value,
)
_PLANNED = _PLANNED_BETWEEN.where(_OF_CHAT).order_by(events.c.pos).limit(bindparam("most"))


class Almanac:
    """The events of chats, by the calendar."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._foreseen: dict[tuple[int, tuple[date, ...]], list[tuple[Event, str]]] = {}

    async def foresee(
        self, chat_ids: Collection[int], since: date, until: date, days: Sequence[date]
    ) -> None:
        """Read at once what `planned` and `on_days` are asked next of many chats."""
        ids, dialect = list(chat_ids), self._session.dialect
        ahead = await self._session.house(_planned_of_many(), _bounds(since, until) | {"ids": ids})
        past = await self._session.house(
            _on_days(dialect, of_many=True), {"ids": ids, "days": _numbers(tuple(days))}
        )
        self._foreseen |= {(id, span): [] for id in ids for span in ((since, until), tuple(days))}
        for rows, span in ((ahead, (since, until)), (past, tuple(days))):
            for row in rows:
                self._foreseen[row.chat_id, span].append((event_of(row), row.terms))

    async def planned(self, chat_id: int, since: date, until: date, *, limit: int) -> list[tuple[Event, str]]:
        """What is planned for a month or less between two days, in order of time, each with its terms."""
        if (chat_id, (since, until)) in self._foreseen:
            return self._foreseen[chat_id, (since, until)][:limit]
        bounds = _bounds(since, until) | {"chat": chat_id, "most": limit}
        return [(event_of(row), row.terms) for row in await self._session.run(chat_id, _PLANNED, bounds)]

    async def on_days(self, chat_id: int, days: Collection[date]) -> list[tuple[Event, str]]:
        """What happened on one of these days exactly, and is not in dispute, each with its terms."""
        if (chat_id, tuple(days)) in self._foreseen:
            return self._foreseen[chat_id, tuple(days)]
        bounds = {"chat": chat_id, "days": _numbers(tuple(days))}
        rows = await self._session.run(chat_id, _on_days(self._session.dialect), bounds)
        return [(event_of(row), row.terms) for row in rows]


def _bounds(since: date, until: date) -> dict[str, Any]:
    low = position(since - timedelta(days=REACHES[_MONTHS]), 0)
    return {"low": low, "high": position(until, 0), "since": since}


@lru_cache(maxsize=8)
def _numbers(days: tuple[date, ...]) -> str:
    return dumps([day.toordinal() for day in days])


@lru_cache(maxsize=1)
def _planned_of_many() -> Statement:
    return _PLANNED_BETWEEN.where(_OF_MANY).order_by(events.c.pos)


@lru_cache(maxsize=4)
def _on_days(dialect: str, *, of_many: bool = False) -> Statement:
    """One look into the index for each day: left to choose, a database walks through the chat for each."""
    days = table_of(dialect, bindparam("days", type_=Text))
    first = cast(days.c.value, BigInteger) * (1 << 32)
    happened = events.c.modality == Modality.HAPPENED.value
    settled = events.c.status == EventStatus.SETTLED.value
    looked_up = and_(
        _OF_MANY if of_many else _OF_CHAT,
        events.c.reach == 0,
        events.c.pos >= first,
        events.c.pos < first + (1 << 32),
    )
    if dialect == "sqlite":
        return select(events).select_from(LeftFirst(days, events, looked_up)).where(settled, happened)
    that_day = select(events).where(looked_up, settled, happened).offset(0).lateral()
    return select(that_day).select_from(days.join(that_day, true()))
