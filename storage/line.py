"""The line before SQLite's one writer: who asks first writes first.

The pool has no order: whoever asks in the moment in which the connection comes back takes it before those
who wait, and a stream of transactions would keep a short one out for as long as it lasts.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.errors import DatabaseAway
from storage.sqlite import PATIENCE


class Line:
    """Turns to write, one at a time."""

    def __init__(self, where: str) -> None:
        self._where = where
        self._lock = asyncio.Lock()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Raises DatabaseAway when it does not come in time."""
        try:
            async with asyncio.timeout(PATIENCE):
                await self._lock.acquire()
        except TimeoutError:
            raise DatabaseAway(f"{self._where}: others keep writing. Try again in a moment.") from None
        try:
            yield
        finally:
            self._lock.release()
