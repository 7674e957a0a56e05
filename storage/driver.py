"""SQLite's driver: what is short is done at once, on the event loop; what may be long, in a thread.

A turn of the thread costs more than most statements, and far more while something else computes: each side
waits for the interpreter. So a read is begun on the loop with a budget of work; one that uses it up is broken
off, and read again in the thread. A write is never broken off, as that would undo its transaction: its words
tell whether it is short. Nothing on the loop waits for another's lock, or for the disk to have what is
committed. A transaction begins with its first statement.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from functools import partial
from time import monotonic, sleep
from typing import Any, Self

import aiosqlite

from storage.brevity import is_read, is_short

AT_A_TIME = 4  # statements on the loop until others have their turn there
BUDGET = 5_000  # steps of SQLite's machine, a quarter of a millisecond; a read may use it twice at most
PAUSE = 0.01  # seconds until another connection's lock is tried again

Run = Callable[[sqlite3.Cursor, str, Any], object]


class Cursor:
    """As much of a cursor as SQLAlchemy asks for."""

    def __init__(self, connection: "Connection") -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, statement: str, values: Any = ()) -> None:
        await self._run(sqlite3.Cursor.execute, statement, values, (values,))

    async def executemany(self, statement: str, rows: Sequence[Any]) -> None:
        await self._run(sqlite3.Cursor.executemany, statement, rows, rows)

    async def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Nothing is left open after a statement."""

    async def _run(self, run: Run, statement: str, values: Any, rows: Sequence[Any]) -> None:
        own, reading = self._connection, is_read(statement)
        own.has_written |= not reading
        await own.give_way()
        if (reading or is_short(statement, rows)) and own.at_once(
            lambda: self._do(own.beginning(), run, statement, values), reading=reading
        ):
            return
        await own.turn(partial(self._do, own.beginning(), run, statement, values))

    def _do(self, first: str | None, run: Run, statement: str, values: Any) -> None:
        cursor = self._connection.opened.cursor()
        try:
            if first is not None:
                self._connection.begin_at_last(cursor, first)
            run(cursor, statement, values)
            self.description = cursor.description
            self._rows = cursor.fetchall() if cursor.description else []
            self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
        finally:
            cursor.close()


class Connection(aiosqlite.Connection):
    """A connection with a thread of its own, for what is not done at once. Never both at a time."""

    def __init__(
        self, connector: Callable[[], sqlite3.Connection], patience: float, *, on_disk: bool
    ) -> None:
        super().__init__(connector, iter_chunk_size=1)
        self._thread.daemon = True  # a connection that was forgotten holds nothing up
        self._on_disk = on_disk
        self._beginning: str | None = None
        self._asked = self._done = 0  # turns of the thread: the loop counts the first, the thread the second
        self._spent = self._streak = 0
        self.patience = patience  # seconds to wait for another connection's lock
        self.has_written = False  # since the last commit

    @property
    def opened(self) -> sqlite3.Connection:
        """SQLite's own connection, for who has the turn alone."""
        return self._conn

    @property
    def is_free(self) -> bool:
        """Whether the thread has nothing to do, not even what somebody asked for who was cancelled."""
        return self._running and self._connection is not None and self._asked == self._done

    def begin(self, statement: str) -> None:
        """Begin a transaction so, right before its first statement; without one there is none."""
        self._beginning = statement

    def beginning(self) -> str | None:
        """What the next statement takes along to its turn: were it cancelled, it must not run without."""
        statement, self._beginning = self._beginning, None
        return statement

    def begin_at_last(self, cursor: sqlite3.Cursor, statement: str) -> None:
        """When it fails, whatever is tried next begins with it too."""
        try:
            cursor.execute(statement)
        except sqlite3.Error:
            self._beginning = statement
            raise
        self._beginning = None

    async def commit(self) -> None:
        await self._end(sqlite3.Connection.commit, at_once=not (self.has_written and self._on_disk))

    async def rollback(self) -> None:
        await self._end(sqlite3.Connection.rollback, at_once=not self.has_written)

    def cursor(self) -> Cursor:  # type: ignore[override]
        return Cursor(self)

    async def give_way(self) -> None:
        """Let others on the loop go on, now and then: of what is done at once nothing else does."""
        self._streak += 1
        if self._streak % AT_A_TIME == 0:
            await asyncio.sleep(0)

    def at_once(self, deed: Callable[[], object], *, reading: bool) -> bool:
        """Whether it could be done now: in the budget, if it reads, and without waiting for anybody."""
        if not self.is_free:
            return False
        if reading:
            self._spent = 0
            self.opened.set_progress_handler(self._spend, BUDGET)
        try:
            deed()
        except sqlite3.OperationalError as error:
            if not (is_busy(error) or error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT):
                raise
            return False
        finally:
            if reading:
                self.opened.set_progress_handler(None, BUDGET)
        return True

    async def turn(self, deed: Callable[[], object]) -> None:
        """Do it in the connection's thread, once no other connection stands in the way."""
        await self._execute(self._patiently, deed)

    async def _end(self, end: Callable[[sqlite3.Connection], None], *, at_once: bool) -> None:
        """End the transaction, if there is one."""
        self._beginning = None
        over = self.is_free and not self.opened.in_transaction
        if not over and not (at_once and self.at_once(lambda: end(self.opened), reading=False)):
            await self.turn(lambda: end(self.opened))
        self.has_written = False

    async def _execute(self, fn: Callable[..., Any], *args: Any, **options: Any) -> Any:
        """As the library has it, but counted."""
        self._asked += 1
        return await super()._execute(self._counted, fn, *args, **options)  # type: ignore[no-untyped-call]

    def _counted(self, fn: Callable[..., Any], *args: Any, **options: Any) -> Any:
        try:
            return fn(*args, **options)
        finally:
            self._done += 1

    def _patiently(self, deed: Callable[[], object]) -> None:
        until = monotonic() + self.patience
        while True:
            try:
                deed()
            except sqlite3.OperationalError as error:
                if not is_busy(error) or monotonic() >= until:
                    raise
                sleep(PAUSE)
            else:
                return

    def _spend(self) -> bool:
        """Asked by SQLite whenever a budget is used up, at first before the statement had all of one."""
        self._spent += 1
        return self._spent > 1


def is_busy(error: sqlite3.Error) -> bool:
    """Whether another connection has the lock that is needed, for now."""
    code = error.sqlite_errorcode
    return code & 0xFF == sqlite3.SQLITE_BUSY and code != sqlite3.SQLITE_BUSY_SNAPSHOT


def connect(database: str, *, timeout: float, **options: Any) -> Connection:
    """What SQLAlchemy's dialect for aiosqlite calls instead of aiosqlite's own.

    `timeout`: the seconds to wait for another connection's lock.
    """
    options |= {"timeout": 0, "check_same_thread": False}
    opening = partial(sqlite3.connect, database, **options)
    return Connection(opening, timeout, on_disk=database != ":memory:")
