"""Ticks: APScheduler pokes a few workers every so often. What there is to do, the database says.

Nothing is lost with a tick that is late or never comes: the next one asks the same question.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.clock import now

Poke = Callable[[], Awaitable[None]]

LOOK = 10.0  # seconds between looks whether the clock was set back


class Ticks:
    """Pokes by the clock, until it is closed."""

    def __init__(self) -> None:
        from apscheduler.schedulers.asyncio import AsyncIOScheduler  # imported late: the terminal needs none

        lenient = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
        self._scheduler: Any = AsyncIOScheduler(timezone=UTC, job_defaults=lenient)

    def every(self, seconds: float, name: str, poke: Poke) -> None:
        """Poke at once when it starts, and from then on every so many seconds."""
        self._scheduler.add_job(poke, "interval", seconds=seconds, id=name, next_run_time=now())

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        self._scheduler.start()
        look = asyncio.create_task(self._keep_looking())
        try:
            yield
        finally:
            look.cancel()
            self._scheduler.shutdown(wait=False)

    def catch_up(self, at: datetime) -> None:
        """A tick is never further away than its interval: when the clock was set back, it comes at once."""
        for job in self._scheduler.get_jobs():
            if job.next_run_time - at > job.trigger.interval + timedelta(seconds=1):
                job.modify(next_run_time=at)

    async def _keep_looking(self) -> None:
        while True:
            await asyncio.sleep(LOOK)
            self.catch_up(now())
