"""Recovery: when a process of the bot is gone, the others take up at once what it had in hand."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

from bot.errors import DatabaseAway
from bot.services.living import Living

TICK = 2.0  # seconds

log = logging.getLogger(__name__)

Recover = Callable[[], Awaitable[None]]


class Recovery:
    """Looks who is at work, and recovers what was had by those who no longer are. `round` runs it by hand."""

    def __init__(self, living: Living, recover: Sequence[Recover]) -> None:
        self._living = living
        self._recover = recover

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Look every so often, until the block ends; never where there can be no other process."""
        task = asyncio.create_task(self._run()) if self._living.are_several else None
        try:
            yield
        finally:
            if task:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)

    async def round(self) -> None:
        """Look once."""
        if gone := await self._living.gone():
            log.info("%d other processes are gone: what they had in hand is taken up", gone)
            for recover in self._recover:
                await recover()
            self._living.recovered()

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(TICK)
            try:
                await self.round()
            except DatabaseAway as fault:  # the next look finds the same
                log.debug("who is at work cannot be seen: %s", fault)
            except Exception:  # the last net: what others leave must be taken up by somebody
                log.exception("what a gone process had in hand cannot be taken up, and is tried again")
