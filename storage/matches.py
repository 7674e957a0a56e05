"""Matches: the events that a query asks for, in order of time, and how many of which sort there are."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    ScalarSelect,
    Select,
    Subquery,
    func,
    select,
    union_all,
)

from bot.model.briefing import Counts, Query
from bot.model.choice import ALL, Facets, Only
from bot.model.news import Event, EventStatus, Modality
from storage import fts5
from storage.choosing import chosen
from storage.event_rows import event_of
from storage.positions import Range, ranges
from storage.search import Token, conditions, is_dear, narrowed, spelled
from storage.session import Found, Session, Statement, Values
from storage.tables import events, mentions
from storage.usual import (
    COUNTED,
    EVENTS,
    FIRST,
    LAST,
    PLACES,
    SORTS,
    by_sorts,
    first_of_words,
    is_plain,
    values_of,
)
from storage.window import Sort, Window, beside, gathered, ordered, window_of

NEAR = 1_000  # events that are walked through in order of time, where the index of words would take long

NARROW = 1_500 << 32  # days of a range whose events are few enough to be looked up beside those of words


class Matches:
    """Whoever reads the events of chats by words and days."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def page(
        self,
        chat_id: int,
        query: Query,
        tokens: Sequence[Token],
        *,
        limit: int | None,
        after: int | None = None,
        before: int | None = None,
    ) -> list[Event]:
        """Matching events in order of time: the first `limit` after a position, or the last before one.

        Every token must be there, those of three characters or more as the beginning of a word; of a token
        that has several ways to be said, one.
        """
        backward = before is not None and after is None
        parts = self._ranges(query, tokens, after, before)
        asked = await self._asked(chat_id, tokens)
        if not parts or asked is None:
            return []
        if limit and self._may_walk(parts, asked, query.only):
            near = _walk(EVENTS, chat_id, parts[0], backward=backward)
            found = select(near).where(spelled(self._session.dialect, tokens, near.c.terms)).limit(limit)
            by_time = found.order_by(ordered(near, backward=backward))
            page = await self._page(chat_id, by_time, backward=backward)
            if len(page) == limit:
                return page
        if limit and not asked and is_plain(parts, query.only):
            held = LAST if backward else FIRST
            return await self._page(chat_id, held, values_of(chat_id, parts[0], limit), backward=backward)
        each = [self._found(chat_id, part, asked, query.only, limit, backward=backward) for part in parts]
        joined = each[0] if len(each) == 1 else union_all(*(select(one.subquery()) for one in each))
        whole = joined.subquery()
        by_time = select(whole).order_by(ordered(whole, backward=backward)).limit(limit)
        return await self._page(chat_id, by_time if len(each) > 1 else each[0], backward=backward)

    async def at(self, chat_id: int, positions: Collection[int]) -> list[Event]:
        """The events that stand there, in order of time."""
        rows = await self._session.among(chat_id, EVENTS, events.c.pos, positions)
        return [event_of(row) for row in sorted(rows, key=lambda row: row.pos)]

    async def window(
        self, chat_id: int, query: Query, tokens: Sequence[Token], *, most: int, enough: int
    ) -> Window:
        """The first `most` matching events; fewer, but at least `enough`, where more would take long."""
        asked, parts = await self._asked(chat_id, tokens), self._ranges(query, tokens)
        if not parts or asked is None:
            return Window((), {}, whole=True)
        if query.only == ALL and is_dear(self._session.dialect, asked):
            walked = await self._walked(chat_id, ranges(query, None, None), tokens, most)
            if walked.whole or len(walked.positions) >= enough:
                return walked
        if self._session.dialect == "sqlite" and is_plain(parts, query.only):
            values = fts5.values(chat_id, parts[0], asked) | {"most": most}
            return window_of(await self._session.run(chat_id, first_of_words(), values), most=most)
        each = [self._found(chat_id, part, asked, query.only, most, of=PLACES) for part in parts]
        found = each[0].subquery()
        if len(each) > 1:
            joined = union_all(*(select(one.subquery()) for one in each)).subquery()
            found = select(joined).order_by(joined.c.pos).limit(most).subquery()
        rows = await self._session.run(chat_id, gathered(found, self._session.dialect))
        return window_of(rows, most=most)

    async def _walked(
        self, chat_id: int, parts: Sequence[Range], tokens: Sequence[Token], most: int
    ) -> Window:
        """What walks of a thousand steps find, one through each range."""
        rows: list[Found] = []
        for part in parts:
            near = _walk(PLACES.add_columns(events.c.terms), chat_id, part)
            held = select(near).where(spelled(self._session.dialect, tokens, near.c.terms))
            found = gathered(held.order_by(near.c.pos).limit(most).subquery(), self._session.dialect)
            rows += await self._session.run(chat_id, beside(_beyond(chat_id, part), found))
        ends = [row.beyond for row in rows if row.beyond is not None]
        return window_of(rows, most=most, until=min(ends, default=None))

    def _may_walk(self, parts: Sequence[Range], asked: Sequence[str], only: Only) -> bool:
        """Whether one walk may find as much as the index, which would take long."""
        return len(parts) == 1 and only == ALL and is_dear(self._session.dialect, asked)

    async def _page(
        self, chat_id: int, statement: Statement, values: Values | None = None, *, backward: bool
    ) -> list[Event]:
        page = [event_of(row) for row in await self._session.run(chat_id, statement, values)]
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
        asked, groups = await self._asked(chat_id, tokens), dict[Sort, int]()
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
        if limit and not asked and is_plain([part], only):
            return (await self._session.run(chat_id, COUNTED, values_of(chat_id, part, limit))).all()
        own, _ = self._narrowed(chat_id, select(*SORTS), part, asked, only)
        return (await self._session.run(chat_id, by_sorts(own.limit(limit).subquery()))).all()

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
        of: Statement = EVENTS,
        backward: bool = False,
    ) -> Statement:
        own, order = self._narrowed(chat_id, of, part, asked, only)
        return own.order_by(order.desc() if backward else order).limit(limit)

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
        elif asked and part.high - part.low > NARROW:
            chat, place = chat + 0, place + 0  # else PostgreSQL reads the chat's keys beside those of words
        own = chat == chat_id, *_within(part, place), *chosen(chat_id, only)
        statement = statement.where(*own)
        if asked:
            return narrowed(self._session, statement, chat_id, part, asked)
        return statement.select_from(events), place


def _of(chat_id: int) -> Statement:
    return select(events).where(events.c.chat_id == chat_id)


def _walk(of: Select[Any], chat_id: int, part: Range, *, backward: bool = False) -> Subquery:
    """The first or last events of a range, as a table."""
    own = of.where(events.c.chat_id == chat_id, *_within(part))
    return own.order_by(ordered(events, backward=backward)).limit(NEAR).subquery()


def _beyond(chat_id: int, part: Range) -> ScalarSelect[int]:
    """Where the first event stands that such a walk does not come to."""
    own = select(events.c.pos).where(events.c.chat_id == chat_id, *_within(part))
    return own.order_by(events.c.pos).offset(NEAR).limit(1).scalar_subquery()


def _within(part: Range, place: ColumnElement[int] = events.c.pos) -> list[ColumnElement[bool]]:
    within: list[ColumnElement[bool]] = [place >= part.low, place < part.high]
    if part.reach is not None:
        within.append(events.c.reach == part.reach)
    if part.ending is not None:
        within.append(events.c.end_day > part.ending)
    return within
