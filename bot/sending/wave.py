"""The wave's own measure: evenly over each second, and no more than all replicas together may send."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from math import inf
from typing import Protocol

from bot.sending.limits import Limit

FASTER = 1.1  # than the limit on the average, so that what a busy moment cost is made good again
CATCH_UP = 1  # calls that may follow at once when the loop was held up
GOOD_FOR = 1.0  # seconds that a granted call may be used
AFTER_FAILURE = 1.0  # seconds until the allowance is asked again

log = logging.getLogger(__name__)


class Allowance(Protocol):
    """What all processes of the bot together may send of the wave."""

    def __call__(self, wanted: int) -> Awaitable[tuple[int, float]]:
        """How many may go within the next second, and in how many seconds to ask again."""

    def hold(self, seconds: float) -> Awaitable[None]:
        """Telegram asked the whole bot for a pause: let no process send in it."""


class Pace:
    """Lets one go every so often, so that a slot is always about to become free for an answer."""

    def __init__(self, limit: Limit | None) -> None:
        self._step = limit.seconds / limit.count / FASTER if limit else 0.0
        self._next = 0.0

    def opens(self, now: float) -> float:
        return max(self._next, now)

    def taken(self, now: float) -> None:
        self._next = max(self._next, now - CATCH_UP * self._step) + self._step


class Stock:
    """What the replicas' common allowance granted to this process and was not used yet.

    `changed` is called when it is worth to look again. Without an allowance there is no end of it.
    """

    def __init__(self, allowance: Allowance | None, changed: Callable[[], None]) -> None:
        self._allowance = allowance
        self._changed = changed
        self._left = 0
        self._stale_at = self._ask_at = 0.0
        self._asking: asyncio.Task[None] | None = None

    def opens(self, now: float, wanted: int, clock: Callable[[], float]) -> float:
        """When the next one may go: `now`, later, or `inf` while the allowance is asked."""
        if self._allowance is None or (self._left and now < self._stale_at):
            return now
        self._left = 0
        if self._asking is None and self._ask_at <= now:
            self._asking = asyncio.create_task(self._ask(self._allowance, wanted, clock))
        return inf if self._asking else self._ask_at

    def taken(self) -> None:
        self._left = max(self._left - 1, 0)

    async def hold(self, seconds: float) -> None:
        """Tell the other processes to pause."""
        if self._allowance is None:
            return
        try:
            await self._allowance.hold(seconds)
        except Exception:  # whatever it was: they will be told by Telegram
            log.exception("the other processes could not be told to pause")

    async def close(self) -> None:
        if self._asking:
            self._asking.cancel()
            await asyncio.gather(self._asking, return_exceptions=True)

    async def _ask(self, allowance: Allowance, wanted: int, clock: Callable[[], float]) -> None:
        try:
            self._left, wait = await allowance(wanted)
        except Exception:  # whatever it was: the wave waits, and answers do not
            log.exception("the common allowance could not be asked")
            wait = AFTER_FAILURE
        self._stale_at, self._ask_at = clock() + GOOD_FOR, clock() + wait
        self._asking = None
        self._changed()
