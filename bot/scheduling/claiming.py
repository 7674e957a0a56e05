"""Claiming: what is due becomes what is owed, some at a time, so that commands get their turns in between."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.clock import Clock
from bot.services.claims import Claims

AT_ONCE = 100  # subscriptions of one transaction


class Claiming:
    """Claims all that is due; `then` is told as soon as something is owed."""

    def __init__(self, claims: Claims, clock: Clock, then: Callable[[], Awaitable[None]]) -> None:
        self._claims = claims
        self._clock = clock
        self._then = then

    async def round(self) -> None:
        """Claim until nothing is due any more."""
        await self._claims.at_work(self._clock())
        while True:
            claimed = await self._claims.claim(self._clock(), AT_ONCE)
            if claimed.owed:
                await self._then()
            if claimed.due < AT_ONCE:
                return
            await asyncio.sleep(0)
