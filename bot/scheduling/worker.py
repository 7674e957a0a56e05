"""A worker: does its work when it is poked, one round at a time."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from time import monotonic

from bot.errors import DatabaseAway
from bot.measures import count, took
from bot.measures.names import ROUNDS, ROUNDS_BEGUN, ROUNDS_FAILED
from bot.model.notice import Trouble
from bot.scheduling.ticks import Ticks

AGAIN = 60.0  # seconds until a fault that goes on is told once more

log = logging.getLogger(__name__)


class Worker:
    """Whoever pokes it while it works has it work once more afterwards; nothing piles up."""

    def __init__(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        self.name = name
        self._work = work
        self._poked = asyncio.Event()
        self._told = ""
        self._told_at = 0.0

    async def poke(self) -> None:
        """There may be something to do."""
        self._poked.set()

    async def run(self) -> None:
        """Work until cancelled. A round that fails is told in the log, and the next poke begins another."""
        while True:
            await self._poked.wait()
            self._poked.clear()
            count(ROUNDS_BEGUN, self.name)
            begun = monotonic()
            try:
                await self._work()
                took(ROUNDS, monotonic() - begun, self.name)
                self._told = ""
            except Exception as fault:  # the last net of a tick: the next finds the same rows
                count(ROUNDS_FAILED, self.name)
                self._tell(fault)

    def _tell(self, fault: Exception) -> None:
        """Each fault at once, and while it goes on once a minute: ticks come every second."""
        words, now = repr(fault), monotonic()
        if words == self._told and now - self._told_at < AGAIN:
            return
        self._told, self._told_at = words, now
        if isinstance(fault, DatabaseAway):
            matter = {"trouble": Trouble.DATABASE, "detail": str(fault)}
            log.warning("%s waits: %s", self.name, fault, extra=matter)
        else:
            log.error("%s failed, and is tried again at its next tick", self.name, exc_info=fault)


@asynccontextmanager
async def at_work(ticks: Ticks, *workers: tuple[float, Worker]) -> AsyncIterator[None]:
    """Have each worker work every so many seconds, until the block ends: a round in hand is cut off then."""
    for seconds, worker in workers:
        ticks.every(seconds, worker.name, worker.poke)
    tasks = [asyncio.create_task(worker.run(), name=worker.name) for _, worker in workers]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
