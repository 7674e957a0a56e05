"""Feeds by the clock: a worker that asks what is due, a round at a time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from bot.scheduling.ticks import Ticks
from bot.scheduling.worker import Worker
from bot.services.polling import Polling

TICK = 30.0  # seconds


class FeedRounds:
    """Everything that makes feeds be read. `round` can be run by hand."""

    def __init__(self, polling: Polling) -> None:
        self._polling = polling

    @asynccontextmanager
    async def running(self, ticks: Ticks) -> AsyncIterator[None]:
        """Ask at every tick until the block ends. What is cut off is asked again when its lease ends."""
        worker = Worker("the reading of feeds", self.round)
        ticks.every(TICK, "feeds", worker.poke)
        task = asyncio.create_task(worker.run())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def round(self) -> None:
        """Ask until nothing is due any more."""
        while await self._polling.round():
            pass
