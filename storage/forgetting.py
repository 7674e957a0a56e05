"""Forgetting: a chat and every row that is its, gone for good.

It goes by the tables themselves, so that one which is added later is not left behind.
"""

from typing import Final

from sqlalchemy import Table, column, delete, func, literal, select, table, text, update

from storage.session import Session
from storage.tables import chats, events, inbox, metadata

TIDIED = 100_000  # events of all chats together up to which the index of words is tidied at once

# What is kept although it names the chat: needed to go on, and without a word of what was handed in.
KEPT: Final = {
    "access": "who may use the bot, which is its owner's to say",
    "moves": "under which id a group goes on",
}
_slots = table("search_slots", column("chat_id"))  # the chat's place in SQLite's index of words


def of_chats() -> tuple[Table, ...]:
    """Every table with rows that name their chat, but for the inbox, which is emptied in its own way."""
    return tuple(t for t in metadata.tables.values() if "chat_id" in t.c and t is not inbox)


class Forgetting:
    """Deletes a chat whole, within the transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def forget(self, chat_id: int) -> None:
        """Delete all that the chat has. SQLite overwrites it too; PostgreSQL does so when it cleans up."""
        sqlite = self._session.dialect == "sqlite"
        if sqlite:
            await self._session.house(text("PRAGMA secure_delete=ON"))
        for own in reversed(of_chats()):
            await self._session.run(chat_id, delete(own).where(own.c.chat_id == chat_id))
        await self._session.run(chat_id, delete(chats).where(chats.c.id == chat_id))
        await self._empty_inbox(chat_id)
        if sqlite:
            await self._forget_words(chat_id)
            await self._session.house(text("PRAGMA secure_delete=OFF"))

    async def _forget_words(self, chat_id: int) -> None:
        """The chat's place in the index of words, and what that keeps of deleted words until it is tidied.

        In a very large file that would hold everybody up; the index tidies itself as it grows.
        """
        await self._session.run(chat_id, delete(_slots).where(_slots.c.chat_id == chat_id))
        some = select(literal(1)).select_from(events).limit(TIDIED + 1).subquery()
        if (await self._session.house(select(func.count()).select_from(some))).scalar_one() <= TIDIED:
            await self._session.house(text("INSERT INTO events_search(events_search) VALUES('optimize')"))

    async def _empty_inbox(self, chat_id: int) -> None:
        """What was handled keeps its bare number, so as not to be taken for new; what waits is still read."""
        handled = update(inbox).where(inbox.c.chat_id == chat_id, inbox.c.done_at.is_not(None))
        await self._session.run(chat_id, handled.values(body=None, error=None, chat_id=None))
