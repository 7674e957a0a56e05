"""Who waits for their turn: the chats by turns, the calls of one chat in order."""

import asyncio
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.sending.limits import ChatId, Urgency


@dataclass(slots=True, eq=False)
class Waiter:
    """One call that waits; `turn` is done when it may go."""

    chat_id: ChatId | None
    urgency: Urgency
    turn: asyncio.Future[None] = field(repr=False)


class Line:
    """The calls of one urgency that wait."""

    def __init__(self) -> None:
        self._chats: dict[ChatId | None, deque[Waiter]] = {}
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, waiter: Waiter) -> None:
        """Behind those of its chat."""
        self._chats.setdefault(waiter.chat_id, deque()).append(waiter)
        self._count += 1

    def remove(self, waiter: Waiter) -> None:
        """It goes, or is given up; nothing when it did before. Its chat comes last among the chats then."""
        own = self._chats.get(waiter.chat_id, deque())
        if waiter not in own:
            return
        own.remove(waiter)
        self._count -= 1
        del self._chats[waiter.chat_id]
        if own:
            self._chats[waiter.chat_id] = own

    def heads(self) -> Iterator[Waiter]:
        """The first of each chat, the chat that waits longest first. Begin anew after any change."""
        return (own[0] for own in self._chats.values())

    def everybody(self) -> list[Waiter]:
        return [waiter for own in self._chats.values() for waiter in own]
