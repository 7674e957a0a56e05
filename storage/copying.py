"""Copies of SQLite files: made beside a running bot, looked through, and put in the place of another."""

import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from bot.errors import DatabaseDamaged, DatabaseUnusable
from storage.faults import of_sqlite
from storage.reflected import VERSIONS

PAGES = 256  # copied at a time: a megabyte
REST = 1.0  # seconds of rest for each second of copying, so that whoever else needs the disk has it
STEPS = 10_000  # of SQLite's machine between looks at the clock
BESIDE: Final = ("-wal", "-shm")  # what SQLite keeps next to a file

# Tables that hold nothing of their own: what triggers make of the events, and the revision.
DERIVED: Final = ("sqlite_", "events_search", "search_slots", "search_words", VERSIONS)

_HEADER = b"SQLite format 3\x00"


def copy(source: Path, target: Path, *, rest: Callable[[float], None] = time.sleep) -> None:
    """Copy a file as it is at this moment, whoever writes to it meanwhile: nobody waits for it.

    One reading transaction holds the moment, so that a busy writer never makes the copy begin anew.
    Raises DatabaseUnusable; then there is no target.
    """
    if not source.exists():
        raise DatabaseUnusable(f"{source}: there is no such file.")
    try:
        with closing(_reading(source)) as read, closing(sqlite3.connect(target)) as written:
            written.execute("PRAGMA synchronous=OFF")  # it is flushed once, at the end
            read.execute("BEGIN")
            read.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            read.backup(written, pages=PAGES, progress=_Pace(rest))
            written.execute("PRAGMA journal_mode=DELETE")  # one file, which needs none beside it
        flush(target)
    except (sqlite3.Error, OSError) as error:
        remove(target)
        raise _untold(error, source) from error


class _Pace:
    """Rests after each piece as long as the piece took."""

    def __init__(self, rest: Callable[[float], None]) -> None:
        self._rest = rest
        self._since = time.perf_counter()

    def __call__(self, *_: int) -> None:
        self._rest(REST * (time.perf_counter() - self._since))
        self._since = time.perf_counter()


def look_through(path: Path) -> tuple[str, dict[str, int]]:
    """The revision and the rows of each table, once every page was looked at. Nobody may write meanwhile.

    Raises DatabaseDamaged with what was found first.
    """
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as file:
            _check(file, path)
            return _revision(file, path), _counts(file)
    except sqlite3.Error as error:
        raise _untold(error, path) from error


def glance(path: Path, seconds: float) -> None:
    """Look through as much of a file as there is time for, whoever works on it. Raises DatabaseDamaged."""
    until = time.monotonic() + seconds
    try:
        with closing(_reading(path)) as file:
            file.set_progress_handler(lambda: time.monotonic() > until, STEPS)
            found = _found(file.execute("PRAGMA quick_check(3)"))
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
            return
        raise _untold(error, path) from error
    except sqlite3.Error as error:
        raise _untold(error, path) from error
    if found != ["ok"]:
        raise DatabaseDamaged(f"{path}: the file is damaged ({'; '.join(found)}).")


def is_database(beginning: bytes) -> bool:
    """Whether a file that begins so is SQLite's."""
    return beginning.startswith(_HEADER)


def flush(path: Path) -> None:
    """Let a file be on the disk when this returns, and its name too."""
    for one, how in ((path, os.O_RDWR), (path.parent, os.O_RDONLY)):
        descriptor = os.open(one, how)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def remove(path: Path) -> None:
    """A database file with all that is beside it."""
    for one in (path, *(path.with_name(path.name + ending) for ending in BESIDE)):
        one.unlink(missing_ok=True)


def put_in_place(fresh: Path, path: Path, aside: Path | None) -> None:
    """Let `fresh` be the file at `path`, in one step; what was there goes on as `aside`.

    Nobody may have either open. When the machine stops on the way, one of them is there, whole.
    """
    flush(fresh)
    if aside is not None:
        _settle(path)
        _link(path, aside)
        for ending in BESIDE:
            beside = path.with_name(path.name + ending)
            if beside.exists():
                _link(beside, aside.with_name(aside.name + ending))
        flush(aside)
    for ending in BESIDE:
        path.with_name(path.name + ending).unlink(missing_ok=True)
    fresh.replace(path)
    flush(path)


def _settle(path: Path) -> None:
    """Put what stands in the journal into the file; one that is damaged keeps its journal."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _link(path: Path, other: Path) -> None:
    """A second name, or a copy where the disk has no second names."""
    try:
        os.link(path, other)
    except FileExistsError:
        raise DatabaseUnusable(f"{other} is there already. Move it away first.") from None
    except OSError:
        shutil.copy2(path, other)


def _reading(path: Path) -> sqlite3.Connection:
    file = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
    file.execute("PRAGMA query_only=ON")
    return file


def _found(rows: Iterable[tuple[str]]) -> list[str]:
    """What SQLite found, a line each; it heads them with the database's name."""
    return [line for (words,) in rows for line in words.splitlines() if not line.startswith("***")]


def _check(file: sqlite3.Connection, path: Path) -> None:
    found = _found(file.execute("PRAGMA integrity_check(3)"))
    if found != ["ok"]:
        raise DatabaseDamaged(f"{path}: the file is damaged ({'; '.join(found)}).")
    astray = file.execute("PRAGMA foreign_key_check").fetchone()
    if astray is not None:
        raise DatabaseDamaged(f"{path}: rows of {astray[0]} belong to a chat that is not there.")


def _revision(file: sqlite3.Connection, path: Path) -> str:
    row = None
    with suppress(sqlite3.OperationalError):  # there is no such table
        row = file.execute(f"SELECT version_num FROM {VERSIONS}").fetchone()  # noqa: S608
    if row is None:
        raise DatabaseDamaged(f"{path}: this is no database of Dateline's.")
    return str(row[0])


def _counts(file: sqlite3.Connection) -> dict[str, int]:
    made = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    counted = {}
    for (name,) in file.execute(made).fetchall():
        if not name.startswith(DERIVED):
            counted[name] = file.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
    return {name: count for name, count in sorted(counted.items()) if count}


def _untold(error: sqlite3.Error | OSError, path: Path) -> DatabaseUnusable:
    known = of_sqlite(error, str(path)) if isinstance(error, sqlite3.Error) else None
    if isinstance(known, DatabaseUnusable):
        return known
    return DatabaseUnusable(f"{path}: {known or error}.".replace("..", "."))
