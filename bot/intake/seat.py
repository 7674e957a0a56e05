"""A seat: the fetching of updates, which one process of the bot does at a time, while the others stand by."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from bot.errors import DatabaseAway
from bot.measures import count
from bot.measures.names import STANDBY
from storage.presence import Presence

LOOK = 1.0  # seconds between looks whether the seat is free

log = logging.getLogger(__name__)

Work = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Seat:
    """One of its name for all processes on a database; without a presence there is no other process."""

    name: str
    presence: Presence | None

    async def held(self, work: Work) -> None:
        """Do the work whenever the seat is ours, until it ends or raises; cancelled when the seat is lost."""
        if self.presence is None:
            await work()
            return
        ended, space = False, self.presence.space(self.name)
        while not ended:
            await self._take(self.presence, space)
            try:
                ended = await _ended(work, before=self.presence.gone())
            finally:
                with suppress(DatabaseAway):
                    await self.presence.drop(space, [0])

    async def _take(self, presence: Presence, space: int) -> None:
        told = False
        while True:
            with suppress(DatabaseAway):
                await presence.back()
                if await presence.hold(space, [0]):
                    log.info("%s: it is this process's turn", self.name)
                    return
                if not told:
                    log.info("%s: another process is at it, this one stands by", self.name)
                told = True
                count(STANDBY)
            await asyncio.sleep(LOOK)


async def _ended(work: Work, *, before: Awaitable[None]) -> bool:
    """Whether the work ended before that; if not, it is cancelled. Raises what it raises."""
    working, waiting = asyncio.ensure_future(work()), asyncio.ensure_future(before)
    try:
        await asyncio.wait([working, waiting], return_when=asyncio.FIRST_COMPLETED)
        return working.done() and working.result() is None
    finally:
        for task in (working, waiting):
            task.cancel()
        await asyncio.gather(working, waiting, return_exceptions=True)
