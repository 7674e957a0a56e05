"""Many in one transaction: what is asked for while one is under way goes into the next together."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence

MOST = 200  # in one transaction

Act = Callable[[Sequence[int]], Awaitable[None]]


class Together:
    """Hands numbers to `act`, at once when nothing is under way; each asker returns when theirs are through.

    What `act` raises is raised for all that it was handed.
    """

    def __init__(self, act: Act) -> None:
        self._act = act
        self._waiting: list[tuple[Collection[int], asyncio.Future[None]]] = []
        self._work: asyncio.Task[None] | None = None

    async def do(self, numbers: Collection[int]) -> None:
        """Return when `act` is done with these."""
        end: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((numbers, end))
        if self._work is None:
            self._work = asyncio.create_task(self._run(), name="what is done together")
        await end

    async def through(self) -> None:
        """Return when nothing is under way and nothing waits."""
        if self._work is not None:
            await asyncio.wait([self._work])

    async def _run(self) -> None:
        try:
            while self._waiting:
                some, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                await self._do(
                    [number for numbers, _ in some for number in numbers], [end for _, end in some]
                )
        finally:
            self._work = None

    async def _do(self, numbers: Sequence[int], ends: Sequence[asyncio.Future[None]]) -> None:
        try:
            await self._act(numbers)
        except Exception as error:  # it is theirs who asked
            fault: Exception | None = error
        else:
            fault = None
        for end in ends:
            if end.done():  # whoever asked has gone
                continue
            if fault is None:
                end.set_result(None)
            else:
                end.set_exception(fault)
