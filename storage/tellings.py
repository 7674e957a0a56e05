"""Tellings: every mention of a chat that tells an event, with the little that a summary chooses by."""

from typing import Any

from sqlalchemy import Row, select

from bot.model.briefing import Telling
from bot.model.news import ArticleState, EventStatus, Modality
from bot.model.timespan import Grain, TimeSpan, When
from bot.model.timex import DctOrigin, Mod
from storage.session import Session
from storage.tables import articles, events, mentions

_told = (mentions.c.chat_id == events.c.chat_id) & (mentions.c.event == events.c.number)
_of = (mentions.c.chat_id == articles.c.chat_id) & (mentions.c.article == articles.c.number)
_TELLINGS = (
    select(
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
    .join(events, _told)
    .join(articles, _of)
    .where(articles.c.state == ArticleState.LIVE.value)
    .order_by(mentions.c.id)
)


class Tellings:
    """What the mentions of chats tell, in order of arrival."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def all(self, chat_id: int) -> list[Telling]:
        own = _TELLINGS.where(mentions.c.chat_id == chat_id)
        return [_telling(row) for row in await self._session.run(chat_id, own)]


def _telling(row: Row[Any]) -> Telling:
    written = TimeSpan(row.start_day, row.end_day, Grain(row.grain))
    disputed = row.status == EventStatus.DISPUTED.value
    assumed = row.dct is None or row.dct_origin == DctOrigin.MESSAGE.value
    return Telling(
        article=row.article,
        published=None if assumed else row.dct,
        event=row.event,
        when=When(row.value, written, Mod(row.mod) if row.mod else None) if disputed else _of_event(row),
        written=written,
        sentence=row.sentence,
        start=row.start,
        end=row.end,
        clause=(row.clause_start, row.clause_end),
        headline=row.headline,
        modality=Modality(row.modality),
        dated=not row.reported,
        disputed=disputed,
    )


def _of_event(row: Row[Any]) -> When:
    span = TimeSpan(row.event_start, row.event_end, Grain(row.event_grain))
    return When(row.event_value, span, Mod(row.event_mod) if row.event_mod else None)
