"""Views: the state behind a message's buttons, kept so that they work after a restart."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from bot.errors import DatabaseAway, DatabaseBusy, DatabaseFull
from bot.model.chat import Chat
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Views:
    """Small JSON objects by number, each belonging to one chat."""

    store: Store

    async def put(self, chat_id: int, kind: str, state: Mapping[str, object]) -> int:
        """Keep a state; the number to put behind a button.

        0, which is no state's, when there is no room: an answer matters more than the buttons below it.
        """
        try:
            async with self.store.begin() as tx:
                return await tx.views.put(chat_id, kind, dict(state))
        except (DatabaseFull, DatabaseBusy):
            return 0

    async def keep(self, chat_id: int, number: int, kind: str, state: Mapping[str, object]) -> None:
        """Keep a state under a number that is behind a button already.

        Where that fails the button is stale: the answer is with whoever asked, and matters more.
        """
        with suppress(DatabaseFull, DatabaseBusy, DatabaseAway):
            async with self.store.begin() as tx:
                home = chat_id if await tx.chats.get(chat_id) else await tx.moves.of(chat_id)
                if home is not None:  # it may have moved with the answer
                    await tx.views.keep(home, number, kind, dict(state))

    async def put_first(self, chat: Chat, kind: str, state: Mapping[str, object]) -> int:
        """The same in a chat that may not be on record yet."""
        async with self.store.begin() as tx:
            if await tx.chats.get(chat.id) is None:
                await tx.chats.put(chat)
            return await tx.views.put(chat.id, kind, dict(state))

    async def get(self, chat_id: int, number: int, kind: str) -> Mapping[str, object] | None:
        """The state of that number and kind, None when this chat has none."""
        async with self.store.read() as tx:
            found = await tx.views.get(chat_id, number)
        return found[1] if found is not None and found[0] == kind else None
