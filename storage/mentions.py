"""Mentions: what each article says happened, and the keys by which those that may tell the same are found."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain, groupby, islice
from json import dumps
from typing import Any

from sqlalchemy import Row, Select, Text, bindparam, func, select

from bot.model.news import ArticleState, Mention, Modality
from bot.model.text import storable
from storage.articles import Articles
from storage.chats import take
from storage.memory import Holders, Memory
from storage.ready import ready
from storage.serial import timex_from_json, timex_to_json, when_columns, when_of
from storage.session import Session, Statement, table_of
from storage.tables import articles, chats, kin, mention_keys, mentions
from storage.upsert import insert_new

ONE_WORD = 6  # mentions that are proposed although they share a single key
COMMON = 500  # a key in more mentions of the chat than these tells nothing


def _only_live(statement: Select[Any]) -> Select[Any]:
    same = (articles.c.chat_id == mentions.c.chat_id) & (articles.c.number == mentions.c.article)
    return statement.join(articles, same).where(articles.c.state == ArticleState.LIVE.value)


_MENTIONS = select(mentions)
_TOLD = select(mentions.c.id, mentions.c.event)
_KIN = select(kin.c.mention, kin.c.other)
# A join would leave it to SQLite, which knows no numbers of rows, to walk through all mentions of the chat.
_HOLDERS = select(mention_keys.c.key, mention_keys.c.mention).where(
    _only_live(select(mentions.c.id))
    .where(mentions.c.chat_id == mention_keys.c.chat_id, mentions.c.id == mention_keys.c.mention)
    .correlate(mention_keys)
    .exists()
)


@lru_cache(maxsize=2)
def _counting(dialect: str) -> Statement:
    """How many mentions have each of some keys, counted no further than is asked."""
    asked = table_of(dialect, bindparam("keys", type_=Text))
    some = (
        select(mention_keys.c.mention)
        .where(mention_keys.c.chat_id == bindparam("chat"), mention_keys.c.key == asked.c.value)
        .limit(bindparam("most"))
        .correlate(asked)
        .subquery()
    )
    count = select(func.count()).select_from(some).scalar_subquery()
    return ready(select(asked.c.value, count.label("n")))


class Mentions:
    """The mentions of a chat's articles."""

    def __init__(self, session: Session, articles: Articles) -> None:
        self._session = session
        self._articles = articles
        self._read: dict[tuple[int, int], Mention] = {}  # a mention never changes: read once a transaction

    async def add(
        self, chat_id: int, article: int, found: Sequence[Mention], keys: Sequence[Sequence[str]]
    ) -> tuple[Mention, ...]:
        """The mentions as they are stored: numbered, each findable by its `keys`."""
        if not found:
            return ()
        first = await take(self._session, chat_id, chats.c.next_mention, len(found))
        added = tuple(replace(m, id=id, article=article) for id, m in enumerate(found, first))
        await self._session.put(chat_id, mentions, [_row(chat_id, m) for m in added])
        words = [
            {"chat_id": chat_id, "key": key, "mention": mention.id}
            for mention, own in zip(added, keys, strict=True)
            for key in dict.fromkeys(map(storable, own))
        ]
        await self._session.put(chat_id, mention_keys, words)
        if memory := self._session.memory.get(chat_id):
            self._learn(memory, added, words)
        else:
            self._read |= {(chat_id, mention.id): mention for mention in added}
        return added

    def _learn(self, memory: Memory, added: Sequence[Mention], words: Sequence[Mapping[str, Any]]) -> None:
        memory.mentions |= {mention.id: mention for mention in added}
        memory.told |= dict.fromkeys(mention.id for mention in added)
        memory.kin |= {mention.id: set() for mention in added}
        for word in words:
            if word["key"] in memory.holders:
                memory.holders[word["key"]].add(word["mention"], COMMON)

    async def of_article(self, chat_id: int, article: int) -> list[Mention]:
        own = (
            select(mentions)
            .where(mentions.c.chat_id == chat_id, mentions.c.article == article)
            .order_by(mentions.c.id)
        )
        return [_mention(row) for row in await self._session.run(chat_id, own)]

    async def foresee(self, pairs: Collection[tuple[int, int]]) -> list[tuple[int, Mention]]:
        """Read at once what `many` is asked next: mentions of many chats, each with its chat."""
        rows = await self._session.of_many(_MENTIONS, mentions.c.id, pairs)
        found = [(row.chat_id, _mention(row)) for row in rows]
        self._read |= {(chat_id, mention.id): mention for chat_id, mention in found}
        return found

    async def many(self, chat_id: int, ids: Collection[int]) -> dict[int, Mention]:
        if memory := self._session.memory.get(chat_id):
            return await self._remembered(chat_id, memory, ids)
        unread = [id for id in ids if (chat_id, id) not in self._read]
        found = await self._session.among(chat_id, _MENTIONS, mentions.c.id, unread)
        self._read |= {(chat_id, row.id): _mention(row) for row in found}
        return {id: self._read[chat_id, id] for id in ids if (chat_id, id) in self._read}

    async def _remembered(self, chat_id: int, memory: Memory, ids: Collection[int]) -> dict[int, Mention]:
        known = memory.mentions
        unread = [id for id in ids if id not in known]
        found = await self._session.among(chat_id, _MENTIONS, mentions.c.id, unread, untouched=True)
        known |= {row.id: _mention(row) for row in found}
        return {id: known[id] for id in ids if id in known}

    def let_go(self) -> None:
        """Keep none in memory any longer: for who walks through all of a chat."""
        self._read.clear()

    async def live(self, chat_id: int, ids: Collection[int]) -> dict[int, Mention]:
        """Those of them whose articles still count."""
        found = await self.many(chat_id, ids)
        live = await self._articles.live(chat_id, {mention.article for mention in found.values()})
        return {id: mention for id, mention in found.items() if mention.article in live}

    async def events_of(self, chat_id: int, ids: Collection[int]) -> dict[int, int]:
        """The event that each of these mentions tells; those that tell none are left out."""
        # Sorted out here: asked for those that tell one, SQLite goes through all that do in the chat.
        memory = self._session.memory.get(chat_id)
        if memory is None:
            told = await self._session.among(chat_id, _TOLD, mentions.c.id, ids)
            return {id: number for id, number in told if number is not None}
        unknown = [id for id in ids if id not in memory.told]
        memory.told |= dict.fromkeys(unknown)
        told = await self._session.among(chat_id, _TOLD, mentions.c.id, unknown, untouched=True)
        memory.told |= dict(told)
        return {id: number for id in ids if (number := memory.told[id]) is not None}

    async def sharing(
        self, chat_id: int, wanted: Mapping[int, Collection[str]], *, limit: int
    ) -> dict[int, list[int]]:
        """For each of the wanted, by its keys: at most `limit` mentions of live articles that share some.

        Those that share most and rarest keys come first, and few that share only one; a key in very many
        mentions tells nothing.
        """
        own = {id: dict.fromkeys(map(storable, keys)) for id, keys in wanted.items()}
        holders = await self._holders(chat_id, {key for keys in own.values() for key in keys})
        return {id: _closest(id, keys, holders, limit) for id, keys in own.items()}

    async def look_up(self, chat_id: int, keys: Collection[str]) -> None:
        """Read in one go what `sharing` is asked next, for a transaction that remembers."""
        await self._holders(chat_id, {storable(key) for key in keys})

    async def _holders(self, chat_id: int, keys: Collection[str]) -> dict[str, list[int]]:
        """The mentions that have each key, but for the keys that too many have."""
        memory = self._session.memory.get(chat_id)
        if memory is None:
            counted = await self._counted(chat_id, keys)
            return {key: having.mentions for key, having in counted.items()}
        memory.holders |= await self._counted(chat_id, [key for key in keys if key not in memory.holders])
        return {key: memory.holders[key].mentions for key in keys}

    async def _counted(self, chat_id: int, keys: Collection[str]) -> dict[str, Holders]:
        """How many have each key, and the live ones of them where they are not too many."""
        holders = {key: Holders(0, []) for key in keys}
        for key, count in await self._count(chat_id, keys) if keys else ():
            holders[key].count = count
        rare = sorted(key for key, having in holders.items() if 0 < having.count <= COMMON)
        for key, mention in await self._session.among(chat_id, _HOLDERS, mention_keys.c.key, rare):
            holders[key].mentions.append(mention)
        return holders

    async def _count(self, chat_id: int, keys: Collection[str]) -> list[tuple[str, int]]:
        """How many mentions have each key, counted no further than needed."""
        values = {"chat": chat_id, "keys": dumps(sorted(keys)), "most": COMMON + 1}
        found = await self._session.run(chat_id, _counting(self._session.dialect), values)
        return [(row.value, row.n) for row in found]

    async def kin(self, chat_id: int, ids: Collection[int]) -> set[int]:
        """Mentions that tell the same as one of these and yet stand in another event, or once did."""
        memory = self._session.memory.get(chat_id)
        if memory is None:
            return {row.other for row in await self._session.among(chat_id, _KIN, kin.c.mention, ids)}
        unknown = [id for id in ids if id not in memory.kin]
        memory.kin |= {id: set() for id in unknown}
        for row in await self._session.among(chat_id, _KIN, kin.c.mention, unknown, untouched=True):
            memory.kin[row.mention].add(row.other)
        return {other for id in ids for other in memory.kin[id]}

    async def add_kin(self, chat_id: int, pairs: Collection[tuple[int, int]]) -> None:
        """Remember such pairs, in either order."""
        both = sorted({pair for a, b in pairs for pair in ((a, b), (b, a))})
        rows = [{"chat_id": chat_id, "mention": a, "other": b} for a, b in both]
        await self._session.put(chat_id, insert_new(self._session.dialect, kin), rows)
        if memory := self._session.memory.get(chat_id):
            for a, b in both:
                memory.kin.setdefault(a, set()).add(b)


