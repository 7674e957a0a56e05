"""Rounds by the clock of what needs no more than that: backups, and the retention of sources."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from bot.scheduling.ticks import Ticks
from bot.scheduling.worker import Worker, at_work

BACKUPS = 600.0  # seconds between two looks whether a backup is due
RETENTION = 3_600.0  # whether the time of a source is over


class Rounds:
    """Work that comes round. `round` can be run by hand."""

    def __init__(self, name: str, seconds: float, work: Callable[[], Awaitable[None]]) -> None:
        self.round = work
        self._name = name
        self._seconds = seconds

    @asynccontextmanager
    async def running(self, ticks: Ticks) -> AsyncIterator[None]:
        """A round at every tick until the block ends."""
        async with at_work(ticks, (self._seconds, Worker(self._name, self.round))):
            yield
