"""One lane: the updates of a chat that wait for their turn, the first of them in memory."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence

from bot.intake.envelope import Envelope
from bot.intake.pastes import goes_on, may_go_on

MOST = 100  # updates of one chat in memory; what comes on top is read from the inbox later

Load = Callable[[Sequence[int | None], int], Awaitable[list[Envelope]]]


class Lane:
    """Holds what waits of one chat. With `behind`, it begins with what the inbox has of that chat.

    `chats` has the supergroup too that the chat became meanwhile, after it.
    """

    def __init__(self, chat_id: int | None, load: Load, *, behind: bool = False) -> None:
        self.chats = [chat_id]
        self._load = load
        self._waiting: deque[Envelope] = deque()
        self._behind = self._missed = behind
        self._in_hand: set[int] = set()  # taken out, and still in the inbox
        self._stirred = asyncio.Event()
        self._hurried = False

    def put(self, envelope: Envelope) -> None:
        """Let it wait: in memory, or in the inbox where it was written down before."""
        if self._behind or len(self._waiting) >= MOST:
            self._behind = self._missed = True
        else:
            self._waiting.append(envelope)
        self._stirred.set()

    def hurry(self) -> None:
        """Wait for no further part of a paste."""
        self._hurried = True
        self._stirred.set()

    async def ready(self) -> bool:
        """Whether something waits; reads on in the inbox when memory has no more."""
        while self._behind and not self._waiting:
            self._missed = False  # what comes while we read is either read now, or makes us read again
            limit = MOST + len(self._in_hand)
            found = await self._load(self.chats, limit)
            self._waiting.extend(e for e in found if e.update_id not in self._in_hand)
            self._behind = self._missed or len(found) >= limit
        return bool(self._waiting)

    async def take(self, patience: float) -> list[Envelope]:
        """The next update, with all parts of its paste; each part is waited for that many seconds."""
        self._in_hand.clear()
        parts = [self._pop()]
        while may_go_on(parts[-1]):
            following = await self._following(patience)
            if following is None or not goes_on(parts[-1], following):
                break
            parts.append(self._pop())
        return parts

    def _pop(self) -> Envelope:
        envelope = self._waiting.popleft()
        self._in_hand.add(envelope.update_id)
        return envelope

    async def _following(self, patience: float) -> Envelope | None:
        """What comes next; it stays in the lane."""
        self._stirred.clear()
        if not await self.ready() and not self._hurried:
            try:
                async with asyncio.timeout(patience):
                    await self._stirred.wait()
            except TimeoutError:
                return None
        return self._waiting[0] if await self.ready() else None
