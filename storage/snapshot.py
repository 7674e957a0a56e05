"""Snapshots: everything in a database as of one moment, beside whoever works on it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import DatabaseUnusable
from storage import postgresql, schema, sqlite
from storage.address import address_of
from storage.faults import connected, told
from storage.whole import Whole


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What stands in a database, and the revision of its schema."""

    where: str
    revision: str
    whole: Whole


@asynccontextmanager
async def snapshot(url: str) -> AsyncIterator[Snapshot]:
    """Everything as of one moment. Nothing is made, changed, locked or brought up to date.

    Raises StorageError, also for a schema that is newer than this program.
    """
    address = address_of(url)
    where, engine = place_of(address), _engine(address)
    try:
        async with connected(engine, where) as connection:
            with told(where):
                async with connection.begin():
                    revision = await connection.run_sync(schema.revision_of)
                    if revision is None:
                        raise DatabaseUnusable(f"{where}: there is nothing of Dateline's in it.")
                    await connection.run_sync(schema.refuse, where)
                    yield Snapshot(where, revision, await Whole.of(connection, revision))
    finally:
        await engine.dispose()


async def size_of(url: str) -> int:
    """Bytes that the tables of a server take."""
    async with snapshot(url) as found:
        return await found.whole.size()


def place_of(address: URL) -> str:
    """Which database it is, for people."""
    path = file_of(address)
    return postgresql.place(address) if path is None else str(path)


def file_at(url: str) -> Path | None:
    """The SQLite file that a URL names, None for a server and for a database in memory."""
    address = address_of(url)
    return sqlite.path_of(address) if address.get_backend_name() == "sqlite" else None


def file_of(address: URL) -> Path | None:
    """The SQLite file that is meant, None for a server. Raises DatabaseUnusable for one in memory."""
    if address.get_backend_name() != "sqlite":
        return None
    path = sqlite.path_of(address)
    if path is None:
        raise DatabaseUnusable("a database in memory ends with its process: name one in a file.")
    return path


def _engine(address: URL) -> AsyncEngine:
    path = file_of(address)
    if path is None:
        engine = postgresql.engine(address)
        return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    if not sqlite.is_there(path):
        raise DatabaseUnusable(f"{path}: there is no such file.")
    return sqlite.readers(path)
