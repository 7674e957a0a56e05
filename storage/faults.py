"""Faults: what a database driver complains of, in words that say what to do."""

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from sqlalchemy.exc import DBAPIError, InternalError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.errors import (
    DatabaseAway,
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseFull,
    DatabaseRefused,
    DatabaseUnusable,
    StorageError,
)

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_SQLITE = {
    sqlite3.SQLITE_FULL: "the disk is full. Free some space; nothing that was stored before is lost",
    sqlite3.SQLITE_NOTADB: "this is no database of Dateline's. Name another file, or put a backup back: "
    "`dateline restore` lists them",
    sqlite3.SQLITE_CORRUPT: "the file is damaged. Stop the bot, and put a backup back: `dateline restore` "
    "lists them",
    sqlite3.SQLITE_CANTOPEN: "the file cannot be opened. Check its folder and whose it is",
    sqlite3.SQLITE_READONLY: "the file cannot be written to. Check whose it is",
    sqlite3.SQLITE_IOERR: "reading or writing failed. Check the disk and its free space",
    sqlite3.SQLITE_PERM: "access is not permitted. Check whose the file is",
    sqlite3.SQLITE_TOOBIG: "a text is too long to be stored",
}

_KINDS: dict[int | str, type[DatabaseUnusable]] = {
    sqlite3.SQLITE_FULL: DatabaseFull,
    sqlite3.SQLITE_NOTADB: DatabaseDamaged,
    sqlite3.SQLITE_CORRUPT: DatabaseDamaged,
    "53100": DatabaseFull,
    "28": DatabaseRefused,
    "3D": DatabaseRefused,
    "XX001": DatabaseDamaged,
    "XX002": DatabaseDamaged,
    **dict.fromkeys(("08", "40", "57", "53300", "25006", "42P01", "42703"), DatabaseAway),
}

# By SQLSTATE, or the class that its first two characters are.
_POSTGRESQL = {
    "28": "the server does not accept this user or password. Check both in DATABASE_URL",
    "3D": "there is no such database. Make it first (createdb)",
    "53100": "the server's disk is full. Free some space; nothing that was stored before is lost",
    "53": "the server has no connection or memory to spare. Raise its limits, or run fewer programs on it",
    "57": "the server is shutting down or starting. Try again in a moment",
    "40": "two transactions were in each other's way. Try again",
    "08": "the connection to the server broke. Try again in a moment",
    "55P03": "another program is using it. Stop that one first",
    "42501": "this user may not do that. Grant it the right to create tables in its schema",
    "25006": "the server only lets us read. Name the primary, not a replica",
    "42P01": "a table is not there: was the schema changed by a newer version? Start that one",
    "42703": "a column is not there: was the schema changed by a newer version? Start that one",
    "XX001": "the server found damaged data. Look at its log, and put a backup back: `dateline restore`",
    "XX002": "the server found a damaged index. Look at its log, and let it rebuild the index: REINDEX",
    "XX": "the server reports an internal error. Look at its log",
}


@contextmanager
def told(where: str) -> Iterator[None]:
    """Turn what a driver raises within into a StorageError about the database `where`."""
    try:
        yield
    except NoConnection as error:
        raise DatabaseAway(f"{where}: every connection is taken. Try again in a moment.") from error
    except DBAPIError as error:
        known = _told(error.orig, where)
        if known is None and error.connection_invalidated:
            known = DatabaseAway(f"{where}: {_POSTGRESQL['08']}.")
        if known is None:
            raise
        raise known from error


@asynccontextmanager
async def connected(engine: AsyncEngine, where: str) -> AsyncIterator[AsyncConnection]:
    """A connection, with the same for what goes wrong before there is one."""
    with told(where) if engine.dialect.name == "sqlite" else _reaching(where):
        connection = await engine.connect()
    try:
        yield connection
    finally:
        await connection.close()


@contextmanager
def _reaching(where: str) -> Iterator[None]:
    from asyncpg import InterfaceError, PostgresError  # imported late: SQLite needs none of it

    try:
        with told(where):
            yield
    except (PostgresError, InterfaceError) as error:
        raise _told(error, where) or DatabaseUnusable(f"{where}: the server refuses us: {error}.") from error
    except InternalError as error:  # of the driver: no server has taken the primary's place yet
        raise DatabaseAway(
            f"{where}: no server there is what target_session_attrs asks for. Try again in a moment."
        ) from error
    except OSError as error:
        raise DatabaseAway(
            f"{where}: the server does not answer ({error.strerror or type(error).__name__}). "
            "Check that it runs, and its address in DATABASE_URL."
        ) from error


def _told(error: BaseException | None, where: str) -> StorageError | None:
    """What a driver's error means to whoever runs the bot; None when it is a mistake of ours."""
    if isinstance(error, sqlite3.Error):
        return of_sqlite(error, where)
    state = getattr(error, "sqlstate", None) or ""
    words = _POSTGRESQL.get(state) or _POSTGRESQL.get(state[:2])
    kind = _KINDS.get(state) or _KINDS.get(state[:2]) or DatabaseUnusable
    return kind(f"{where}: {words}.") if words else None


def of_sqlite(error: sqlite3.Error, where: str) -> StorageError | None:
    """What an error of SQLite's means to whoever runs the bot; None when it is a mistake of ours."""
    variety = getattr(error, "sqlite_errorcode", 0)
    code = variety & 0xFF  # the low byte is the kind
    if variety == sqlite3.SQLITE_CONSTRAINT_TRIGGER:
        return DatabaseUnusable(f"{where}: {error}.")
    if code in _BUSY:
        return DatabaseBusy(f"{where}: another program writes to the file. Stop it, or wait for it.")
    kind = _KINDS.get(code, DatabaseUnusable)
    return kind(f"{where}: {_SQLITE[code]}.") if code in _SQLITE else None
