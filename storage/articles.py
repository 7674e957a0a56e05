"""Articles: the texts a chat handed in."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from sqlalchemy import Column, Row, bindparam, func, select, update

from bot.model.news import Article, ArticleState, Source, SourceKind
from bot.model.outcome import SourceLine
from bot.model.text import storable
from bot.model.timex import Dct, DctOrigin
from storage.chats import take
from storage.memory import Memory
from storage.ready import ready
from storage.session import Session, Statement
from storage.tables import articles, chats, mentions

_ARTICLES = select(articles)
_FINGERPRINTS = select(articles.c.number, articles.c.fingerprint)
_LANGUAGES = select(articles.c.number, articles.c.language)
_live = articles.c.state == ArticleState.LIVE.value
_LIVE_NUMBERS = select(articles.c.number).where(_live)
_own: Statement = select(articles).where(articles.c.chat_id == bindparam("chat"))
_same = _own.where(articles.c.fingerprint == bindparam("fingerprint"))
_OF_WORDS = ready(_same.order_by(_live.desc(), articles.c.number.desc()).limit(1))
_named = _own.where(articles.c.name == bindparam("name"), _live)
_OF_NAME = ready(_named.order_by(articles.c.number.desc()).limit(1))


class Articles:
    """The articles of chats, live ones and those on record."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._foreseen: dict[tuple[int, int], Article] = {}

    async def add(self, chat_id: int, article: Article) -> Article:
        """The article as it is stored: numbered, named (by its number, if by nothing), its text storable."""
        number = await take(self._session, chat_id, chats.c.next_article)
        name = storable(article.name) or str(number)
        article = replace(article, number=number, name=name, text=storable(article.text))
        await self._session.put(chat_id, articles, [_row(chat_id, article)])
        if memory := self._session.memory.get(chat_id):
            memory.heard(_as_stored(article))
        return article

    async def get(self, chat_id: int, number: int) -> Article | None:
        return (await self.many(chat_id, [number])).get(number)

    async def many(self, chat_id: int, numbers: Collection[int]) -> dict[int, Article]:
        if memory := self._session.memory.get(chat_id):
            return await self._remembered(chat_id, memory, numbers)
        foreseen = {n: self._foreseen[chat_id, n] for n in numbers if (chat_id, n) in self._foreseen}
        unread = [number for number in numbers if number not in foreseen]
        found = await self._session.among(chat_id, _ARTICLES, articles.c.number, unread)
        return foreseen | {row.number: article_of(row) for row in found}

    async def foresee(self, pairs: Collection[tuple[int, int]]) -> None:
        """Read at once what `many` is asked next, of many chats. None may change in this transaction."""
        rows = await self._session.of_many(_ARTICLES, articles.c.number, pairs)
        self._foreseen |= {(row.chat_id, row.number): article_of(row) for row in rows}

    async def _remembered(self, chat_id: int, memory: Memory, numbers: Collection[int]) -> dict[int, Article]:
        unread = [number for number in numbers if number not in memory.articles]
        memory.articles |= dict.fromkeys(unread)
        for row in await self._session.among(chat_id, _ARTICLES, articles.c.number, unread, untouched=True):
            memory.articles[row.number] = article_of(row)
        return {number: article for number in numbers if (article := memory.articles[number])}

    async def look_up(self, chat_id: int, names: Collection[str], prints: Collection[str]) -> None:
        """Read the articles of these names or fingerprints in one go, for a transaction that remembers."""
        memory = self._session.memory[chat_id]
        await self._index(chat_id, memory, memory.named, articles.c.name, names)
        await self._index(chat_id, memory, memory.printed, articles.c.fingerprint, prints)

    async def _index(
        self,
        chat_id: int,
        memory: Memory,
        index: dict[str, set[int]],
        column: Column[Any],
        keys: Collection[str],
    ) -> None:
        index.update((key, set()) for key in keys)
        for row in await self._session.among(chat_id, _ARTICLES, column, keys):
            article = memory.articles[row.number] = article_of(row)
            index[getattr(article, column.name)].add(article.number)

    async def fingerprints(self, chat_id: int, numbers: Collection[int]) -> dict[int, str]:
        """The fingerprints of these articles, by number, without loading their texts."""
        if chat_id in self._session.memory:
            known = await self.many(chat_id, numbers)
            return {number: article.fingerprint for number, article in known.items()}
        found = await self._session.among(chat_id, _FINGERPRINTS, articles.c.number, numbers)
        return dict(found)

    async def languages(self, chat_id: int, numbers: Collection[int]) -> dict[int, str]:
        """The languages of these articles, by number."""
        if chat_id in self._session.memory:
            known = await self.many(chat_id, numbers)
            return {number: article.language for number, article in known.items()}
        found = await self._session.among(chat_id, _LANGUAGES, articles.c.number, numbers)
        return dict(found)

    async def live(self, chat_id: int, numbers: Collection[int]) -> set[int]:
        """Those of them that count."""
        if chat_id in self._session.memory:
            known = await self.many(chat_id, numbers)
            return {n for n, article in known.items() if article.state is ArticleState.LIVE}
        counting = await self._session.among(chat_id, _LIVE_NUMBERS, articles.c.number, numbers)
        return {row.number for row in counting}

    async def by_fingerprint(self, chat_id: int, fingerprint: str) -> Article | None:
        """The live article of these words, else the newest that is on record."""
        memory = self._session.memory.get(chat_id)
        if memory and fingerprint in memory.printed:
            return memory.latest(memory.printed[fingerprint], live=False)
        values = {"chat": chat_id, "fingerprint": fingerprint}
        row = (await self._session.run(chat_id, _OF_WORDS, values)).first()
        return None if row is None else article_of(row)

    async def by_name(self, chat_id: int, name: str) -> Article | None:
        """The live article of this name."""
        memory = self._session.memory.get(chat_id)
        if memory and name in memory.named:
            return memory.latest(memory.named[name], live=True)
        row = (await self._session.run(chat_id, _OF_NAME, {"chat": chat_id, "name": name})).first()
        return None if row is None else article_of(row)

    async def set_state(self, chat_id: int, number: int, state: ArticleState) -> None:
        one = update(articles).where(articles.c.chat_id == chat_id, articles.c.number == number)
        await self._session.run(chat_id, one.values(state=state.value))
        if memory := self._session.memory.get(chat_id):
            memory.holders.clear()
            if known := memory.articles.pop(number, None):
                memory.heard(replace(known, state=state))

    async def page(self, chat_id: int, *, limit: int, offset: int = 0) -> list[SourceLine]:
        """Live articles, newest first, each with how many events it tells."""
        told = (
            select(func.count(mentions.c.event.distinct()))
            .where(mentions.c.chat_id == chat_id, mentions.c.article == articles.c.number)
            .scalar_subquery()
        )
        lines = _of(chat_id).add_columns(told.label("told")).where(_live)
        lines = lines.order_by(articles.c.number.desc()).limit(limit).offset(offset)
        return [SourceLine(article_of(row), row.told) for row in await self._session.run(chat_id, lines)]

    async def count(self, chat_id: int, *, most: int | None = None) -> int:
        """How many are live; counted no further than `most`, when that is given."""
        live = select(articles.c.number).where(articles.c.chat_id == chat_id, _live).limit(most)
        counted = select(func.count()).select_from(live.subquery())
        return int((await self._session.run(chat_id, counted)).scalar_one())


