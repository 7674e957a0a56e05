"""Chats: what is on record of the chat that a message comes from."""

from dataclasses import dataclass, replace
from datetime import time

from bot.model.chat import Chat, ChatKind
from storage.store import Store

NIGHT = time(22), time(7)  # local


@dataclass(frozen=True, slots=True)
class Chats:
    """The use cases of a chat's own row."""

    store: Store
    bot_id: int | None = None

    async def put(self, chat: Chat) -> Chat:
        """Keep what was set for a chat; the chat as it is then."""
        async with self.store.begin() as tx:
            await tx.chats.put(chat)
        return chat

    async def hush_nights(self, chat: Chat, *, silent: bool) -> Chat:
        """Let nothing ring at night, or let it ring again; the chat as it is then."""
        since, until = NIGHT if silent else (None, None)
        chat = replace(chat, quiet_from=since, quiet_until=until)
        async with self.store.begin() as tx:
            await tx.chats.put(chat)
        return chat

    async def gather_digests(self, chat: Chat, thread: int | None) -> Chat:
        """Let all digests go to one topic of the group, or each to where it was set; the chat then."""
        chat = replace(chat, digest_thread=thread)
        async with self.store.begin() as tx:
            await tx.chats.put(chat)
        return chat

    async def watch(self, chat: Chat, *, watching: bool) -> Chat:
        """Let every post of a channel be read, or no more; the chat as it is then."""
        chat = replace(chat, watching=watching)
        async with self.store.begin() as tx:
            await tx.chats.put(chat)
        return chat

    async def of(self, chat_id: int, kind: ChatKind, title: str | None = None, language: str = "en") -> Chat:
        """The chat with its settings under its present title; where it went, when it moved.

        From then on its digests come from the bot that asks. One that is unknown is fresh, in the language
        of whoever writes first, and not stored.
        """
        async with self.store.read() as tx:
            known = await tx.chats.get(chat_id)
            if known is None and (moved := await tx.moves.of(chat_id)):
                chat_id, known = moved, await tx.chats.get(moved)
        if known is None:
            return Chat(chat_id, kind, title, language=language, bot_id=self.bot_id)
        if self.bot_id is not None and known.bot_id != self.bot_id:
            async with self.store.begin() as tx:
                await tx.chats.bind(chat_id, self.bot_id)
            known = replace(known, bot_id=self.bot_id)
        return replace(known, title=title or known.title)

    async def move(self, old: int, new: int) -> None:
        """The group `old` became the supergroup `new`: all of it goes there. Twice is as once."""
        async with self.store.begin() as tx:
            await tx.moves.move(old, new)
