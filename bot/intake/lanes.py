"""Lanes: updates of one chat are handled one after the other, those of different chats side by side."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from bot.intake.envelope import Envelope
from bot.intake.lane import Lane, Load

AT_ONCE = 64  # chats that are handled side by side

Handle = Callable[[Sequence[Envelope]], Awaitable[None]]


class Lanes:
    """Hands each chat's updates to `handle` in order, the parts of one paste together.

    `load` reads what the inbox has of a chat. Neither may raise. A part is waited for at most
    `paste_wait` seconds.
    """

    def __init__(self, handle: Handle, load: Load, *, paste_wait: float, at_once: int = AT_ONCE) -> None:
        self._handle = handle
        self._load = load
        self._paste_wait = paste_wait
        self._slots = asyncio.Semaphore(at_once)
        self._lanes: dict[int | None, Lane] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._closing = False

    def put(self, envelope: Envelope) -> None:
        """Let an update wait for its turn."""
        chat_id = envelope.visitor.chat_id
        lane = self._lanes.get(chat_id) or self._begin(chat_id, behind=False)
        lane.put(envelope)

    def resume(self, chat_id: int | None) -> None:
        """Handle what the inbox has of a chat; to be called before anything new of it comes."""
        self._begin(chat_id, behind=True)

    async def idle(self) -> None:
        """Return when nothing waits and nothing is being handled."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def close(self, grace: float) -> None:
        """Finish what is in hand, within `grace` seconds; what waits stays in the inbox."""
        self._closing = True
        for lane in self._lanes.values():
            lane.hurry()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=grace)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _begin(self, chat_id: int | None, *, behind: bool) -> Lane:
        lane = self._lanes[chat_id] = Lane(chat_id, self._load, behind=behind)
        task = asyncio.create_task(self._run(chat_id, lane), name=f"lane {chat_id}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return lane

    async def _run(self, chat_id: int | None, lane: Lane) -> None:
        while not self._closing and await lane.ready():
            parts = await lane.take(self._paste_wait)
            async with self._slots:
                await self._handle(parts)
        del self._lanes[chat_id]
