"""Told days: how much a large chat tells of each, and which mentions tell the most of one.

A day here is the first one of dates of like length: all that begins on it and is of one class of lengths
(storage/positions.py). So an index alone says which they are, and how many sources tell their events.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import zip_longest

from sqlalchemy import func, literal_column, select

from bot.model.briefing import Query
from storage.positions import REACHES, Range, position, ranges
from storage.search import Token, conditions, narrowed
from storage.session import Session, Statement
from storage.tables import events, mentions

_NUMBERS = (1 << 32) - 1  # what of a position is the event's number
_MENTIONS = select(events.c.number, events.c.mentions)
_ARTICLES = select(mentions.c.article)
_day = events.c.pos.op(">>")(literal_column("32"))


@dataclass(frozen=True, slots=True)
class ToldDay:
    """`support` is how many sources tell its events, summed up over these; `reach` the class of lengths."""

    start: date
    reach: int
    support: int


class ToldDays:
    """The days of chats by what is told of them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def all(self, chat_id: int, query: Query, tokens: Sequence[Token]) -> list[ToldDay]:
        """Those of events within the query's days that hold all these words."""
        asked = await self._asked(chat_id, tokens)
        found: list[ToldDay] = []
        for part in [] if asked is None else self._parts(query, by_words=bool(asked)):
            summed = select(_day.label("day"), events.c.reach, func.sum(events.c.support).label("support"))
            own = self._narrowed(chat_id, summed, part, asked or [])
            rows = await self._session.run(chat_id, own.group_by(_day, events.c.reach))
            found += [ToldDay(date.fromordinal(row.day), row.reach, int(row.support)) for row in rows]
        return found

    async def events(
        self, chat_id: int, tokens: Sequence[Token], *, most: int | None = None
    ) -> list[int] | None:
        """The numbers of the events with all these words; None when they are more than `most`."""
        asked = await self._asked(chat_id, tokens)
        if not asked:
            return []
        whole = Range(0, position(date.max, _NUMBERS))
        own = self._narrowed(chat_id, select(events.c.number), whole, asked)
        limited = own if most is None else own.limit(most + 1)
        numbers = [row.number for row in await self._session.run(chat_id, limited)]
        return None if most is not None and len(numbers) > most else numbers

    async def articles(self, chat_id: int, numbers: Collection[int]) -> set[int]:
        """The articles that tell these events."""
        found = await self._session.among(chat_id, _ARTICLES, mentions.c.event, numbers)
        return {row.article for row in found}

    async def mentions(
        self, chat_id: int, days: Collection[ToldDay], tokens: Sequence[Token], *, most: int
    ) -> dict[ToldDay, list[int]]:
        """Of each day at most so many mentions of events that hold all these words.

        The first one of each event, those of more support first; then the second ones; and so on.
        """
        asked, found = await self._asked(chat_id, tokens), dict[ToldDay, list[int]]()
        for day in days:
            found[day] = await self._events_of(chat_id, day, asked or [], most)
        rows = await self._session.among(
            chat_id, _MENTIONS, events.c.number, [number for numbers in found.values() for number in numbers]
        )
        listed: dict[int, list[int]] = {row.number: row.mentions for row in rows}
        return {day: _in_turn([listed[n] for n in numbers])[:most] for day, numbers in found.items()}

    async def _events_of(self, chat_id: int, day: ToldDay, asked: Sequence[str], most: int) -> list[int]:
        after = day.start + timedelta(1) if day.start < date.max else day.start
        part = Range(position(day.start, 0), position(after, 0), day.reach)
        own = self._narrowed(chat_id, select(events.c.pos), part, asked)
        best = own.order_by(events.c.support.desc(), events.c.pos).limit(most)
        return [row.pos & _NUMBERS for row in await self._session.run(chat_id, best)]

    async def _asked(self, chat_id: int, tokens: Sequence[Token]) -> list[str] | None:
        return await conditions(self._session, chat_id, tokens) if tokens else []

    def _parts(self, query: Query, *, by_words: bool) -> list[Range]:
        """The ranges of the query, each of one class of lengths: the index of these has all that is asked.

        An index of words would be read anew for each; SQLite's has the classes in it.
        """
        if by_words and self._session.dialect == "postgresql":
            return ranges(query, None, None, classes=False)
        parts = ranges(query, None, None)
        classes = (0, *REACHES)
        return [replace(one, reach=r) for one in parts for r in ([one.reach] if one.reach else classes)]

    def _narrowed(self, chat_id: int, statement: Statement, part: Range, asked: Sequence[str]) -> Statement:
        by_words = asked and self._session.dialect == "sqlite"  # whose rows of its index are in that range
        place = events.c.pos + 0 if by_words else events.c.pos
        own = [events.c.chat_id == chat_id, place >= part.low, place < part.high]
        if part.reach is not None:
            own.append(events.c.reach == part.reach)
        if part.ending is not None:
            own.append(events.c.end_day > part.ending)
        statement = statement.where(*own)
        if asked:
            return narrowed(self._session, statement, chat_id, part, asked)[0]
        return statement.select_from(events)


def _in_turn(told: Sequence[Sequence[int]]) -> list[int]:
    """The first of each, the second of each, …"""
    return [id for turn in zip_longest(*told) for id in turn if id is not None]
