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

    When it is `shared`, other processes write into the inbox too: what comes after the lane has begun is read
    from there, so that all of it is in order.

    `chats` has the supergroup too that the chat became meanwhile, after it; `ours` those whose turn we have.
    """

    def __init__(
        self, chat_id: int | None, load: Load, *, behind: bool = False, shared: bool = False
    ) -> None:
        self.chats = [chat_id]
        self.ours: list[int | None] = []
        self._load = load
        self._shared = shared
        self._begun = False
        self._waiting: deque[Envelope] = deque()
        self._known: dict[int, Envelope] = {}  # came to this process, and are read from the inbox again
        self._behind = self._missed = behind
        self._in_hand: set[int] = set()  # taken out, and still in the inbox
        self._stirred = asyncio.Event()
        self._hurried = False

    def put(self, envelope: Envelope) -> None:
        """Let it wait: in memory, or in the inbox where it was written down before."""
        if self._behind or len(self._waiting) >= MOST or (self._shared and self._begun):
            self._behind = self._missed = True
            if self._shared and len(self._known) < MOST:
                self._known[envelope.update_id] = envelope
        else:
            self._waiting.append(envelope)
        self._stirred.set()

    def begin(self, inbox: Sequence[int]) -> None:
        """Its turn has come, and this is what the inbox has of it: what waits in memory, if all is well."""
        self._begun = True
        self.ours = self.chats[:1]
        if [envelope.update_id for envelope in self._waiting] != list(inbox):
            self._known |= {envelope.update_id: envelope for envelope in self._waiting}
            self._look()

    def doubt(self) -> None:
        """Somebody else may have had its turn: only the inbox knows what is left."""
        self._known.clear()
        self._in_hand.clear()
        self._look()

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
            self._waiting.extend(
                self._known.pop(e.update_id, e) for e in found if e.update_id not in self._in_hand
            )
            self._behind = self._missed or len(found) >= limit
            if not self._behind:
                self._known.clear()
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

    def _look(self) -> None:
        self._waiting.clear()
        self._behind = self._missed = True

    def _pop(self) -> Envelope:
        envelope = self._waiting.popleft()
        self._in_hand.add(envelope.update_id)
        return envelope

    async def _following(self, patience: float) -> Envelope | None:
        """What comes next; it stays in the lane."""
        self._stirred.clear()
        self._behind |= self._shared  # it may have come to another process
        if not await self.ready() and not self._hurried:
            try:
                async with asyncio.timeout(patience):
                    await self._stirred.wait()
            except TimeoutError:
                self._behind |= self._shared
        return self._waiting[0] if await self.ready() else None
