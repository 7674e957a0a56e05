"""Mentions: what each article says happened, and the keys by which those that may tell the same are found."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, Select, case, func, insert, literal, select, union_all

from bot.model.news import ArticleState, Mention, Modality
from storage.chats import take
from storage.columns import clean
from storage.serial import timex_from_json, timex_to_json, when_columns, when_of
from storage.session import Session, Statement
from storage.tables import articles, chats, mention_keys, mentions

COMMON = 500  # a key in more mentions of the chat than these tells nothing
MOST_KEYS = 40  # of one question


class Mentions:
    """The mentions of a chat's articles."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def add(
        self, chat_id: int, article: int, found: Sequence[Mention], keys: Sequence[Sequence[str]]
    ) -> tuple[Mention, ...]:
        """The mentions as they are stored: numbered, each findable by its `keys`."""
        if not found:
            return ()
        first = await take(self._session, chat_id, chats.c.next_mention, len(found))
        added = tuple(replace(m, id=id, article=article) for id, m in enumerate(found, first))
        await self._session.run(chat_id, insert(mentions), [_row(chat_id, m) for m in added])
        words = [
            {"chat_id": chat_id, "key": key, "mention": mention.id}
            for mention, own in zip(added, keys, strict=True)
            for key in dict.fromkeys(map(clean, own))
        ]
        if words:
            await self._session.run(chat_id, insert(mention_keys), words)
        return added

    async def of_article(self, chat_id: int, article: int) -> list[Mention]:
        own = _of(chat_id).where(mentions.c.article == article).order_by(mentions.c.id)
        return [_mention(row) for row in await self._session.run(chat_id, own)]

    async def many(self, chat_id: int, ids: Collection[int]) -> dict[int, Mention]:
        found = self._session.among(chat_id, _of(chat_id), mentions.c.id, ids)
        return {row.id: _mention(row) async for row in found}

    async def live(self, chat_id: int, ids: Collection[int]) -> dict[int, Mention]:
        """Those of them whose articles still count."""
        found = self._session.among(chat_id, _only_live(_of(chat_id)), mentions.c.id, ids)
        return {row.id: _mention(row) async for row in found}

    async def events_of(self, chat_id: int, ids: Collection[int]) -> dict[int, int]:
        """The event that each of these mentions tells; those that tell none are left out."""
        told = select(mentions.c.id, mentions.c.event).where(
            mentions.c.chat_id == chat_id, mentions.c.event.is_not(None)
        )
        found = self._session.among(chat_id, told, mentions.c.id, ids)
        return {row.id: row.event async for row in found}

    async def sharing(self, chat_id: int, keys: Collection[str], *, limit: int) -> list[int]:
        """Mentions of live articles that share most of these keys, those that share rare ones first."""
        rarity = await self._rarity(chat_id, keys)
        if not rarity:
            return []
        key, mention = mention_keys.c.key, mention_keys.c.mention
        weight = func.sum(case(rarity, value=key))
        sharing = (
            _only_live(
                select(mention)
                .where(mention_keys.c.chat_id == chat_id, key.in_(rarity))
                .join_from(
                    mention_keys, mentions, (mentions.c.chat_id == chat_id) & (mentions.c.id == mention)
                )
            )
            .group_by(mention)
            .order_by(func.count().desc(), weight.desc(), mention.desc())
            .limit(limit)
        )
        return list((await self._session.run(chat_id, sharing)).scalars())

    async def _rarity(self, chat_id: int, keys: Collection[str]) -> dict[str, float]:
        """How rare each key is in the chat, from 1 down; without those too common and those unknown."""
        wanted = sorted(set(map(clean, keys)))[:MOST_KEYS]
        if not wanted:
            return {}
        counted = (
            await self._session.run(chat_id, union_all(*(_frequency(chat_id, k) for k in wanted)))
        ).all()
        return {row.key: 1 / row.n for row in counted if 0 < row.n <= COMMON}


def _frequency(chat_id: int, key: str) -> Statement:
    """In how many mentions of the chat a key stands, counted no further than needed."""
    some = (
        select(mention_keys.c.mention)
        .where(mention_keys.c.chat_id == chat_id, mention_keys.c.key == key)
        .limit(COMMON + 1)
        .subquery()
    )
    return select(literal(key).label("key"), func.count().label("n")).select_from(some)


def _of(chat_id: int) -> Select[Any]:
    return select(mentions).where(mentions.c.chat_id == chat_id)


def _only_live(statement: Select[Any]) -> Select[Any]:
    same = (articles.c.chat_id == mentions.c.chat_id) & (articles.c.number == mentions.c.article)
    return statement.join(articles, same).where(articles.c.state == ArticleState.LIVE.value)


def _row(chat_id: int, mention: Mention) -> dict[str, Any]:
    return when_columns(mention.when) | {
        "chat_id": chat_id,
        "id": mention.id,
        "article": mention.article,
        "headline": mention.headline,
        "start": mention.start,
        "end": mention.end,
        "clause_start": mention.clause[0],
        "clause_end": mention.clause[1],
        "timex": mention.timex and timex_to_json(mention.timex),
        "kind": mention.kind,
        "modality": mention.modality.value,
        "attribution": mention.attribution,
        "participants": list(mention.participants),
        "places": list(mention.places),
        "confidence": mention.confidence,
        "reported": mention.reported,
        "reason": mention.reason,
        "sentence": mention.sentence,
    }


def _mention(row: Row[Any]) -> Mention:
    return Mention(
        headline=row.headline,
        sentence=row.sentence,
        start=row.start,
        end=row.end,
        clause=(row.clause_start, row.clause_end),
        when=when_of(row),
        timex=None if row.timex is None else timex_from_json(row.timex),
        kind=row.kind,
        modality=Modality(row.modality),
        attribution=row.attribution,
        participants=tuple(row.participants),
        places=tuple(row.places),
        confidence=row.confidence,
        reported=row.reported,
        reason=row.reason,
        article=row.article,
        id=row.id,
    )
