"""Many at once: what is asked for while a write is under way goes into the next one together.

to = Together(inbox.done)
await to.do(4, 5)                     # returns when it is through, with whatever else was waiting then
"""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Sequence
from typing import Generic, TypeVar

from bot.errors import StorageError

MOST = 100  # that are asked for in one write

T = TypeVar("T")
Act = Callable[[Sequence[T]], Awaitable[None]]
Key = tuple[Hashable, ...]
Lot = dict[Key, tuple[T, ...]]


class Together(Generic[T]):
    """Hands things to `act` in the order in which they are asked for, one lot after the other.

    What is asked for twice at once, by its `key`, is done once. What one `do` asks for is in one lot.
    """

    def __init__(self, act: Act[T], key: Callable[[T], Hashable] | None = None) -> None:
        self._act = act
        self._key = key or _itself
        self._waiting: Lot[T] = {}
        self._ends: dict[Key, asyncio.Future[None]] = {}
        self._work: asyncio.Task[None] | None = None

    async def do(self, *things: T) -> None:
        """Return when `act` is done with these; who does not wait for it takes nothing back.

        Raises what `act` raises for them: a StorageError for all of its lot, anything else when it is theirs.
        """
        key = tuple(map(self._key, things))
        end = self._ends.get(key)
        if end is None:
            end = self._ends[key] = asyncio.get_running_loop().create_future()
            self._waiting[key] = things
        if self._work is None:
            self._work = asyncio.create_task(self._run(), name="what is written together")
        await asyncio.shield(end)

    async def through(self) -> None:
        """Return when nothing is under way and nothing waits."""
        if self._work is not None:
            await asyncio.wait([self._work])

    async def _run(self) -> None:
        try:
            while self._waiting:
                lot = {key: self._waiting[key] for key in list(self._waiting)[:MOST]}
                for key in lot:
                    del self._waiting[key]
                await self._do(lot)
        finally:
            self._work = None

    async def _do(self, lot: Lot[T]) -> None:
        try:
            await self._act([thing for things in lot.values() for thing in things])
        except StorageError as error:
            self._end(lot, error)
        except Exception as error:  # what nobody can write must not keep the others out
            if len(lot) == 1:
                self._end(lot, error)
            for key, things in lot.items() if len(lot) > 1 else ():
                await self._do({key: things})
        else:
            self._end(lot, None)

    def _end(self, lot: Lot[T], error: Exception | None) -> None:
        for key in lot:
            end = self._ends.pop(key)
            if error is None:
                end.set_result(None)
            else:
                end.set_exception(error)
                end.exception()  # whoever asked may be gone: that is no news


def _itself(thing: object) -> Hashable:
    """Of numbers and words."""
    return thing
