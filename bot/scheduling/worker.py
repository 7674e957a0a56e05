"""A worker: does its work when it is poked, one round at a time."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

log = logging.getLogger(__name__)


class Worker:
    """Whoever pokes it while it works has it work once more afterwards; nothing piles up."""

    def __init__(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        self._name = name
        self._work = work
        self._poked = asyncio.Event()

    async def poke(self) -> None:
        """There may be something to do."""
        self._poked.set()

    async def run(self) -> None:
        """Work until cancelled. A round that fails is told in the log, and the next poke begins another."""
        while True:
            await self._poked.wait()
            self._poked.clear()
            try:
                await self._work()
            except Exception:  # the last net of a tick: whatever it was, the next one finds the same rows
                log.exception("%s failed, and is tried again at its next tick", self._name)
