"""Turns: a chat's updates are handled by one process at a time, whichever of them they came to."""

import asyncio
import zlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from bot.errors import DatabaseAway
from storage.presence import Presence

FIRST = 101  # updates of a chat that are told with its turn

_WAITING = (
    "SELECT chat_id FROM inbox WHERE bot_id = $1 AND done_at IS NULL "
    "GROUP BY chat_id ORDER BY min(update_id) LIMIT $2"
)
_FIRST = (
    "SELECT c, ARRAY(SELECT update_id FROM inbox WHERE bot_id = $1 AND chat_id = c AND done_at IS NULL "
    "ORDER BY update_id LIMIT $3) FROM unnest($2::bigint[]) AS c"
)


@dataclass(frozen=True, slots=True, eq=False)
class _Wish:
    """A chat whose turn is asked for, or given back."""

    chat_id: int | None
    key: int
    answer: "asyncio.Future[list[int] | None]" = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )


class Turns:
    """The turns of one bot's chats. Who asks while the database is being asked shares the next question."""

    shared = True

    def __init__(self, presence: Presence, bot_id: int) -> None:
        self._presence = presence
        self._bot_id = bot_id
        self._space = presence.space(f"turns {bot_id}")
        self._wanted: list[_Wish] = []
        self._returned: list[_Wish] = []
        self._asking: asyncio.Task[None] | None = None

    @property
    def era(self) -> int:
        """Another one after every break: what was known of a chat then may be old."""
        return self._presence.era

    async def take(self, chat_id: int | None) -> list[int] | None:
        """The first numbers that wait in the inbox of a chat whose turn is ours now; None when it is not.

        Of updates that belong to no chat nothing is told.
        """
        return await self._wish(self._wanted, chat_id)

    async def give(self, chat_ids: Collection[int | None]) -> list[int | None]:
        """The turn is over. Those of the chats in whose inbox something waits after that."""
        answers = await asyncio.gather(*(self._wish(self._returned, chat_id) for chat_id in chat_ids))
        return [chat_id for chat_id, waiting in zip(chat_ids, answers, strict=True) if waiting]

    def holds(self, chat_id: int | None) -> bool:
        return self._presence.holds(self._space, _key(chat_id))

    async def still(self, chat_id: int | None) -> bool:
        """Whether the turn is ours still; after a break that is known when the connection is back."""
        if not self._presence.is_here:
            await self._presence.back()
        return self.holds(chat_id)

    async def waiting(self, limit: int) -> list[int | None]:
        """Chats in whose inbox something waits, whose turn ever it is, longest waiting first."""
        await self._presence.back()
        return [row[0] for row in await self._presence.ask(_WAITING, self._bot_id, limit)]

    async def _wish(self, wishes: list[_Wish], chat_id: int | None) -> list[int] | None:
        wish = _Wish(chat_id, _key(chat_id))
        wishes.append(wish)
        if self._asking is None:
            self._asking = asyncio.create_task(self._ask_all())
        return await wish.answer

    async def _ask_all(self) -> None:
        try:
            while self._wanted or self._returned:
                wanted, self._wanted = self._wanted, []
                returned, self._returned = self._returned, []
                answers = await self._ask(wanted, returned)
                for wish in (*wanted, *returned):
                    if not wish.answer.done():  # who asked may have been cancelled meanwhile
                        wish.answer.set_result(answers.get(wish))
        finally:
            self._asking = None

    async def _ask(self, wanted: Sequence[_Wish], returned: Sequence[_Wish]) -> dict[_Wish, list[int]]:
        """What waits of those given back, and of those got. A turn that is wanted again was given back."""
        got: set[int] = set()
        try:
            await self._presence.drop(self._space, [wish.key for wish in returned])
            got = await self._presence.hold(self._space, [wish.key for wish in wanted])
            told = [*returned, *(wish for wish in wanted if wish.key in got)]
            waiting = await self._waiting_of({wish.chat_id for wish in told if wish.chat_id is not None})
            return {wish: waiting.get(wish.chat_id, []) for wish in told}
        except DatabaseAway:
            await self._presence.drop(self._space, [wish.key for wish in wanted if wish.key in got])
            return {}

    async def _waiting_of(self, chat_ids: Collection[int]) -> dict[int | None, list[int]]:
        rows = await self._presence.ask(_FIRST, self._bot_id, list(chat_ids), FIRST) if chat_ids else []
        return {chat_id: list(first) for chat_id, first in rows}


def _key(chat_id: int | None) -> int:
    """Two chats may have the same one: then they are handled by one process at a time, and all is well."""
    return zlib.crc32(b"%d" % (chat_id or 0)) & 0x7FFFFFFF
