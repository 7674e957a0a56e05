"""Chats: what is on record of the chat that a message comes from."""

from dataclasses import dataclass, replace

from bot.model.chat import Chat, ChatKind
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Chats:
    """The use cases of a chat's own row."""

    store: Store

    async def of(self, chat_id: int, kind: ChatKind, title: str | None = None) -> Chat:
        """The chat with its settings under its present title; fresh, and not stored, when unknown."""
        async with self.store.read() as tx:
            known = await tx.chats.get(chat_id)
        return Chat(chat_id, kind, title) if known is None else replace(known, title=title or known.title)
