"""The line before SQLite's one writer: who asks first writes first, and short words may go ahead.

The pool has no order: whoever asks in the moment in which the connection comes back takes it before those
who wait, and a stream of transactions would keep a short one out for as long as it lasts.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.errors import DatabaseAway
from storage.sqlite import PATIENCE

Queue = deque[asyncio.Future[None]]


class Line:
    """Turns to write, one at a time. Of those that go ahead no two do so in a row while others wait."""

    def __init__(self, where: str) -> None:
        self._where = where
        self._taken = False
        self._was_ahead = False
        self._ahead: Queue = deque()
        self._others: Queue = deque()

    @property
    def is_taken(self) -> bool:
        """Whether somebody writes, so that whoever asks has to wait."""
        return self._taken

    @asynccontextmanager
    async def turn(self, *, ahead: bool = False) -> AsyncIterator[None]:
        """Raises DatabaseAway when it does not come in time."""
        try:
            async with asyncio.timeout(PATIENCE):
                await self._wait(self._ahead if ahead else self._others)
        except TimeoutError:
            raise DatabaseAway(f"{self._where}: others keep writing. Try again in a moment.") from None
        try:
            yield
        finally:
            self._pass_on()

    async def _wait(self, queue: Queue) -> None:
        if not self._taken:
            self._taken, self._was_ahead = True, queue is self._ahead
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        queue.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():  # it came in the same moment
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        """Let the next one write; who gave up waiting is passed over."""
        queues = (self._others, self._ahead) if self._was_ahead else (self._ahead, self._others)
        for queue in queues:
            while queue:
                turn = queue.popleft()
                if not turn.done():
                    self._was_ahead = queue is self._ahead
                    turn.set_result(None)
                    return
        self._taken = False
