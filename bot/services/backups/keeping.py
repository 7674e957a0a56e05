"""Keeping backups: one every so often, made by whichever process of the bot has the turn."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.errors import BadBackup, DatabaseDamaged, StorageError
from bot.model.notice import Trouble
from bot.services.backups.files import made_at
from bot.services.backups.making import Backups
from storage.store import Store

AGAIN: Final = timedelta(hours=1)  # until one that could not be made is tried again
_WORK: Final = "backup"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Keeping:
    """The use case of backups by the clock."""

    store: Store
    backups: Backups
    every: timedelta
    keep: int

    async def round(self) -> None:
        """Make one if it is due and nobody else does."""
        if not self.every or not await self._take():
            return
        try:
            made = await self.backups.make(packed=True)
            gone = await asyncio.to_thread(self.backups.rotate, self.keep)
        except (StorageError, BadBackup, OSError) as error:
            await self._fail(error)
            return
        await self._put_off(self.every)
        log.info("backup %s made, %d bytes; %d older went", made.path.name, made.size, len(gone))

    async def _take(self) -> bool:
        now = self.backups.clock()
        first = await asyncio.to_thread(self._first, now)
        async with self.store.begin() as tx:
            return await tx.rota.take(_WORK, now, self.every, first)

    def _first(self, now: datetime) -> datetime:
        """When the first one is due that anybody looks for: there may be some from before."""
        newest = self.backups.newest()
        made = made_at(newest) if newest else None
        return (made or now) + self.every

    async def _fail(self, error: Exception) -> None:
        trouble = Trouble.DAMAGED if isinstance(error, DatabaseDamaged) else Trouble.BACKUP
        told = {"trouble": trouble, "detail": str(error)}  # by which the owner hears of it
        log.error("no backup could be made: %s", error, extra=told)
        await self._put_off(min(AGAIN, self.every))

    async def _put_off(self, rest: timedelta) -> None:
        now = self.backups.clock()
        async with self.store.begin() as tx:
            await tx.rota.put_off(_WORK, now, now + rest)
