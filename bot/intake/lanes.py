"""Lanes: updates of one chat are handled one after the other, those of different chats side by side."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence

from bot.intake.envelope import Envelope
from bot.intake.pastes import goes_on, may_go_on

AT_ONCE = 64  # chats that are handled side by side

Handle = Callable[[Sequence[Envelope]], Awaitable[None]]


class Lane:
    """What waits of one chat."""

    def __init__(self) -> None:
        self.waiting: deque[Envelope] = deque()
        self._stirred = asyncio.Event()

    def put(self, envelope: Envelope) -> None:
        self.waiting.append(envelope)
        self._stirred.set()

    def wake(self) -> None:
        """Wait for nothing more."""
        self._stirred.set()

    async def following(self, patience: float) -> Envelope | None:
        """What comes next, waiting a little for it; it stays in the lane."""
        self._stirred.clear()
        if not self.waiting:
            try:
                async with asyncio.timeout(patience):
                    await self._stirred.wait()
            except TimeoutError:
                return None
        return self.waiting[0] if self.waiting else None


class Lanes:
    """Hands each chat's updates to `handle` in order, the parts of one paste together.

    `handle` must not raise. A part is waited for at most `paste_wait` seconds.
    """

    def __init__(self, handle: Handle, *, paste_wait: float, at_once: int = AT_ONCE) -> None:
        self._handle = handle
        self._paste_wait = paste_wait
        self._slots = asyncio.Semaphore(at_once)
        self._lanes: dict[int, Lane] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._closing = False

    def put(self, envelope: Envelope) -> None:
        """Let an update wait for its turn."""
        lane = self._lanes.get(envelope.lane)
        if lane is None:
            lane = self._lanes[envelope.lane] = Lane()
            task = asyncio.create_task(self._run(envelope.lane, lane), name=f"lane {envelope.lane}")
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        lane.put(envelope)

    async def idle(self) -> None:
        """Return when nothing waits and nothing is being handled."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def close(self, grace: float) -> None:
        """Finish what is in hand, within `grace` seconds; what waits stays in the inbox."""
        self._closing = True
        for lane in self._lanes.values():
            lane.wake()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=grace)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _run(self, key: int, lane: Lane) -> None:
        while lane.waiting and not self._closing:
            parts = await self._next(lane)
            async with self._slots:
                await self._handle(parts)
        del self._lanes[key]

    async def _next(self, lane: Lane) -> list[Envelope]:
        """The next update with all the parts of its paste."""
        parts = [lane.waiting.popleft()]
        while may_go_on(parts[-1]) and not self._closing:
            following = await lane.following(self._paste_wait)
            if following is None or not goes_on(parts[-1], following):
                break
            parts.append(lane.waiting.popleft())
        return parts
