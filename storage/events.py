"""Events: what happened, in order of time, found by words and days."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, delete, func, select, union_all, update

from bot.errors import NotFound
from bot.model.briefing import Counts, Query
from bot.model.choice import ALL, Facets, Only
from bot.model.news import Event, EventStatus, Modality
from storage import tsvector
from storage.chats import take
from storage.choosing import chosen
from storage.event_rows import event_of, row_of
from storage.memory import Memory
from storage.positions import Range, ranges
from storage.search import Token, conditions, narrowed
from storage.session import Session, Statement
from storage.tables import chats, events, mentions
from storage.upsert import upsert

NEAR = 2_000  # events that a search on PostgreSQL looks through before it asks the index

_EVENTS = select(events)
_TOLD = select(mentions.c.id, mentions.c.event)
_CLAIM = (
    update(mentions)
    .where(mentions.c.chat_id == bindparam("chat"), mentions.c.id == bindparam("mention"))
    .values(event=bindparam("number"))
)
_SORTS = events.c.status, events.c.modality, events.c.kind


class Events:
    """The events of chats. Every change of one keeps its mentions and the search index right."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def new_number(self, chat_id: int) -> int:
        return (await self.new_numbers(chat_id, 1))[0]

    async def new_numbers(self, chat_id: int, count: int) -> Sequence[int]:
        """So many numbers that no event of the chat ever had."""
        first = await take(self._session, chat_id, chats.c.next_event, count) if count else 0
        numbers = range(first, first + count)
        if memory := self._session.memory.get(chat_id):
            memory.events |= dict.fromkeys(numbers)
        return numbers

    async def put(self, chat_id: int, event: Event, terms: str) -> None:
        """Insert or replace an event, found from now on by `terms`; its mentions tell no other."""
        await self.change(chat_id, {event.number: (event, terms)})

    async def remove(self, chat_id: int, number: int) -> None:
        await self.change(chat_id, {number: None})

    async def change(self, chat_id: int, changed: Mapping[int, tuple[Event, str] | None]) -> None:
        """Make events what they are now, each with the words it is found by; None takes one away.

        A mention tells the event that lists it, and those that none of these lists any more tell none.
        """
        gone = [number for number, event in changed.items() if event is None]
        rows = [row_of(chat_id, *now) for now in changed.values() if now is not None]
        await self._claim(chat_id, changed)
        if gone:
            one = delete(events).where(events.c.chat_id == chat_id, events.c.number == bindparam("gone"))
            await self._session.run(chat_id, one, [{"gone": number} for number in gone])
        await self._session.put(chat_id, upsert(self._session.dialect, events), rows, last_of="number")

    async def get(self, chat_id: int, number: int) -> Event | None:
        return (await self.many(chat_id, [number])).get(number)

    async def many(self, chat_id: int, numbers: Collection[int]) -> dict[int, Event]:
        memory = self._session.memory.get(chat_id)
        if memory is None:
            found = await self._session.among(chat_id, _EVENTS, events.c.number, numbers)
            return {row.number: event_of(row) for row in found}
        unread = [number for number in numbers if number not in memory.events]
        memory.events |= dict.fromkeys(unread)
        for row in await self._session.among(chat_id, _EVENTS, events.c.number, unread, untouched=True):
            memory.events[row.number] = event_of(row)
        return {number: event for number in numbers if (event := memory.events[number])}

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
        tokens: Sequence[Token],
        *,
        limit: int | None,
        after: int | None = None,
        before: int | None = None,
        common: bool = True,
    ) -> list[Event]:
        """Matching events in order of time: the first `limit` after a position, or the last before one.

        Every token must be there, those of three characters or more as the beginning of a word; of a token
        that has several ways to be said, one. Who knows that few events match says that it is not `common`.
        """
        backward = before is not None and after is None
        parts = self._ranges(query, tokens, after, before)
        asked = await self._asked(chat_id, tokens)
        if not parts or asked is None:
            return []
        quick = limit and asked and len(parts) == 1 and query.only == ALL and common
        if quick and limit and self._session.dialect == "postgresql":
            near = await self._near(chat_id, parts[0], asked, limit, backward=backward)
            if len(near) == limit:
                return near
        each = [self._found(chat_id, part, asked, query.only, limit, backward=backward) for part in parts]
        found = union_all(*each).subquery()
        order = found.c.pos.desc() if backward else found.c.pos
        return await self._page(chat_id, select(found).order_by(order).limit(limit), backward=backward)

    async def _near(
        self, chat_id: int, part: Range, asked: Sequence[str], limit: int, *, backward: bool
    ) -> list[Event]:
        """What a short walk in order of time finds: a page of a common word, for less than its index."""
        walk = _of(chat_id).where(*_within(part))
        near = walk.order_by(events.c.pos.desc() if backward else events.c.pos).limit(NEAR).subquery()
        found = select(near).where(tsvector.matching(chat_id, asked, near)).limit(limit)
        order = near.c.pos.desc() if backward else near.c.pos
        return await self._page(chat_id, found.order_by(order), backward=backward)

    async def _page(self, chat_id: int, statement: Statement, *, backward: bool) -> list[Event]:
        page = [event_of(row) for row in await self._session.run(chat_id, statement)]
        return page[::-1] if backward else page

    async def disputed(self, chat_id: int, *, limit: int) -> list[Event]:
        """The first of those that sources disagree on, in order of time."""
        torn = _of(chat_id).where(events.c.status == EventStatus.DISPUTED.value)
        rows = await self._session.run(chat_id, torn.order_by(events.c.pos).limit(limit))
        return [event_of(row) for row in rows]

    async def count(
        self, chat_id: int, query: Query, tokens: Sequence[Token], *, most: int | None = None
    ) -> Counts:
        """How many events match; counted no further than `most`, when that is given."""
        facets = await self.facets(chat_id, query, tokens, most=most)
        return Counts(facets.total, facets.disputed, more=facets.more)

    async def count_before(
        self, chat_id: int, query: Query, tokens: Sequence[Token], pos: int, *, most: int | None = None
    ) -> int:
        """How many matching events stand before a position; `most` where these are more."""
        asked, count = await self._asked(chat_id, tokens), 0
        for part in [] if asked is None else self._ranges(query, tokens, before=pos):
            own, _ = self._narrowed(chat_id, select(events.c.pos), part, asked or [], query.only)
            some = own.limit(None if most is None else most - count).subquery()
            found = await self._session.run(chat_id, select(func.count()).select_from(some))
            count += int(found.scalar_one())
        return count

    async def facets(
        self, chat_id: int, query: Query, tokens: Sequence[Token], *, most: int | None = None
    ) -> Facets:
        """How many matching events are in dispute, planned, and of which kind; of the first `most`."""
        return await self._facets(chat_id, query, tokens, self._ranges(query, tokens), most)

    async def sources(
        self, chat_id: int, query: Query, tokens: Sequence[Token], *, limit: int
    ) -> list[tuple[int, int]]:
        """The articles that tell most of the matching events, each with how many it tells."""
        asked, told = await self._asked(chat_id, tokens), dict[int, int]()
        for part in [] if asked is None else self._ranges(query, tokens):
            numbers = select(events.c.number)
            own, _ = self._narrowed(chat_id, numbers, part, asked or [], query.only)
            telling = mentions.c.chat_id == chat_id, mentions.c.event.in_(own)
            counting = select(mentions.c.article, func.count(mentions.c.event.distinct()))
            counted = counting.where(*telling).group_by(mentions.c.article)
            rows: Sequence[Any] = (await self._session.run(chat_id, counted)).all()
            for article, number in rows:
                told[article] = told.get(article, 0) + number
        return sorted(told.items(), key=lambda article: (-article[1], article[0]))[:limit]

    async def _facets(
        self,
        chat_id: int,
        query: Query,
        tokens: Sequence[Token],
        parts: Sequence[Range],
        most: int | None,
    ) -> Facets:
        asked, groups = await self._asked(chat_id, tokens), dict[tuple[bool, bool, str | None], int]()
        left = None if most is None else most + 1
        for part in [] if asked is None else parts:
            for row in await self._sorts(chat_id, part, asked or [], query.only, left):
                sort = row.status == EventStatus.DISPUTED, row.modality == Modality.PLANNED, row.kind
                groups[sort] = groups.get(sort, 0) + row.number
            left = None if most is None else most + 1 - sum(groups.values())
            if left == 0:
                return Facets.of(groups, most=most)
        return Facets.of(groups)

    async def _sorts(
        self, chat_id: int, part: Range, asked: Sequence[str], only: Only, limit: int | None
    ) -> Sequence[Row[Any]]:
        """How many of the first events of a range there are of each sort."""
        own, _ = self._narrowed(chat_id, select(*_SORTS), part, asked, only)
        some = own.limit(limit).subquery()
        sorts = [some.c[column.name] for column in _SORTS]
        counted = select(*sorts, func.count().label("number")).group_by(*sorts)
        return (await self._session.run(chat_id, counted)).all()

    def _ranges(
        self, query: Query, tokens: Sequence[Token], after: int | None = None, before: int | None = None
    ) -> list[Range]:
        by_words = bool(tokens) and self._session.dialect == "postgresql"
        return ranges(query, after, before, classes=not by_words)

    async def _asked(self, chat_id: int, tokens: Sequence[Token]) -> list[str] | None:
        """What the word index is asked; nothing for a query without words, None when nothing can match."""
        return await conditions(self._session, chat_id, tokens) if tokens else []

    def _found(
        self,
        chat_id: int,
        part: Range,
        asked: Sequence[str],
        only: Only,
        limit: int | None,
        *,
        backward: bool,
    ) -> Statement:
        own, order = self._narrowed(chat_id, select(events), part, asked, only)
        return select(own.order_by(order.desc() if backward else order).limit(limit).subquery())

    def _narrowed(
        self,
        chat_id: int,
        statement: Statement,
        part: Range,
        asked: Sequence[str],
        only: Only,
    ) -> tuple[Statement, ColumnElement[int]]:
        """Those of a range that hold every word and are what they must be, and what they are ordered by."""
        chat: ColumnElement[int] = events.c.chat_id
        place: ColumnElement[int] = events.c.pos
        if only.source is not None or (asked and self._session.dialect == "sqlite"):
            place = place + 0  # else SQLite walks through the whole chat for the few that it is asked for
        elif asked:
            chat, place = chat + 0, place + 0  # else PostgreSQL reads the chat's keys beside those of words
        own = chat == chat_id, *_within(part, place), *chosen(chat_id, only)
        statement = statement.where(*own)
        if asked:
            return narrowed(self._session, statement, chat_id, part, asked)
        return statement.select_from(events), place

    async def _claim(self, chat_id: int, changed: Mapping[int, tuple[Event, str] | None]) -> None:
        """Let exactly the mentions that these events list tell them."""
        if memory := self._session.memory.get(chat_id):
            await self._claim_remembered(chat_id, memory, changed)
            return
        was: dict[int, int] = dict(await self._session.among(chat_id, _TOLD, mentions.c.event, changed))
        now = {id: number for number, it in changed.items() if it for id in it[0].mentions}
        moved = sorted(id for id in was.keys() | now.keys() if was.get(id) != now.get(id))
        if moved:
            rows = [{"chat": chat_id, "mention": id, "number": now.get(id)} for id in moved]
            await self._session.run(chat_id, _CLAIM, rows)

    async def _claim_remembered(
        self, chat_id: int, memory: Memory, changed: Mapping[int, tuple[Event, str] | None]
    ) -> None:
        """The same without a question: an event lists the mentions that tell it."""
        before = await self.many(chat_id, changed)
        now: dict[int, int | None] = dict.fromkeys(id for event in before.values() for id in event.mentions)
        now |= {id: number for number, it in changed.items() if it for id in it[0].mentions}
        memory.events |= {number: it and it[0] for number, it in changed.items()}
        moved = [id for id in sorted(now) if memory.told.get(id, 0) != now[id]]
        memory.told |= now
        rows = [{"chat": chat_id, "mention": id, "number": now[id]} for id in moved]
        await self._session.put(chat_id, _CLAIM, rows, last_of="mention")


def _of(chat_id: int) -> Statement:
    return select(events).where(events.c.chat_id == chat_id)


def _key(chat_id: int, number: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return events.c.chat_id == chat_id, events.c.number == number


def _within(part: Range, place: ColumnElement[int] = events.c.pos) -> list[ColumnElement[bool]]:
    within: list[ColumnElement[bool]] = [place >= part.low, place < part.high]
    if part.reach is not None:
        within.append(events.c.reach == part.reach)
    if part.ending is not None:
        within.append(events.c.end_day > part.ending)
    return within
