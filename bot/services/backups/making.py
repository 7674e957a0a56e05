"""Making backups: everything in one file, beside a running bot, looked through before it counts."""

import asyncio
import os
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any, Final, TypeVar

from bot.clock import Clock
from bot.errors import BadBackup, DatabaseDamaged
from bot.services.backups.checking import checked
from bot.services.backups.files import (
    beside,
    finish,
    made_at,
    make_room,
    named,
    own,
    packing,
    unfinished_beside,
    verified_in,
)
from bot.services.portable import Writer
from storage.address import address_of
from storage.copying import BESIDE, copy, look_through
from storage.snapshot import file_of, size_of, snapshot

COPY, PACKED, PORTABLE = ".db", ".db.gz", ".json.gz"
ENDINGS: Final = (PACKED, COPY, PORTABLE)
PACKS: Final = 3  # times smaller that a packed file is at least: what chats hold is text
NICE: Final = 10  # how far a thread that makes a backup steps back

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Backup:
    """A file that holds everything there was at one moment: the rows by table, and the schema's revision."""

    path: Path
    size: int
    checksum: str
    schema: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Backups:
    """The use cases of backups of one database in one folder. Nothing in the database is changed."""

    url: str
    folder: Path
    clock: Clock

    async def make(self, to: Path | None = None, *, packed: bool = False, portable: bool = False) -> Backup:
        """Write a backup and look it through; `to` is a folder, or a file that is not there yet.

        A SQLite file is copied, a server's tables (or `portable`) are written out. Raises StorageError, and
        BadBackup for a name that says no kind of backup.
        """
        source = file_of(address_of(self.url))
        path = self._target(to, PORTABLE if portable or source is None else PACKED if packed else COPY)
        await asyncio.to_thread(make_room, path.parent, await self._needed(source, path))
        with unfinished_beside(path) as unfinished:
            if path.name.endswith(PORTABLE):
                await self._write_out(unfinished)
            elif source is None:
                raise BadBackup("A database on a server is backed up as .json.gz, not as a SQLite file.")
            else:
                await _apart(partial(_copy, source, unfinished, packed=path.name.endswith(PACKED)))
            found = await _apart(partial(checked, unfinished))
            checksum = await _apart(partial(finish, unfinished, path))
        return Backup(path, path.stat().st_size, checksum, found.schema, found.counts)

    def rotate(self, keep: int) -> list[Path]:
        """Remove the oldest that were made here, but for `keep` of them; what was removed.

        Whatever has another name, or no checksum beside it, was not made here and stays.
        """
        old = verified_in(self.folder)[max(keep, 1) :]
        for path in old:
            path.unlink(missing_ok=True)
            beside(path).unlink(missing_ok=True)
        return old

    def newest(self) -> Path | None:
        """The newest backup in the folder that was looked through."""
        return next(iter(verified_in(self.folder)), None)

    def _target(self, to: Path | None, ending: str) -> Path:
        to = to or self.folder
        if to.is_dir() or not to.name.endswith(ENDINGS):
            if to.suffix and not to.is_dir():
                raise BadBackup(f"A backup's name ends in .db, .db.gz or .json.gz: {to.name}")
            return named(to, self.clock(), ending)
        if to.exists():
            raise BadBackup(f"{to.name} is there already: name another file, or a folder.")
        return to

    async def _needed(self, source: Path | None, path: Path) -> int:
        """Bytes that are needed on the way, at most."""
        if source is None:
            return await size_of(self.url) // PACKS
        beside = (source.with_name(source.name + ending) for ending in BESIDE)
        size = sum(one.stat().st_size for one in (source, *beside) if one.exists())
        return size if path.name.endswith(COPY) else size + size // PACKS

    async def _write_out(self, path: Path) -> None:
        """All tables, page by page, out of one snapshot; with rests, as others need the machine too."""
        async with snapshot(self.url) as found:
            with packing(path) as out:
                writer = Writer(out, found.revision)
                for name in found.whole.tables:
                    async for rows in found.whole.read(name):
                        await asyncio.sleep(await asyncio.to_thread(_timed, writer, name, rows))
                writer.end()
            if dict(+writer.counts) != await found.whole.counts():
                raise DatabaseDamaged(f"{found.where}: not every row of it can be read.")


def _timed(writer: Writer, name: str, rows: list[dict[str, Any]]) -> float:
    since = time.perf_counter()
    writer.add(name, rows)
    return time.perf_counter() - since


def _copy(source: Path, target: Path, *, packed: bool) -> None:
    if not packed:
        own(target)
        copy(source, target)
        return
    with unfinished_beside(target) as plain:
        own(plain)
        copy(source, plain)
        look_through(plain)  # what is damaged need not be packed
        with packing(target) as out, plain.open("rb") as file:
            _pass_on(file, out)


def _pass_on(file: IO[bytes], out: IO[bytes]) -> None:
    """A megabyte at a time, with rests."""
    while chunk := file.read(1 << 20):
        since = time.perf_counter()
        out.write(chunk)
        time.sleep(time.perf_counter() - since)


async def _apart(act: Callable[[], T]) -> T:
    """Do it in a thread of its own that lets others go first."""
    with ThreadPoolExecutor(1, "backup", _step_back) as thread:
        return await asyncio.get_running_loop().run_in_executor(thread, act)


def _step_back() -> None:
    with suppress(OSError, AttributeError):  # only Linux knows it for one thread
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)


__all__ = ["Backup", "Backups", "made_at"]
