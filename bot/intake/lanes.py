"""Lanes: updates of one chat are handled one after the other, those of different chats side by side.

A group and the supergroup that it becomes share a lane while the group's updates wait: what was said before
is done before.
"""

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
        if envelope.move is not None:
            self._join(*envelope.move)
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

    def _join(self, group: int, supergroup: int) -> None:
        """Let the supergroup's updates wait behind those of the group, unless some are being handled."""
        if supergroup not in self._lanes:
            lane = self._lanes.get(group) or self._begin(group, behind=False)
            lane.chats.append(supergroup)
            self._lanes[supergroup] = lane

    def _begin(self, chat_id: int | None, *, behind: bool) -> Lane:
        lane = self._lanes[chat_id] = Lane(chat_id, self._load, behind=behind)
        task = asyncio.create_task(self._run(lane), name=f"lane {chat_id}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return lane

    async def _run(self, lane: Lane) -> None:
        while not self._closing and await lane.ready():
            parts = await lane.take(self._paste_wait)
            for move in filter(None, (part.move for part in parts)):  # known so late only after a start
                self._join(*move)
            async with self._slots:
                await self._handle(parts)
        for chat_id in lane.chats:
            del self._lanes[chat_id]
