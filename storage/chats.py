"""Chats, and the counters that number what belongs to them."""

from datetime import time
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, Executable, Row, bindparam, select, update

from bot.errors import NotFound
from bot.model.chat import Chat, ChatKind, Editors
from storage.memory import Mark
from storage.ready import ready
from storage.session import Session, Statement
from storage.tables import articles, chats, deliveries, subscriptions
from storage.upsert import insert, upsert

_NEWEST = (
    select(articles.c.fingerprint)
    .where(articles.c.chat_id == chats.c.id, articles.c.number == chats.c.next_article - 1)
    .scalar_subquery()
)
_ONE: Statement = ready(select(chats).where(chats.c.id == bindparam("chat")))
_MARK = ready(
    select(
        chats.c.next_article, chats.c.next_mention, chats.c.next_event, chats.c.next_change, _NEWEST
    ).where(chats.c.id == bindparam("chat"))
)


class Chats:
    """The chats the bot knows."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def get(self, chat_id: int) -> Chat | None:
        row = (await self._session.run(chat_id, _ONE, {"chat": chat_id})).first()
        return None if row is None else chat_of(row)

    async def put(self, chat: Chat) -> None:
        """Insert or replace; the counters go on."""
        row = _row(chat)
        await self._session.run(chat.id, upsert(self._session.dialect, chats, tuple(row)), row)

    async def ensure(self, chat: Chat) -> None:
        """Insert a chat that is not known; of one that is, only what Telegram calls it is put right."""
        memory = self._session.memory.get(chat.id)
        if memory and memory.chat == chat:
            return
        row = _row(chat)
        await self._session.run(chat.id, _ensuring(self._session.dialect), row)
        if memory:
            memory.chat = chat

    async def bind(self, chat_id: int, bot_id: int) -> None:
        """From now on this bot sends what is owed to the chat."""
        values = {"bot_id": bot_id}
        await self._session.run(chat_id, update(chats).where(chats.c.id == chat_id).values(values))
        for table in (subscriptions, deliveries):
            await self._session.run(chat_id, update(table).where(table.c.chat_id == chat_id).values(values))


@lru_cache(maxsize=2)
def _ensuring(dialect: str) -> Executable:
    fresh = insert(dialect, chats)
    told = {"kind": fresh.excluded.kind, "title": fresh.excluded.title}
    return ready(fresh.on_conflict_do_update(index_elements=["id"], set_=told))


async def mark(session: Session, chat_id: int) -> Mark:
    """How far a chat has come: what it has numbered, and its newest article."""
    row = (await session.run(chat_id, _MARK, {"chat": chat_id})).first()
    return () if row is None else tuple(row)


async def take(session: Session, chat_id: int, counter: Column[int], count: int = 1) -> int:
    """The first of `count` numbers that the chat has never used. Raises NotFound for an unknown chat."""
    if chat_id in session.memory:
        return await _taken_later(session, chat_id, counter, count)
    values = {"chat": chat_id, "count": count}
    after: int | None = (await session.run(chat_id, _taking(counter), values)).scalar_one_or_none()
    if after is None:
        raise NotFound("chat", chat_id)
    return after - count


async def _taken_later(session: Session, chat_id: int, counter: Column[int], count: int) -> int:
    """The same out of memory: the counter is put on once, for all that the transaction takes."""
    counters = session.memory[chat_id].counters
    if counter.name not in counters:
        own = select(counter).where(chats.c.id == chat_id)
        first: int | None = (await session.run(chat_id, own)).scalar_one_or_none()
        if first is None:
            raise NotFound("chat", chat_id)
        counters[counter.name] = first
    first = counters[counter.name]
    counters[counter.name] += count
    await session.put(chat_id, _put_on(counter), [{"chat": chat_id, "next": first + count}], last_of="chat")
    return first


@lru_cache(maxsize=16)
def _put_on(counter: Column[int]) -> Executable:
    values: dict[Any, Any] = {counter: bindparam("next")}
    return ready(update(chats).where(chats.c.id == bindparam("chat")).values(values))


@lru_cache(maxsize=8)
def _taking(counter: Column[int]) -> Executable:
    taken: dict[Any, Any] = {counter: counter + bindparam("count")}
    return ready(update(chats).where(chats.c.id == bindparam("chat")).values(taken).returning(counter))


def chat_of(row: Row[Any]) -> Chat:
    """The chat of a row that has the columns of one."""
    return Chat(
        id=row.id,
        kind=ChatKind(row.kind),
        title=row.title,
        zone=row.zone,
        language=row.language or "en",
        editors=Editors(row.editors),
        zone_chosen=row.zone_chosen,
        digest_thread=row.digest_thread,
        quiet_from=_time(row.quiet_from),
        quiet_until=_time(row.quiet_until),
        day_first=row.day_first,
        full_text=row.full_text,
        retention_days=row.retention_days,
        watching=row.watching,
        bot_id=row.bot_id,
    )


def _row(chat: Chat) -> dict[str, Any]:
    return {
        "id": chat.id,
        "kind": chat.kind.value,
        "title": chat.title,
        "zone": chat.zone,
        "language": None if chat.language == "en" else chat.language,
        "editors": chat.editors.value,
        "zone_chosen": chat.zone_chosen,
        "digest_thread": chat.digest_thread,
        "quiet_from": _clock(chat.quiet_from),
        "quiet_until": _clock(chat.quiet_until),
        "day_first": chat.day_first,
        "full_text": chat.full_text,
        "retention_days": chat.retention_days,
        "watching": chat.watching,
        "bot_id": chat.bot_id,
    }


def _time(stored: str | None) -> time | None:
    return None if stored is None else time.fromisoformat(stored)


def _clock(at: time | None) -> str | None:
    return None if at is None else f"{at:%H:%M}"
