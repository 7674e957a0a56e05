"""Chats, and the counters that number what belongs to them."""

from functools import lru_cache
from typing import Any

from sqlalchemy import Column, Executable, bindparam, select, update

from bot.errors import NotFound
from bot.model.chat import Chat, ChatKind, Editors
from storage.session import Session
from storage.tables import chats
from storage.upsert import upsert


class Chats:
    """The chats the bot knows."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def get(self, chat_id: int) -> Chat | None:
        row = (await self._session.run(chat_id, select(chats).where(chats.c.id == chat_id))).first()
        if row is None:
            return None
        return Chat(row.id, ChatKind(row.kind), row.title, row.zone, row.language, Editors(row.editors))

    async def put(self, chat: Chat) -> None:
        """Insert or replace; the counters go on."""
        row = {
            "id": chat.id,
            "kind": chat.kind.value,
            "title": chat.title,
            "zone": chat.zone,
            "language": chat.language,
            "editors": chat.editors.value,
        }
        await self._session.run(chat.id, upsert(self._session.dialect, chats, tuple(row)), row)


async def take(session: Session, chat_id: int, counter: Column[int], count: int = 1) -> int:
    """The first of `count` numbers that the chat has never used. Raises NotFound for an unknown chat."""
    values = {"chat": chat_id, "count": count}
    after: int | None = (await session.run(chat_id, _taking(counter), values)).scalar_one_or_none()
    if after is None:
        raise NotFound("chat", chat_id)
    return after - count


@lru_cache(maxsize=8)
def _taking(counter: Column[int]) -> Executable:
    taken: dict[Any, Any] = {counter: counter + bindparam("count")}
    return update(chats).where(chats.c.id == bindparam("chat")).values(taken).returning(counter)
