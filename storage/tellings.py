"""Tellings: mentions that tell an event, with the little that a summary chooses by."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import lru_cache
from itertools import accumulate
from typing import Any

from sqlalchemy import Row, func, select

from bot.model.briefing import Telling
from bot.model.news import ArticleState, EventStatus, Modality
from bot.model.timespan import Grain, TimeSpan, When
from bot.model.timex import DctOrigin, Mod
from storage.joins import LeftFirst
from storage.session import Session
from storage.tables import articles, events, mentions

_told = (mentions.c.chat_id == events.c.chat_id) & (mentions.c.event == events.c.number)
_of = (mentions.c.chat_id == articles.c.chat_id) & (mentions.c.article == articles.c.number)
_TELLINGS = (
    select(
        mentions.c.id.label("mention"),
        mentions.c.article,
        mentions.c.value,
        mentions.c.mod,
        mentions.c.start_day,
        mentions.c.end_day,
        mentions.c.grain,
        mentions.c.headline,
        mentions.c.start,
        mentions.c.end,
        mentions.c.clause_start,
        mentions.c.clause_end,
        mentions.c.modality,
        mentions.c.kind,
        mentions.c.reported,
        mentions.c.sentence,
        events.c.number.label("event"),
        events.c.status,
        events.c.value.label("event_value"),
        events.c.mod.label("event_mod"),
        events.c.start_day.label("event_start"),
        events.c.end_day.label("event_end"),
        events.c.grain.label("event_grain"),
        articles.c.dct,
        articles.c.dct_origin,
    )
    # Left to choose, SQLite may begin with all articles that are live, and look for the mentions in each.
    .select_from(LeftFirst(LeftFirst(mentions, events, _told), articles, _of))
    .where(articles.c.state == ArticleState.LIVE.value)
    .order_by(mentions.c.id)
)
# An index of events must not tempt SQLite to begin there: it would look through all that the chat tells.
_TOLD_BY = select(mentions.c.article).where(func.coalesce(mentions.c.event, 0) != 0)

Rows = Collection[Row[Any]]


class Tellings:
    """What the mentions of chats tell: as rows, of which `tellings_of` makes what the rows say."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def more_than(self, chat_id: int, count: int) -> bool:
        """Whether the chat has more mentions than that."""
        some = select(mentions.c.id).where(mentions.c.chat_id == chat_id).limit(count + 1).subquery()
        found = await self._session.run(chat_id, select(func.count()).select_from(some))
        return int(found.scalar_one()) > count

    async def all(self, chat_id: int) -> Rows:
        """All of the chat's, in order of arrival."""
        own = _TELLINGS.where(mentions.c.chat_id == chat_id)
        return (await self._session.run(chat_id, own)).all()

    async def of_mentions(self, chat_id: int, ids: Collection[int]) -> Rows:
        """What these mentions tell."""
        return await self._session.among(chat_id, _TELLINGS, mentions.c.id, sorted(ids))

    async def of_articles(self, chat_id: int, numbers: Collection[int], *, most: int) -> Rows | None:
        """What these articles tell; None when it is more than that."""
        told = await self._session.among(chat_id, _TOLD_BY, mentions.c.article, numbers)
        return None if len(told) > most else await self._of_articles(chat_id, numbers)

    async def of_first_articles(self, chat_id: int, numbers: Sequence[int], *, most: int) -> Rows:
        """What the first of these articles tell, as many of them as together tell no more than that."""
        told = await self._session.among(chat_id, _TOLD_BY, mentions.c.article, numbers)
        counts = Counter(row.article for row in told)
        summed = accumulate(counts[number] for number in numbers)
        first = [number for number, sum_ in zip(numbers, summed, strict=True) if sum_ <= most]
        return await self._of_articles(chat_id, first)

    async def _of_articles(self, chat_id: int, numbers: Collection[int]) -> Rows:
        return await self._session.among(chat_id, _TELLINGS, mentions.c.article, sorted(numbers))


def tellings_of(rows: Iterable[Row[Any]]) -> list[Telling]:
    """The tellings that these rows hold, to be read in a thread where they are many."""
    return [_telling(row) for row in rows]


def _telling(row: Row[Any]) -> Telling:
    written = _span(row.start_day, row.end_day, row.grain)
    disputed = row.status == EventStatus.DISPUTED.value
    assumed = row.dct is None or row.dct_origin == DctOrigin.MESSAGE.value
    return Telling(
        article=row.article,
        published=None if assumed else row.dct,
        event=row.event,
        when=_when(row.value, written, row.mod) if disputed else _of_event(row),
        written=written,
        sentence=row.sentence,
        start=row.start,
        end=row.end,
        clause=(row.clause_start, row.clause_end),
        headline=row.headline,
        modality=_MODALITIES[row.modality],
        dated=not row.reported,
        disputed=disputed,
        kind=row.kind,
    )


def _of_event(row: Row[Any]) -> When:
    span = _span(row.event_start, row.event_end, row.event_grain)
    return _when(row.event_value, span, row.event_mod)


_MODALITIES = {modality.value: modality for modality in Modality}


@lru_cache(maxsize=10_000)
def _span(start: date, end: date, grain: str) -> TimeSpan:
    return TimeSpan(start, end, Grain(grain))


@lru_cache(maxsize=10_000)
def _when(value: str, span: TimeSpan, mod: str | None) -> When:
    return When(value, span, Mod(mod) if mod else None)