def _closest(id: int, keys: Iterable[str], holders: Mapping[str, Sequence[int]], limit: int) -> list[int]:
    """Those that share most keys with `id`, of as many the rarest, of equals the newest first."""
    having = [holders[key] for key in keys if holders.get(key)]
    shared = Counter(chain.from_iterable(having))
    del shared[id]
    least = _least(shared, limit)
    scores = {mention: float(count) for mention, count in shared.items() if count >= least}
    for own in having:
        for mention in scores.keys() & own:
            scores[mention] += _RARITY / len(own)
    ranked = sorted(zip(scores.values(), scores, strict=True), reverse=True)[:limit]
    alike = [mention for _, mention in ranked]
    lone = (mention for mention in _rarest(having) if shared[mention] == 1)
    return [*alike, *islice(lone, min(ONE_WORD, limit - len(alike)))]


def _least(shared: Mapping[int, int], limit: int) -> int:
    """How many keys those share at least that are among the `limit` that share most; two, if not more."""
    having = Counter(shared.values())
    for count in range(max(having, default=0), 2, -1):
        limit -= having[count]
        if limit <= 0:
            return count
    return 2


_RARITY = 0.01  # so little that all keys of a mention together count less than one key more


def _rarest(having: Iterable[Sequence[int]]) -> Iterator[int]:
    """Those that have the rarest key first, of equally rare ones the newest."""
    for _, alike in groupby(sorted(having, key=len), key=len):
        yield from sorted(chain.from_iterable(alike), reverse=True)


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
