"""Files of backups: what they are called, packed or not, and the checksum beside each."""

import gzip
import hashlib
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Final, cast

from bot.errors import BadBackup, DatabaseFull
from bot.measures.disk import free
from storage.copying import flush, remove

SPARE: Final = 20_000_000  # bytes that stay free on a disk, whatever is written
CHUNK: Final = 1 << 20
MEGABYTE: Final = 1_000_000

_NAME = re.compile(r"dateline-(\d{8}T\d{6}Z)\.(?:db|db\.gz|json\.gz)")
_STAMP = "%Y%m%dT%H%M%SZ"


def named(folder: Path, at: datetime, ending: str) -> Path:
    """A name that is not taken: dateline-20210422T090000Z.db."""
    while (path := folder / f"dateline-{at.astimezone(UTC):{_STAMP}}{ending}").exists():
        at += timedelta(seconds=1)
    return path


def made_at(path: Path) -> datetime | None:
    """When a backup was made, by its name; None for a file that has another one."""
    found = _NAME.fullmatch(path.name)
    return datetime.strptime(found[1], _STAMP).replace(tzinfo=UTC) if found else None


def backups_in(folder: Path) -> list[Path]:
    """The files that have the name of a backup, the newest first."""
    there = folder.iterdir() if folder.is_dir() else ()
    return sorted(filter(made_at, there), key=lambda path: path.name, reverse=True)


def verified_in(folder: Path) -> list[Path]:
    """The backups that were looked through when they were made, the newest first."""
    return [path for path in backups_in(folder) if beside(path).exists()]


def beside(path: Path) -> Path:
    """The file with a backup's checksum, as `sha256sum --check` reads it."""
    return path.with_name(path.name + ".sha256")


def checksum_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check_beside(path: Path) -> bool:
    """Whether a checksum stands beside the file. Raises BadBackup when the file is another than that says."""
    note = beside(path)
    if not note.is_file():
        return False
    if note.read_text("utf-8", "replace").partition(" ")[0].strip() != checksum_of(path):
        raise BadBackup("This file is not as it was made: its checksum is another one. Use another copy.")
    return True


def finish(unfinished: Path, path: Path) -> str:
    """Let a whole file take its name, on the disk, with its checksum beside it; the checksum."""
    checksum = checksum_of(unfinished)
    note = beside(path)
    note.write_text(f"{checksum}  {path.name}\n", "utf-8")
    flush(note)
    flush(unfinished)
    unfinished.replace(path)
    flush(path)
    return checksum


@contextmanager
def unfinished_beside(path: Path) -> Iterator[Path]:
    """Where a file is made before it has its name; whatever is left of it goes."""
    unfinished = path.with_name(f".{path.name}.part")
    try:
        remove(unfinished)
        yield unfinished
    finally:
        remove(unfinished)


@contextmanager
def packing(path: Path) -> Iterator[IO[bytes]]:
    """A file to write into, packed on its way; the same content gives the same file."""
    own(path)
    with path.open("wb") as file, gzip.GzipFile("", "wb", 6, file, mtime=0) as packed:
        yield cast(IO[bytes], packed)


def unpack(source: IO[bytes], target: Path) -> None:
    """Write the content of a packed file."""
    own(target)
    with gzip.GzipFile(fileobj=source) as packed, target.open("wb") as file:
        shutil.copyfileobj(packed, file, CHUNK)


def make_room(folder: Path, needed: int) -> None:
    """Make the folder. Raises DatabaseFull when its disk has no room for so many bytes."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    left = free(folder)
    if left < needed + SPARE:
        wanted = -(-(needed + SPARE) // MEGABYTE)
        raise DatabaseFull(
            f"{folder}: {left // MEGABYTE} MB are free, and {wanted} MB are needed. "
            "Free some space, or name another folder."
        )


def own(path: Path) -> None:
    """Make an empty file: what chats told is nobody else's to read."""
    path.touch(0o600, exist_ok=False)
