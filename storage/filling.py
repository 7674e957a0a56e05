"""Filling: a database made anew at some revision, filled, brought up to date and put in place; or nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import DatabaseBusy, StorageError
from storage import copying, postgresql, schema, sqlite
from storage.address import address_of
from storage.faults import connected, told
from storage.lock import FileLock
from storage.reflected import VERSIONS, tables_in
from storage.snapshot import file_of, place_of, snapshot
from storage.whole import Whole

_UNCOUNTED = {"limits"}  # what a bot notes of itself when it has nothing to do
_NOT_FOR_EVER = text("SET LOCAL lock_timeout = '10s'")
_AT_WORK = text(
    "SELECT 1 FROM limits WHERE name LIKE 'pulse:%' AND at > now() - interval '90 seconds' AND EXISTS "
    "(SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
    "AND application_name = 'dateline') LIMIT 1"
)


async def holdings(url: str) -> dict[str, int] | None:
    """Rows by table of what is there, empty when there is nothing; None when it cannot be read.

    Raises StorageError for a server that cannot be used.
    """
    path = file_of(address_of(url))
    if path is not None and not (path.exists() and path.stat().st_size):
        return {}
    if path is None and await _revision(url) is None:
        return {}
    try:
        async with snapshot(url) as found:
            counts = await found.whole.counts()
    except StorageError:
        if path is None:
            raise
        return None
    return {name: count for name, count in counts.items() if name not in _UNCOUNTED}


async def _revision(url: str) -> str | None:
    address = address_of(url)
    engine = postgresql.engine(address)
    try:
        return await schema.stored_in(engine, place_of(address))
    finally:
        await engine.dispose()


def filling(url: str, revision: str, aside: Path | None = None) -> AbstractAsyncContextManager[Whole]:
    """An empty database to be filled, in the place of what is there.

    It is brought up to date and takes its place when the block ends, all of it; when the block raises, all
    is as before. Of a SQLite file what was there becomes `aside`. Raises StorageError, DatabaseBusy when a
    bot has it open.
    """
    address = address_of(url)
    path = file_of(address)
    return _on_server(address, revision) if path is None else _in_file(path, revision, aside)


@asynccontextmanager
async def held(path: Path) -> AsyncIterator[Path]:
    """Where a new file can be made beside `path`, which no bot may have open meanwhile."""
    sqlite.prepare_folder(path)
    lock = FileLock.take(path)
    fresh = path.with_name(path.name + ".new")
    try:
        copying.remove(fresh)
        yield fresh
    finally:
        copying.remove(fresh)
        lock.release()


@asynccontextmanager
async def still(url: str) -> AsyncIterator[None]:
    """Keep bots off a database for as long as the block lasts. Raises DatabaseBusy when one is at work."""
    address = address_of(url)
    path = file_of(address)
    if path is not None and path.exists():
        lock = FileLock.take(path)
        try:
            yield
        finally:
            lock.release()
        return
    if path is None:
        await _refuse_server_at_work(address)
    yield


async def bring_up(fresh: Path) -> None:
    """Bring a new file, which nobody needs unless it becomes whole, to the newest schema."""
    engine = sqlite.builder(fresh)
    try:
        async with connected(engine, str(fresh)) as connection:
            with told(str(fresh)):
                async with connection.begin():
                    await connection.run_sync(schema.make, "head")
    finally:
        await engine.dispose()


@asynccontextmanager
async def _in_file(path: Path, revision: str, aside: Path | None) -> AsyncIterator[Whole]:
    async with held(path) as fresh:
        sqlite.own(fresh)
        engine, where = sqlite.builder(fresh), str(path)
        try:
            async with connected(engine, where) as connection:
                with told(where):
                    async with connection.begin():
                        await connection.run_sync(schema.make, revision)
                        yield await Whole.of(connection, revision)
                        await connection.run_sync(schema.make, "head")
        finally:
            await engine.dispose()
        await asyncio.to_thread(copying.look_through, fresh)
        await asyncio.to_thread(copying.put_in_place, fresh, path, aside)


@asynccontextmanager
async def _on_server(address: URL, revision: str) -> AsyncIterator[Whole]:
    engine, where = postgresql.engine(address), postgresql.place(address)
    try:
        async with connected(engine, where) as connection:
            with told(where):
                async with connection.begin():
                    await _clear(connection, where)
                    await connection.run_sync(schema.make, revision)
                    whole = await Whole.of(connection, revision)
                    yield whole
                    await whole.number_on()
                    await connection.run_sync(schema.make, "head")
    finally:
        await engine.dispose()


async def _clear(connection: AsyncConnection, where: str) -> None:
    """Take away what is there, within the transaction, once nobody works on it."""
    await connection.execute(_NOT_FOR_EVER)
    await connection.run_sync(schema.take_turns)
    await connection.run_sync(schema.refuse, where)
    stored = await connection.run_sync(schema.revision_of)
    if stored is None:
        return
    await _refuse_at_work(connection, where)
    await connection.run_sync(_drop, stored)


async def _refuse_server_at_work(address: URL) -> None:
    engine, where = postgresql.engine(address), postgresql.place(address)
    try:
        async with connected(engine, where) as connection:
            with told(where):
                await _refuse_at_work(connection, where)
    finally:
        await engine.dispose()


async def _refuse_at_work(connection: AsyncConnection, where: str) -> None:
    found = await connection.execute(text("SELECT to_regclass('limits') IS NOT NULL"))
    if found.scalar_one() and (await connection.execute(_AT_WORK)).first():
        raise DatabaseBusy(f"{where}: a bot is at work on it. Stop it first, then try again.")


def _drop(connection: Connection, revision: str) -> None:
    tables = reversed(tables_in(connection, revision))  # the chats last: the others refer to them
    for name in (*(table.name for table in tables), VERSIONS):
        connection.execute(text(f'DROP TABLE "{name}"'))
