"""The store: one database, opened once, and the transactions on it."""

from collections.abc import AsyncIterator, Awaitable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext, suppress
from pathlib import Path
from time import perf_counter
from typing import Self

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import DatabaseAway, DatabaseBusy, DatabaseUnusable, StorageError
from bot.measures import count, if_it_holds, took
from bot.measures.names import TRANSACTIONS, TROUBLES
from storage import postgresql, schema, sqlite
from storage.address import address_of
from storage.faults import connected, told
from storage.line import Line
from storage.lock import FileLock
from storage.memory import Memories
from storage.presence import Presence
from storage.replica import STORED, Replica
from storage.transaction import Transaction

__all__ = ["Store", "Transaction"]


class Store:
    """A database of Dateline's. `async with store.begin() as tx:` is the transaction, one per use case."""

    def __init__(
        self,
        where: str,
        writer: AsyncEngine,
        readers: AsyncEngine,
        lock: FileLock | None = None,
        server: URL | None = None,
    ) -> None:
        self.where = where
        self.presence: Presence | None = None
        self._server = server
        self._replica: Replica | None = None
        self._writer = writer
        self._readers = readers
        self._lock = lock
        self._line = Line(where)
        self._memories = Memories()

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
        address = address_of(url)
        if address.get_backend_name() == "postgresql":
            return await cls._open_server(address)
        path = sqlite.path_of(address)
        return await (cls._open_memory() if path is None else cls._open_file(path))

    @classmethod
    async def open_at_work(cls, url: str) -> Self:
        """The same for a process that is one of those at work on it (`appear`)."""
        store = await cls.open(url)
        try:
            await store.appear()
        except BaseException:
            await store.close()
            raise
        return store

    @classmethod
    async def open_reading(cls, url: str) -> Self:
        """Open for a command that only reads, beside a bot that may be running on the same file.

        No lock is kept. When the bot has it, the schema must be as this program knows it.
        """
        address = address_of(url)
        path = sqlite.path_of(address) if address.get_backend_name() == "sqlite" else None
        if path is None:
            return await cls.open(url)
        return await cls._open_beside(path)

    @classmethod
    async def revision(cls, url: str) -> str | None:
        """The schema's revision as it stands, None when there is none yet. Nothing is made or changed.

        Raises StorageError when it cannot be read, or holds what another program made.
        """
        address = address_of(url)
        if address.get_backend_name() == "postgresql":
            return await _revision(postgresql.engine(address), postgresql.place(address))
        path = sqlite.path_of(address)
        return None if path is None else await _revision_of_file(path)

    async def appear(self) -> Presence | None:
        """Be one of the processes at work on the database, until it is closed; None where there is but one.

        Raises DatabaseAway.
        """
        if self._server is not None and self.presence is None:
            self.presence = await Presence.begin(self._server)
        return self.presence

    async def agree(self) -> None:
        """Look whether a newer process has changed the schema. Raises DatabaseNewer, or DatabaseAway."""
        if self.presence is not None:
            ((stored,),) = await self.presence.ask(schema.ASKED)
            if stored != schema.HEAD:
                schema.refuse_newer(stored, self.where)

    def read_from(self, url: str) -> None:
        """Let a read replica at this address answer what may take long. Raises DatabaseUnusable."""
        address = address_of(url)
        if self._server is None or address.get_backend_name() != "postgresql":
            raise DatabaseUnusable(
                "a read replica is one of PostgreSQL's: name both in postgresql:// addresses."
            )
        self._replica = Replica(address, postgresql.engine(address))

    @property
    def holder(self) -> int | None:
        """The number under which this process has things in hand: others see when it is gone."""
        if self._server is None:
            return 0
        return None if self.presence is None else self.presence.number

    async def living(self) -> frozenset[int] | None:
        """The holders that are at work; None where whoever had something before is gone for certain.

        Waits while the connection is broken by which they are known.
        """
        if self.presence is not None:
            await self.presence.back()
            return await self.presence.living()
        return None if self.is_ours_alone else frozenset()

    async def close(self) -> None:
        if self._replica is not None:
            await self._replica.close()
        if self.presence is not None:
            await self.presence.end()
        await self._readers.dispose()
        await self._writer.dispose()
        if self._lock:
            self._lock.release()

    @property
    def is_writing(self) -> bool:
        """Whether a writing transaction would have to wait for another of this process."""
        return self.is_ours_alone and self._line.is_taken

    @asynccontextmanager
    async def begin(self, *, ahead: bool = False) -> AsyncIterator[Transaction]:
        """A writing transaction: all of it is stored, or nothing when the block raises.

        One of a few words that somebody waits for may go `ahead` of those that wait longer for the writer.
        """
        async with (
            self._turn(ahead),
            _transaction(self._writer, self.where, self._memories, writing=True) as tx,
        ):
            yield tx

    def _turn(self, ahead: bool) -> AbstractAsyncContextManager[None]:
        return self._line.turn(ahead=ahead) if self.is_ours_alone else nullcontext()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Transaction]:
        """A reading transaction: everything in it is seen as of one moment."""
        async with _transaction(self._readers, self.where, self._memories, writing=False) as tx:
            yield tx

    @asynccontextmanager
    async def browse(self) -> AsyncIterator[Transaction]:
        """A reading transaction for what may take long: by the read replica, if there is one, and it has all
        that was stored until now.
        """
        replica = self._replica
        if replica is None or self.presence is None or not await replica.has_all(self._stored):
            async with self.read() as tx:
                yield tx
            return
        try:
            async with _transaction(replica.readers, replica.where, Memories(), writing=False) as tx:
                yield tx
        except DatabaseAway as error:
            replica.leave_alone(error)
            raise

    async def _stored(self) -> str:
        """How far the primary's log goes."""
        return str((await self.presence.ask(STORED))[0][0]) if self.presence else ""

    async def tidy(self) -> None:
        """Let nothing of what was deleted stand in the file beside the database, where SQLite has one."""
        if self._writer.dialect.name == "sqlite":
            await sqlite.checkpoint(self._writer)

    @classmethod
    async def _open_server(cls, address: URL) -> Self:
        engine, where = postgresql.engine(address), postgresql.place(address)
        reading = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        return await cls._over(schema.bring_up_server(engine, where), where, engine, reading, server=address)

    @classmethod
    async def _open_memory(cls) -> Self:
        engine = sqlite.writer(None)
        return await cls._over(schema.bring_up_server(engine, "memory"), "memory", engine, engine)

    @classmethod
    async def _open_file(cls, path: Path) -> Self:
        sqlite.prepare_folder(path)
        lock, readers = FileLock.take(path), sqlite.readers(path)
        sqlite.own(path)
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
        server: URL | None = None,
    ) -> Self:
        """A store whose schema was prepared; closed again when that fails."""
        store = cls(where, writer, readers, lock, server)
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
        return await schema.of_ours_in(engine, where)
    finally:
        await engine.dispose()


@asynccontextmanager
async def _transaction(
    engine: AsyncEngine, where: str, memories: Memories, *, writing: bool
) -> AsyncIterator[Transaction]:
    kind, begun = "write" if writing else "read", perf_counter()
    try:
        async with connected(engine, where) as connection:
            with told(where), if_it_holds():
                async with connection.begin():
                    transaction = Transaction(connection, memories, writing=writing)
                    yield transaction
                    await transaction.settle()
                transaction.remember()
    except StorageError:
        count(TROUBLES, kind)
        raise
    took(TRANSACTIONS, perf_counter() - begun, kind)
