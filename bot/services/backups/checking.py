"""Checking backups: whether a file is one, whole and unchanged, and what is in it."""

import gzip
import os
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.errors import BadBackup
from bot.services.backups.files import backups_in, check_beside, unpack
from bot.services.portable import is_portable, read_backup, unpacked
from storage import schema
from storage.copying import is_database, look_through

_BEGINNING = 300  # bytes by which a file is known

_LISTED = "`dateline restore` lists those that there are."


@dataclass(frozen=True, slots=True)
class Checked:
    """What a backup holds: rows by table, at which revision; `noted` when its checksum stands beside it."""

    path: Path
    schema: str
    counts: Mapping[str, int]
    portable: bool
    noted: bool


def checked(path: Path) -> Checked:
    """Read a backup to its end. Raises BadBackup or StorageError when it could not be put back."""
    if path.is_dir():
        raise BadBackup(f"{path} is a folder: name a file in it. {_LISTED}")
    if not path.is_file():
        raise BadBackup(f"There is no such file: {path}. {_LISTED}")
    noted = check_beside(path)
    portable = is_portable(_beginning(path))
    revision, counts = _read_out(path) if portable else _looked_through(path)
    schema.refuse_newer(revision, str(path))
    return Checked(path, revision, counts, portable, noted)


def newest_of(path: Path) -> Path:
    """The newest backup of a folder; a file is meant itself. Raises BadBackup when the folder has none."""
    if not path.is_dir():
        return path
    there = backups_in(path)
    if not there:
        raise BadBackup(f"There is no backup in {path}. {_LISTED}")
    return there[0]


@contextmanager
def as_database(path: Path) -> Iterator[Path]:
    """The SQLite file that a backup is, unpacked for as long as it is needed."""
    beginning = _beginning(path)
    if is_database(beginning):
        yield path
    elif is_database(unpacked(beginning)):
        with tempfile.TemporaryDirectory(prefix=".dateline-", dir=_room_near(path)) as folder:
            plain = Path(folder) / "unpacked.db"
            unpack_to(path, plain)
            yield plain
    else:
        raise BadBackup(f"{path} is not a backup that Dateline made. {_LISTED}")


def unpack_to(path: Path, target: Path) -> None:
    """Write the SQLite file that a packed backup holds. Raises BadBackup when it was cut or changed."""
    try:
        with path.open("rb") as packed:
            unpack(packed, target)
    except EOFError:
        raise BadBackup("This file stops before its end: it was not copied whole. Copy it again.") from None
    except (gzip.BadGzipFile, zlib.error):
        raise BadBackup("This file was damaged after it was made. Use another copy.") from None


def _room_near(path: Path) -> Path | None:
    """The file's own folder where it can be written to, else that for temporary files."""
    return path.parent if os.access(path.parent, os.W_OK) else None


def _beginning(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_BEGINNING)


def _looked_through(path: Path) -> tuple[str, Mapping[str, int]]:
    with as_database(path) as plain:
        return look_through(plain)


def _read_out(path: Path) -> tuple[str, Mapping[str, int]]:
    with path.open("rb") as file:
        revision, records = read_backup(file)
        return revision, dict(sorted(Counter(name for name, _ in records).items()))