def _of(chat_id: int) -> Any:
    return select(articles).where(articles.c.chat_id == chat_id)


def _as_stored(article: Article) -> Article:
    """The article as it will be read."""
    source = article.source
    return replace(
        article,
        title=_stored(article.title),
        address=_stored(article.address),
        source=replace(source, name=_stored(source.name), address=_stored(source.address)),
    )


def _stored(words: str | None) -> str | None:
    return None if words is None else storable(words)


def _row(chat_id: int, article: Article) -> dict[str, Any]:
    return {
        "chat_id": chat_id,
        "number": article.number,
        "name": article.name,
        "state": article.state.value,
        "fingerprint": article.fingerprint,
        "language": article.language,
        "title": article.title,
        "address": article.address,
        "dct": article.dct and article.dct.value,
        "dct_origin": article.dct and article.dct.origin.value,
        "source_kind": article.source.kind.value,
        "source_name": article.source.name,
        "source_address": article.source.address,
        "added_at": article.added_at,
        "text": article.text,
    }


def article_of(row: Row[Any]) -> Article:
    """The article of a row that has its columns."""
    return Article(
        number=row.number,
        name=row.name,
        text=row.text,
        fingerprint=row.fingerprint,
        language=row.language,
        source=Source(SourceKind(row.source_kind), row.source_name, row.source_address),
        added_at=row.added_at,
        title=row.title,
        address=row.address,
        dct=Dct(row.dct, DctOrigin(row.dct_origin)) if row.dct else None,
        state=ArticleState(row.state),
    )
