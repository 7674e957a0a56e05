"""Retention by the clock: once an hour, sources whose time is over are taken out."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from bot.scheduling.ticks import Ticks
from bot.scheduling.worker import Worker
from bot.services.retention import Retention

TICK = 3_600.0  # seconds


class RetentionRounds:
    """Keeps what chats have wished. `round` can be run by hand."""

    def __init__(self, retention: Retention) -> None:
        self.round = retention.round

    @asynccontextmanager
    async def running(self, ticks: Ticks) -> AsyncIterator[None]:
        """Look at every tick until the block ends."""
        worker = Worker("the retention of sources", self.round)
        ticks.every(TICK, "retention", worker.poke)
        task = asyncio.create_task(worker.run())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
