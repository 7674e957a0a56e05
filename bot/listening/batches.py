"""Many at once: what arrives while a write is under way goes into the next one together."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from bot.errors import StorageError
from bot.intake.envelope import Raw

MOST = 100  # updates in one write

Take = Callable[[Sequence[Raw]], Awaitable[None]]
Batch = dict[int, Raw]


class Batches:
    """Hands updates to `take` in the order of their arrival, one batch after the other.

    An update that comes twice at once is written once.
    """

    def __init__(self, take: Take) -> None:
        self._take = take
        self._waiting: Batch = {}
        self._ends: dict[int, asyncio.Future[None]] = {}
        self._writer: asyncio.Task[None] | None = None

    async def take(self, raw: Raw) -> None:
        """Return when the update is written down. Raises what `take` raises for it, StorageError for one."""
        update_id = raw["update_id"]
        end = self._ends.get(update_id)
        if end is None:
            end = self._ends[update_id] = asyncio.get_running_loop().create_future()
            self._waiting[update_id] = raw
        if self._writer is None:
            self._writer = asyncio.create_task(self._write(), name="the writing of updates")
        await asyncio.shield(end)

    async def written(self) -> None:
        """Return when nothing waits and nothing is being written."""
        if self._writer is not None:
            await asyncio.wait([self._writer])

    async def _write(self) -> None:
        try:
            while self._waiting:
                batch = {key: self._waiting[key] for key in list(self._waiting)[:MOST]}
                for key in batch:
                    del self._waiting[key]
                await self._write_one(batch)
        finally:
            self._writer = None

    async def _write_one(self, batch: Batch) -> None:
        try:
            await self._take(list(batch.values()))
        except StorageError as error:
            self._end(batch, error)
        except Exception as error:  # one that nobody can write down must not keep the others out
            if len(batch) == 1:
                self._end(batch, error)
            for key, raw in batch.items() if len(batch) > 1 else ():
                await self._write_one({key: raw})
        else:
            self._end(batch, None)

    def _end(self, batch: Batch, error: Exception | None) -> None:
        for key in batch:
            end = self._ends.pop(key)
            if error is None:
                end.set_result(None)
            else:
                end.set_exception(error)
                end.exception()  # whoever asked may be gone: that is no news
