"""Restoring: a backup in the place of a database, all of it or nothing."""

import asyncio
import shutil
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from bot.clock import Clock
from bot.errors import BadBackup
from bot.services.backups.checking import Checked, as_database, checked
from bot.services.backups.files import make_room, own
from bot.services.backups.making import Backups
from bot.services.backups.pouring import of_database, of_file, pour
from storage.address import address_of
from storage.copying import look_through, put_in_place
from storage.filling import bring_up, filling, held, holdings
from storage.snapshot import file_of, place_of, snapshot

_ASIDE = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Restored:
    """What a database holds now, where it is, and where that is which was there before, if anything was."""

    where: str
    schema: str
    counts: Mapping[str, int]
    aside: Path | None


@dataclass(frozen=True, slots=True)
class Restoring:
    """The use case of putting a backup back. `folder` is where backups are."""

    url: str
    folder: Path
    clock: Clock

    async def restore(self, file: Path, *, force: bool = False) -> Restored:
        """Put the backup in the place of what is there, at the newest schema.

        What holds something is replaced only by `force`, and a copy of it stays. Raises BadBackup and
        StorageError; then nothing was changed.
        """
        found = await asyncio.to_thread(checked, file)
        path = file_of(address_of(self.url))
        there = await holdings(self.url)
        if there != {} and not force:
            raise BadBackup(_refusal(place_of(address_of(self.url)), there))
        aside = await self._aside(path) if there != {} else None
        if path is None:
            await self._fill(found, None)
        else:
            await self._replace(found, path, aside)
        return Restored(place_of(address_of(self.url)), found.schema, found.counts, aside)

    async def _aside(self, path: Path | None) -> Path:
        """Where what is there goes on: a file under another name, of a server a backup."""
        if path is None:
            return (await Backups(self.url, self.folder, self.clock).make()).path
        return path.with_name(f"{path.stem}.replaced-{self.clock():{_ASIDE}}{path.suffix or '.db'}")

    async def _replace(self, found: Checked, path: Path, aside: Path | None) -> None:
        if found.portable:
            await self._fill(found, aside)
            return
        async with held(path) as fresh:
            await asyncio.to_thread(_lay, found.path, fresh)
            await bring_up(fresh)
            await asyncio.to_thread(look_through, fresh)
            await asyncio.to_thread(put_in_place, fresh, path, aside)

    async def _fill(self, found: Checked, aside: Path | None) -> None:
        async with AsyncExitStack() as stack:
            if found.portable:
                batches = of_file(found.path)
            else:
                plain = stack.enter_context(as_database(found.path))
                there = await stack.enter_async_context(snapshot(f"sqlite:///{plain}"))
                batches = of_database(there.whole)
            await pour(batches, await stack.enter_async_context(filling(self.url, found.schema, aside)))


def _lay(backup: Path, fresh: Path) -> None:
    with as_database(backup) as plain:
        make_room(fresh.parent, plain.stat().st_size)
        own(fresh)
        shutil.copyfile(plain, fresh)


def _refusal(where: str, there: Mapping[str, int] | None) -> str:
    what = "something that cannot be read"
    if there is not None:
        what = ", ".join(f"{name.replace('_', ' ')}: {count}" for name, count in list(there.items())[:3])
    return (
        f"{where} holds something already ({what}). With --force the backup takes its place, "
        "and a copy of what is there stays."
    )
