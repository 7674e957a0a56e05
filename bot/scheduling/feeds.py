"""Feeds by the clock: a worker that asks what is due, a round at a time."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.scheduling.ticks import Ticks
from bot.scheduling.worker import Worker, at_work
from bot.services.polling import Polling

TICK = 30.0  # seconds


class FeedRounds:
    """Everything that makes feeds be read. `round` can be run by hand."""

    def __init__(self, polling: Polling) -> None:
        self._polling = polling
        self.recover = polling.recover

    @asynccontextmanager
    async def running(self, ticks: Ticks) -> AsyncIterator[None]:
        """Ask at every tick until the block ends. What is cut off is asked again at the next start."""
        await self._polling.recover()
        async with at_work(ticks, (TICK, Worker("the reading of feeds", self.round))):
            yield

    async def round(self) -> None:
        """Ask until nothing is due any more."""
        while await self._polling.round():
            pass
