"""The shelf: updates for which there was no room, tried again one after the other, the oldest first."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Sequence

from bot.intake.envelope import Envelope

FIRST, LONGEST = 5.0, 60.0  # seconds between tries: each twice as long as the one before
MOST_TRIES = 1_440  # about a day

Again = Callable[[Sequence[Envelope]], Awaitable[bool]]
GiveUp = Callable[[Sequence[Envelope]], Awaitable[None]]


def pauses() -> Iterator[float]:
    """Seconds before each try of one update, until it is given up."""
    return (min(FIRST * 2**number, LONGEST) for number in range(MOST_TRIES))


class Shelf:
    """What is on it stays in the inbox, too: a process that ends loses nothing of it.

    `again` handles an update and says whether it is through; `give_up` takes one that never was.
    """

    def __init__(self, again: Again, give_up: GiveUp, pause: Callable[[float], Awaitable[None]]) -> None:
        self._again = again
        self._give_up = give_up
        self._pause = pause
        self._waiting: deque[Sequence[Envelope]] = deque()
        self._task: asyncio.Task[None] | None = None

    def put(self, envelopes: Sequence[Envelope]) -> None:
        """Try it again later, after all that waits already."""
        self._waiting.append(envelopes)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._work(), name="shelf")

    @property
    def ids(self) -> set[int]:
        """The updates that are on it."""
        return {envelope.update_id for envelopes in self._waiting for envelope in envelopes}

    async def empty(self) -> None:
        """Return when nothing is on it."""
        if self._task is not None:
            await self._task

    async def close(self) -> None:
        """What is on it stays in the inbox."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _work(self) -> None:
        while self._waiting:
            if not await self._through(self._waiting[0]):
                await self._give_up(self._waiting[0])
            self._waiting.popleft()

    async def _through(self, envelopes: Sequence[Envelope]) -> bool:
        for seconds in pauses():
            await self._pause(seconds)
            if await self._again(envelopes):
                return True
        return False
