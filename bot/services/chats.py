"""Chats: what is on record of the chat that a message comes from."""

from dataclasses import dataclass, replace

from bot.model.chat import Chat, ChatKind, Editors
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Chats:
    """The use cases of a chat's own row."""

    store: Store

    async def let_edit(self, chat: Chat, editors: Editors) -> Chat:
        """Set who may correct and delete; the chat as it is then."""
        chat = replace(chat, editors=editors)
        async with self.store.begin() as tx:
            await tx.chats.put(chat)
        return chat

    async def of(self, chat_id: int, kind: ChatKind, title: str | None = None) -> Chat:
        """The chat with its settings under its present title; fresh, and not stored, when unknown."""
        async with self.store.read() as tx:
            known = await tx.chats.get(chat_id)
        return Chat(chat_id, kind, title) if known is None else replace(known, title=title or known.title)
