"""Notices by the clock: what was noted is written down and told, and now and then something is looked at."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

from bot.model.notice import Trouble
from bot.scheduling.ticks import Ticks
from bot.scheduling.worker import Worker, at_work
from bot.services.notices import Directly, Notices

TICK = 5.0  # seconds
LOOK = 600.0
TIDY = 86_400.0

Found = tuple[Trouble, str] | None  # what is the matter, and what was seen of it
Look = Callable[[], Awaitable[Found]]


class NoticeRounds:
    """Tells the owner what went wrong. `round` and `look` can be run by hand."""

    def __init__(
        self,
        notices: Notices,
        directly: Directly,
        then: Callable[[], Awaitable[None]],
        looks: Sequence[Look] = (),
    ) -> None:
        """`directly` reaches the owner past the database, `then` hears when something is owed."""
        self.notices = notices
        self._directly = directly
        self._then = then
        self._looks = looks

    @asynccontextmanager
    async def running(self, ticks: Ticks) -> AsyncIterator[None]:
        """Write and look at every tick until the block ends; what was noted by then is written down."""
        workers = (
            (TICK, Worker("the telling of notices", self.round)),
            (LOOK, Worker("the look at the machine", self.look)),
            (TIDY, Worker("the tidying of notices", self.notices.tidy)),
        )
        try:
            async with at_work(ticks, *workers):
                yield
        finally:
            await self.notices.round()

    async def round(self) -> None:
        """Write down what was noted, and let what is owed for it go."""
        if await self.notices.round(self._directly):
            await self._then()

    async def look(self) -> None:
        """Look at everything, and note what is found."""
        for look in self._looks:
            found = await look()
            if found is not None:
                trouble, seen = found
                self.notices.note(trouble, trouble.value, seen)
