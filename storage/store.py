"""The store: one database, opened once, and the transactions on it."""

from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Self

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import DatabaseBusy, DatabaseUnusable
from storage import postgresql, schema, sqlite
from storage.faults import connected, told
from storage.lock import FileLock
from storage.transaction import Transaction

__all__ = ["Store", "Transaction"]

_UNREADABLE = (
    "the database URL is none that is understood here. "
    "Write sqlite:////folder/file.db or postgresql://user:password@host/database."
)


class Store:
    """A database of Dateline's. `async with store.begin() as tx:` is the transaction, one per use case."""

    def __init__(
        self, where: str, writer: AsyncEngine, readers: AsyncEngine, lock: FileLock | None = None
    ) -> None:
        self.where = where
        self._writer = writer
        self._readers = readers
        self._lock = lock

    @property
    def is_ours_alone(self) -> bool:
        """Whether no other process can have it open for writing."""
        return self._writer.dialect.name == "sqlite"

    @classmethod
    async def open(cls, url: str) -> Self:
        """Open for reading and writing; the schema is brought up to date first.

        "sqlite:////abs/path.db" (the file is locked against other processes), "sqlite://" (in memory),
        "postgresql://…". Raises bot.errors.StorageError.
        """
        address = _address(url)
        if address.get_backend_name() == "postgresql":
            return await cls._open_server(address)
        path = sqlite.path_of(address)
        return await (cls._open_memory() if path is None else cls._open_file(path))

    @classmethod
    async def open_reading(cls, url: str) -> Self:
        """Open for a command that only reads, beside a bot that may be running on the same file.

        No lock is kept. When the bot has it, the schema must be as this program knows it.
        """
        address = _address(url)
        path = sqlite.path_of(address) if address.get_backend_name() == "sqlite" else None
        if path is None:
            return await cls.open(url)
        return await cls._open_beside(path)

    @classmethod
    async def revision(cls, url: str) -> str | None:
        """The schema's revision as it stands, None when there is none yet. Nothing is made or changed."""
        address = _address(url)
        if address.get_backend_name() == "postgresql":
            return await _revision(postgresql.engine(address), postgresql.place(address))
        path = sqlite.path_of(address)
        return None if path is None else await _revision_of_file(path)

    async def close(self) -> None:
        await self._readers.dispose()
        await self._writer.dispose()
        if self._lock:
            self._lock.release()

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Transaction]:
        """A writing transaction: all of it is stored, or nothing when the block raises."""
        async with _transaction(self._writer, self.where, writing=True) as tx:
            yield tx

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Transaction]:
        """A reading transaction: everything in it is seen as of one moment."""
        async with _transaction(self._readers, self.where, writing=False) as tx:
            yield tx

    async def tidy(self) -> None:
        """Let nothing of what was deleted stand in the file beside the database, where SQLite has one."""
        if self._writer.dialect.name == "sqlite":
            await sqlite.checkpoint(self._writer)

    @classmethod
    async def _open_server(cls, address: URL) -> Self:
        engine, where = postgresql.engine(address), postgresql.place(address)
        reading = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        return await cls._over(schema.bring_up_server(engine, where), where, engine, reading)

    @classmethod
    async def _open_memory(cls) -> Self:
        engine = sqlite.writer(None)
        return await cls._over(schema.bring_up_server(engine, "memory"), "memory", engine, engine)

    @classmethod
    async def _open_file(cls, path: Path) -> Self:
        sqlite.prepare_folder(path)
        lock, readers = FileLock.take(path), sqlite.readers(path)
        preparing = schema.bring_up_file(readers, str(path), path)
        return await cls._over(preparing, str(path), sqlite.writer(path), readers, lock)

    @classmethod
    async def _open_beside(cls, path: Path) -> Self:
        """Over a file that may be in use: brought up to date only when nobody has it."""
        if await _revision_of_file(path) != schema.HEAD:
            with suppress(DatabaseBusy):
                await (await cls._open_file(path)).close()
        engine = sqlite.readers(path)
        return await cls._over(schema.check(engine, str(path)), str(path), engine, engine)

    @classmethod
    async def _over(
        cls,
        preparing: Awaitable[None],
        where: str,
        writer: AsyncEngine,
        readers: AsyncEngine,
        lock: FileLock | None = None,
    ) -> Self:
        """A store whose schema was prepared; closed again when that fails."""
        store = cls(where, writer, readers, lock)
        try:
            await preparing
        except BaseException:
            await store.close()
            raise
        return store


async def _revision_of_file(path: Path) -> str | None:
    return await _revision(sqlite.readers(path), str(path)) if sqlite.is_there(path) else None


async def _revision(engine: AsyncEngine, where: str) -> str | None:
    try:
        return await schema.stored_in(engine, where)
    finally:
        await engine.dispose()


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        raise DatabaseUnusable(_UNREADABLE) from None
    if address.drivername == "postgres":  # as hosting services write it
        address = address.set(drivername="postgresql")
    if address.get_backend_name() not in ("sqlite", "postgresql"):
        raise DatabaseUnusable(_UNREADABLE)
    return address


@asynccontextmanager
async def _transaction(engine: AsyncEngine, where: str, *, writing: bool) -> AsyncIterator[Transaction]:
    async with connected(engine, where) as connection:
        with told(where):
            async with connection.begin():
                transaction = Transaction(connection, writing=writing)
                yield transaction
                await transaction.settle()
