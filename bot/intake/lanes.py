"""Lanes: updates of one chat are handled one after the other, those of different chats side by side.

A group and the supergroup that it becomes share a lane while the group's updates wait: what was said before
is done before.

Where several processes share a database, a lane runs in one of them at a time. What comes to another waits
in the inbox, where whoever has the lane finds it; what is left there by a process that ended is found by the
next look of any other.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

from bot.errors import StorageError
from bot.intake.envelope import Envelope
from bot.intake.lane import Lane, Load
from bot.intake.turns import Alone, Turns

AT_ONCE = 64  # chats that are handled side by side
MOST_LANES = 400  # whose turns one process has at a time: the server has room for some thousand locks
MANY = 10  # times as many chats are looked at: others have some of them
LOOK = 1.0  # seconds between looks into the inbox for chats that nobody handles

Handle = Callable[[Sequence[Envelope]], Awaitable[bool]]


class Lanes:
    """Hands each chat's updates to `handle` in order, the parts of one paste together.

    `handle` says whether it is done with them; if not, they are left to whoever looks next. `load` reads what
    the inbox has of a chat. Neither may raise. A part is waited for at most `paste_wait` seconds.
    """

    def __init__(
        self,
        handle: Handle,
        load: Load,
        *,
        paste_wait: float,
        at_once: int = AT_ONCE,
        turns: Turns | None = None,
    ) -> None:
        self._handle = handle
        self._load = load
        self._paste_wait = paste_wait
        self._slots = asyncio.Semaphore(at_once)
        self._turns = turns or Alone()
        self._lanes: dict[int | None, Lane] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._waited = frozenset[int | None]()
        self._crowded = False
        self._room = asyncio.Event()  # again, after it was crowded
        self._closing = False

    @property
    def chats(self) -> set[int | None]:
        """Those of which something waits or is in hand."""
        return set(self._lanes)

    def put(self, envelope: Envelope) -> None:
        """Let an update wait for its turn."""
        if envelope.move is not None:
            self._join(*envelope.move)
        chat_id = envelope.visitor.chat_id
        lane = self._lanes.get(chat_id) or self._begin(chat_id, behind=False)
        if lane is not None:
            lane.put(envelope)

    def resume(self, chat_id: int | None) -> None:
        """Handle what the inbox has of a chat; to be called before anything new of it comes."""
        self._begin(chat_id, behind=True)

    async def look(self) -> None:
        """Handle what the inbox has of chats that nobody is at. Raises StorageError."""
        self._waited = frozenset(await self._turns.waiting(MANY * MOST_LANES))
        for chat_id in self._waited:
            self._look_after(chat_id)

    async def keep_looking(self) -> None:
        """Look every so often, until cancelled."""
        while True:
            await self._rest(LOOK)
            with suppress(StorageError):  # its loss was told, and it waits until it is back
                await self._look_again()

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

    async def _look_again(self) -> None:
        """What waited at the last look, too: whoever had it may just be coming back to it."""
        waiting = await self._turns.waiting(MANY * MOST_LANES)
        for chat_id in waiting:
            if chat_id in self._waited:
                self._look_after(chat_id)
        self._waited = frozenset(waiting)

    def _look_after(self, chat_id: int | None) -> None:
        if chat_id not in self._lanes and not self._closing:
            self.resume(chat_id)

    async def _rest(self, seconds: float) -> None:
        """Until the next look; not so long when there was no room for all, and there is again."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._room.wait()
        self._room.clear()

    def _join(self, group: int, supergroup: int) -> None:
        """Let the supergroup's updates wait behind those of the group, unless some are being handled."""
        if supergroup not in self._lanes:
            lane = self._lanes.get(group) or self._begin(group, behind=False)
            if lane is not None:
                lane.chats.append(supergroup)
                self._lanes[supergroup] = lane

    def _begin(self, chat_id: int | None, *, behind: bool) -> Lane | None:
        """A lane; none when there are so many that the update had better wait in the inbox."""
        shared = self._turns.shared
        if shared and len(self._lanes) >= MOST_LANES:
            self._crowded = True
            return None
        lane = self._lanes[chat_id] = Lane(chat_id, self._load, behind=behind, shared=shared)
        task = asyncio.create_task(self._run(lane), name=f"lane {chat_id}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return lane

    async def _run(self, lane: Lane) -> None:
        left = not (await self._may_begin(lane) and await self._work(lane))
        for chat_id in lane.chats:
            del self._lanes[chat_id]
        if self._turns.shared:
            await self._end(lane, left=left)

    async def _end(self, lane: Lane, *, left: bool) -> None:
        """Give the turns back, and begin again where something came meanwhile."""
        again = await self._turns.give(lane.ours)
        for chat_id in again if not left else []:
            self._look_after(chat_id)
        if self._crowded and len(self._lanes) <= MOST_LANES // 2:
            self._crowded = False
            self._room.set()

    async def _work(self, lane: Lane) -> bool:
        """Handle what waits while the turn is ours. False when something is left to somebody else."""
        era = self._turns.era
        while not self._closing and await self._turns.still(lane.chats[0]):
            if era != self._turns.era:
                era = self._turns.era
                lane.doubt()
            await self._take_along(lane)
            if not await lane.ready():
                return True
            parts = await lane.take(self._paste_wait)
            for move in filter(None, (part.move for part in parts)):  # known so late only after a start
                self._join(*move)
            async with self._slots:
                if era == self._turns.era and not await self._handle(parts):
                    return False
        return False

    async def _may_begin(self, lane: Lane) -> bool:
        """Whether its turn is ours."""
        if self._turns.shared:
            inbox = await self._turns.take(lane.chats[0])
            if inbox is None:
                return False
            lane.begin(inbox)
        return True

    async def _take_along(self, lane: Lane) -> None:
        """Take the turn of the supergroup, too; where another process has it, it goes its own way."""
        for chat_id in lane.chats[len(lane.ours) :] if self._turns.shared else []:
            if await self._turns.take(chat_id) is None:
                lane.chats.remove(chat_id)
                del self._lanes[chat_id]
            else:
                lane.ours.append(chat_id)
                lane.doubt()
