"""Events: what happened, in order of time, found by words and days."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, delete, func, select, union_all, update

from bot.errors import NotFound
from bot.model.briefing import Counts, Query
from bot.model.news import Event, EventStatus, Modality
from storage.chats import take
from storage.positions import Range, position, ranges, reach
from storage.search import conditions, indexed_terms, narrowed
from storage.serial import when_columns, when_from_json, when_of, when_to_json
from storage.session import Session, Statement
from storage.tables import chats, events, mentions
from storage.upsert import upsert

_disputed = func.count().filter(events.c.status == EventStatus.DISPUTED.value)


class Events:
    """The events of chats. Every change of one keeps its mentions and the search index right."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def new_number(self, chat_id: int) -> int:
        return await take(self._session, chat_id, chats.c.next_event)

    async def put(self, chat_id: int, event: Event, terms: str) -> None:
        """Insert or replace an event, found from now on by `terms`; its mentions tell no other."""
        row = _row(chat_id, event, indexed_terms(terms))
        await self._session.run(chat_id, upsert(self._session.dialect, events, row))
        await self._claim(chat_id, event.number, event.mentions)

    async def remove(self, chat_id: int, number: int) -> None:
        await self._session.run(chat_id, delete(events).where(*_key(chat_id, number)))
        await self._claim(chat_id, number, ())

    async def get(self, chat_id: int, number: int) -> Event | None:
        return (await self.many(chat_id, [number])).get(number)

    async def many(self, chat_id: int, numbers: Collection[int]) -> dict[int, Event]:
        found = self._session.among(chat_id, _of(chat_id), events.c.number, numbers)
        return {row.number: _event(row) async for row in found}

    async def position(self, chat_id: int, number: int) -> int:
        """Where an event stands, to page on from. Raises NotFound."""
        place = select(events.c.pos).where(*_key(chat_id, number))
        pos: int | None = (await self._session.run(chat_id, place)).scalar_one_or_none()
        if pos is None:
            raise NotFound("event", number)
        return pos

    async def page(
        self,
        chat_id: int,
        query: Query,
        tokens: Sequence[str],
        *,
        limit: int | None,
        after: int | None = None,
        before: int | None = None,
    ) -> list[Event]:
        """Matching events in order of time: the first `limit` after a position, or the last before one.

        Every token must be there, those of three characters or more as the beginning of a word.
        """
        backward = before is not None and after is None
        parts = ranges(query, after, before)
        asked = await self._asked(chat_id, tokens)
        if not parts or asked is None:
            return []
        each = [self._found(chat_id, part, asked, limit, backward=backward) for part in parts]
        found = union_all(*each).subquery()
        order = found.c.pos.desc() if backward else found.c.pos
        rows = await self._session.run(chat_id, select(found).order_by(order).limit(limit))
        page = [_event(row) for row in rows]
        return page[::-1] if backward else page

    async def disputed(self, chat_id: int, *, limit: int) -> list[Event]:
        """The first of those that sources disagree on, in order of time."""
        torn = _of(chat_id).where(events.c.status == EventStatus.DISPUTED.value)
        rows = await self._session.run(chat_id, torn.order_by(events.c.pos).limit(limit))
        return [_event(row) for row in rows]

    async def count(self, chat_id: int, query: Query, tokens: Sequence[str]) -> Counts:
        return await self._count(chat_id, tokens, ranges(query, None, None))

    async def count_before(self, chat_id: int, query: Query, tokens: Sequence[str], pos: int) -> int:
        """How many matching events stand before a position."""
        return (await self._count(chat_id, tokens, ranges(query, None, pos))).total

    async def _count(self, chat_id: int, tokens: Sequence[str], parts: Sequence[Range]) -> Counts:
        asked = await self._asked(chat_id, tokens)
        total = disputed = 0
        for part in [] if asked is None else parts:
            own, _ = self._narrowed(chat_id, select(func.count(), _disputed), part, asked or [])
            row: Any = (await self._session.run(chat_id, own)).one()
            total, disputed = total + row[0], disputed + row[1]
        return Counts(total, disputed)

    async def _asked(self, chat_id: int, tokens: Sequence[str]) -> list[str] | None:
        """What the word index is asked; nothing for a query without words, None when nothing can match."""
        return await conditions(self._session, chat_id, tokens) if tokens else []

    def _found(
        self, chat_id: int, part: Range, asked: Sequence[str], limit: int | None, *, backward: bool
    ) -> Statement:
        own, order = self._narrowed(chat_id, select(events), part, asked)
        return select(own.order_by(order.desc() if backward else order).limit(limit).subquery())

    def _narrowed(
        self, chat_id: int, statement: Statement, part: Range, asked: Sequence[str]
    ) -> tuple[Statement, ColumnElement[int]]:
        """The events of a range that hold every word, and what they are ordered by."""
        statement = statement.where(events.c.chat_id == chat_id, *_within(part))
        if asked:
            return narrowed(self._session, statement, chat_id, part, asked)
        return statement.select_from(events), events.c.pos

    async def _claim(self, chat_id: int, number: int, ids: Collection[int]) -> None:
        """Let exactly these mentions tell the event."""
        told = select(mentions.c.id).where(mentions.c.chat_id == chat_id, mentions.c.event == number)
        before = set((await self._session.run(chat_id, told)).scalars())
        await self._set_event(chat_id, before - set(ids), None)
        await self._set_event(chat_id, set(ids) - before, number)

    async def _set_event(self, chat_id: int, ids: Collection[int], number: int | None) -> None:
        statement = (
            update(mentions)
            .where(mentions.c.chat_id == chat_id, mentions.c.id == bindparam("mention"))
            .values(event=number)
        )
        if ids:
            await self._session.run(chat_id, statement, [{"mention": id} for id in sorted(ids)])


def _of(chat_id: int) -> Statement:
    return select(events).where(events.c.chat_id == chat_id)


def _key(chat_id: int, number: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return events.c.chat_id == chat_id, events.c.number == number


def _within(part: Range) -> list[ColumnElement[bool]]:
    within: list[ColumnElement[bool]] = [events.c.pos >= part.low, events.c.pos < part.high]
    if part.reach is not None:
        within.append(events.c.reach == part.reach)
    if part.ending is not None:
        within.append(events.c.end_day > part.ending)
    return within


def _row(chat_id: int, event: Event, terms: str) -> dict[str, Any]:
    return when_columns(event.when) | {
        "chat_id": chat_id,
        "number": event.number,
        "pos": position(event.when.span.start, event.number),
        "reach": reach(event.when.span),
        "headline": event.headline,
        "status": event.status.value,
        "kind": event.kind,
        "modality": event.modality.value,
        "support": event.support,
        "chosen": event.chosen,
        "alternatives": [when_to_json(when) for when in event.alternatives],
        "mentions": list(event.mentions),
        "terms": terms,
    }


def _event(row: Row[Any]) -> Event:
    return Event(
        number=row.number,
        headline=row.headline,
        when=when_of(row),
        mentions=tuple(row.mentions),
        status=EventStatus(row.status),
        alternatives=tuple(when_from_json(when) for when in row.alternatives),
        kind=row.kind,
        modality=Modality(row.modality),
        support=row.support,
        chosen=row.chosen,
    )
