"""Long work by the clock: what is open is taken up, read piece by piece, shown, and reported at its end."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from bot.logs import about
from bot.model.chat import Chat
from bot.model.job import Job
from bot.model.subscription import OwedPart
from bot.scheduling.ticks import Ticks
from bot.scheduling.worker import Worker, at_work
from bot.services.jobs import Jobs, Report

TICK = 1.0  # seconds
AT_ONCE = 4  # jobs of this process; each of them leaves room for what is handed in beside it
HELD_EVERY = 30.0  # seconds; much less than the lease
SHOWN_EVERY = 2.0  # seconds between two changes of the message that shows the progress

Show = Callable[[Chat, Report], Awaitable[int | None]]  # the number of the message, if one could be shown
Tell = Callable[[Chat, Report], tuple[OwedPart, ...]]

log = logging.getLogger(__name__)


class JobRounds:
    """Does the long work of one bot; `round` can be run by hand."""

    def __init__(
        self, jobs: Jobs, bot_id: int, show: Show, tell: Tell, then: Callable[[], Awaitable[None]]
    ) -> None:
        """`show` puts progress into the chat, `tell` says what came of it, `then` hears when that is owed."""
        self._jobs = jobs
        self._bot_id = bot_id
        self._show = show
        self._tell = tell
        self._then = then
        self._worker = Worker("the long work", self.round)

    @asynccontextmanager
    async def running(self, ticks: Ticks) -> AsyncIterator[None]:
        """Work at every tick, until the block ends; what is not done by then goes on at the next start."""
        await self._jobs.recover(self._bot_id)
        async with at_work(ticks, (TICK, self._worker)):
            yield

    async def poke(self) -> None:
        """Something was begun."""
        await self._worker.poke()

    async def round(self) -> None:
        """Do all that is open."""
        at_work: set[asyncio.Task[None]] = set()
        try:
            while True:
                for chat, job in await self._jobs.lease(self._bot_id, AT_ONCE - len(at_work)):
                    at_work.add(asyncio.create_task(self._work(chat, job)))
                if not at_work:
                    return
                done, at_work = await asyncio.wait(at_work, timeout=TICK, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    _log_fault(task)
        finally:
            for task in at_work:
                task.cancel()
            await asyncio.gather(*at_work, return_exceptions=True)

    async def _work(self, chat: Chat, job: Job) -> None:
        """One job from where it stands to its end."""
        with about(chat=chat.id, job=job.number):
            await self._worked(chat, job)

    async def _worked(self, chat: Chat, job: Job) -> None:
        clock = asyncio.get_running_loop().time
        edited = clock() if await self._progress(chat, job) else -SHOWN_EVERY
        begun = clock()
        async with self._held(chat, job):
            while await self._jobs.advance(chat, job):
                if clock() - max(begun, edited) >= SHOWN_EVERY:
                    await self._progress(chat, job)
                    edited = clock()
        report = await self._jobs.report(chat.id, job.number)
        if report is not None:
            await self._jobs.end(chat, report, self._bot_id, self._tell(chat, report))
            await self._then()
            await asyncio.sleep(max(edited + SHOWN_EVERY - clock(), 0))
            await self._progress(chat, job)

    @asynccontextmanager
    async def _held(self, chat: Chat, job: Job) -> AsyncIterator[None]:
        """Nobody else takes it up within the block, however long a piece takes."""

        async def hold() -> None:
            while True:
                await asyncio.sleep(HELD_EVERY)
                await self._jobs.hold(chat.id, job.number)

        task = asyncio.create_task(hold())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _progress(self, chat: Chat, job: Job) -> bool:
        """Show how far it is; whether that changed a message that was there."""
        report = await self._jobs.report(chat.id, job.number)
        if report is None:
            return False
        message_id = await self._show(chat, report)
        if message_id is not None and message_id != report.job.message_id:
            await self._jobs.show(chat.id, job.number, message_id)
        return report.job.message_id is not None


def _log_fault(task: asyncio.Task[None]) -> None:
    """A job that failed keeps its lease, and is tried again when that runs out."""
    if not task.cancelled() and (fault := task.exception()) is not None:
        log.error("long work failed, and is taken up again later", exc_info=fault)
