"""A clock set by hand, in the place of the event loop's, and a Telegram that answers by it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from typing import Any

from bot.sending.limiter import RateLimiter
from bot.sending.limits import ChatId, Urgency
from bot.sending.start import at_start

START = 1000.0


@dataclass
class Alarm:
    callback: Callable[[], None]
    cancelled: bool = False

    def cancel(self) -> None:
        self.cancelled = True


class HandClock:
    """Time passes when `advance` says so; what is due on the way happens at its moment."""

    def __init__(self) -> None:
        self.now = START
        self._alarms: list[tuple[float, int, Alarm]] = []
        self._order = count()

    def time(self) -> float:
        return self.now

    def call_at(self, when: float, callback: Callable[[], None]) -> Alarm:
        alarm = Alarm(callback)
        heappush(self._alarms, (when, next(self._order), alarm))
        return alarm

    async def sleep(self, seconds: float) -> None:
        if not seconds:
            return
        over = asyncio.get_running_loop().create_future()
        self.call_at(self.now + seconds, lambda: None if over.done() else over.set_result(None))
        await over

    async def advance(self, seconds: float) -> None:
        end = self.now + seconds
        await settled()
        while self._alarms and self._alarms[0][0] <= end:
            when, _, alarm = heappop(self._alarms)
            if alarm.cancelled:
                continue
            self.now = max(self.now, when)
            alarm.callback()
            await settled()
        self.now = end


async def settled() -> None:
    """Let every task go on as far as it can."""
    for _ in range(8):
        await asyncio.sleep(0)


@dataclass
class Calls:
    """Calls through a limiter. `way` says how many seconds each takes there and back.

    `writing` is how long it takes to put each on record before it goes. `faults` are raised by a chat's
    next calls.
    """

    clock: HandClock
    limiter: RateLimiter
    way: Callable[[], tuple[float, float]] = lambda: (0.0, 0.0)
    writing: float = 0.0
    faults: dict[ChatId | None, list[Exception]] = field(default_factory=dict)
    begun: list[tuple[float, ChatId | None]] = field(default_factory=list)
    seen: list[float] = field(default_factory=list)
    tasks: list[asyncio.Task[Any]] = field(default_factory=list)

    def call(
        self, chat_id: ChatId | None = 7, urgency: Urgency | None = None, endpoint: str = "sendMessage"
    ) -> asyncio.Task[Any]:
        """A call that goes as soon as it may."""
        task = asyncio.create_task(self._call(chat_id, urgency, endpoint))
        self.tasks.append(task)
        return task

    async def _call(self, chat_id: ChatId | None, urgency: Urgency | None, endpoint: str) -> Any:
        data = {} if chat_id is None else {"chat_id": chat_id}
        with at_start(lambda: self.clock.sleep(self.writing)):
            return await self.limiter.process_request(self._arrive, (chat_id,), {}, endpoint, data, urgency)

    def wave(self, chat_id: ChatId | None) -> asyncio.Task[Any]:
        return self.call(chat_id, Urgency.WAVE)

    def times(self, chat_id: ChatId | None = None) -> list[float]:
        """Seconds from the start at which calls went out, of one chat or of all."""
        return [round(when - START, 3) for when, chat in self.begun if chat_id is None or chat == chat_id]

    async def _arrive(self, chat_id: ChatId | None) -> bool:
        self.begun.append((self.clock.time(), chat_id))
        there, back = self.way()
        await self.clock.sleep(there)
        self.seen.append(self.clock.time())
        await self.clock.sleep(back)
        faults = self.faults.get(chat_id)
        if faults:
            raise faults.pop(0)
        return True
