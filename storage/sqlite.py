"""SQLite: one file, one writer at a time, readers beside it."""

import sqlite3
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from sqlalchemy import URL, AsyncAdaptedQueuePool, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import DatabaseUnusable
from storage.columns import to_json
from storage.driver import PAUSE, connect

BUSY_TIMEOUT = 5.0  # seconds to wait for another connection's lock
READERS = 4  # reading connections to a file
PATIENCE = 60.0  # seconds that a task waits for its turn

_PRAGMAS = (
    "synchronous=FULL",  # what was committed survives a power cut too
    "foreign_keys=ON",
)
_CACHE = "cache_size=-16000"  # kB; that of a reader stays at SQLite's 2 MB
_WAL = "journal_mode=WAL"  # readers go on while somebody writes; the file remembers it


def path_of(url: URL) -> Path | None:
    """The file that a URL names, links followed, None for a database in memory."""
    if url.database in (None, "", ":memory:"):
        return None
    return Path(str(url.database)).expanduser().resolve()


def is_there(path: Path) -> bool:
    return path.exists()


def prepare_folder(path: Path) -> None:
    """Make the file's folder, for the owner's eyes only, if it is not there."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseUnusable(
            f"cannot make the folder {path.parent}: {error.strerror}. "
            "Name a folder that may be written to, or make it first."
        ) from error


def own(path: Path) -> None:
    """Make the file if it is not there, for the owner's eyes only, as is then what SQLite puts beside it."""
    with suppress(OSError):  # SQLite says what is amiss
        path.touch(0o600, exist_ok=False)


def writer(path: Path | None) -> AsyncEngine:
    """One connection, whose transactions hold the right to write from their first moment."""
    return _engine(path, 1, "BEGIN IMMEDIATE", _CACHE, _WAL)


def readers(path: Path) -> AsyncEngine:
    """Connections that only read, each transaction of one snapshot."""
    return _engine(path, READERS, "BEGIN", "query_only=ON")


def migrator(path: Path) -> AsyncEngine:
    """The writer of a migration: it may rebuild a table without what refers to it being deleted."""
    return _engine(path, 1, "BEGIN IMMEDIATE", _CACHE, _WAL, "foreign_keys=OFF")


def builder(path: Path) -> AsyncEngine:
    """The writer of a file that nobody needs unless it becomes whole: it keeps no journal."""
    return _engine(
        path, 1, "BEGIN IMMEDIATE", _CACHE, "foreign_keys=OFF", "journal_mode=OFF", "synchronous=OFF"
    )


def _engine(path: Path | None, connections: int, begin: str, *pragmas: str) -> AsyncEngine:
    engine = create_async_engine(
        URL.create("sqlite+aiosqlite", database=str(path) if path else ":memory:"),
        poolclass=AsyncAdaptedQueuePool,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=PATIENCE,
        connect_args={"async_creator_fn": connect, "timeout": BUSY_TIMEOUT},
        hide_parameters=True,  # what people wrote does not belong in the log
        json_serializer=to_json,
    )
    event.listen(engine.sync_engine, "connect", partial(_prepare, (*_PRAGMAS, *pragmas)))
    event.listen(engine.sync_engine, "begin", partial(_begin, begin))
    return engine


def _prepare(pragmas: tuple[str, ...], connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver's own transactions commit before DDL and lose updates
    cursor = connection.cursor()
    for pragma in pragmas:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(begin: str, connection: Any) -> None:
    connection.connection.driver_connection.begin(begin)


async def checkpoint(engine: AsyncEngine) -> None:
    """Put all that was written into the file itself, and empty the journal beside it."""
    async with engine.connect() as connection:
        driver: Any = (await connection.get_raw_connection()).driver_connection
        await driver.turn(partial(_empty_journal, driver.opened))


def _empty_journal(connection: sqlite3.Connection) -> None:
    """Once those are through who read what is in it, unless that takes long."""
    until = monotonic() + BUSY_TIMEOUT
    while connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] and monotonic() < until:
        sleep(PAUSE)


def copy_before(path: Path, revision: str) -> Path:
    """A copy of the file as it is now, beside it, named for the revision that comes. It is kept."""
    target = path.with_name(f"{path.stem}.before-{revision}{path.suffix or '.db'}")
    unfinished = target.with_name(target.name + ".part")
    try:
        unfinished.unlink(missing_ok=True)
        _copy(path, unfinished)
        return unfinished.replace(target)
    except (OSError, sqlite3.Error) as error:
        unfinished.unlink(missing_ok=True)
        raise DatabaseUnusable(
            f"{path}: it could not be copied before its schema is changed ({error}), and was left as it is. "
            "Free some space beside it, and start again."
        ) from error


def _copy(source: Path, target: Path) -> None:
    own(target)
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as written:
        read.backup(written)
