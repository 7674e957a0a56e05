"""SQLite's driver: a statement is run and its rows are fetched in one turn of the connection's thread.

aiosqlite takes four turns for it (cursor, execute, fetch, close), and a turn costs more than most statements.
A transaction begins in the turn of its first statement.
"""

import sqlite3
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Self

import aiosqlite


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
        first = self._connection.beginning()
        await self._connection.turn(partial(self._run, first, sqlite3.Cursor.execute, statement, values))

    async def executemany(self, statement: str, rows: Sequence[Any]) -> None:
        first = self._connection.beginning()
        await self._connection.turn(partial(self._run, first, sqlite3.Cursor.executemany, statement, rows))

    async def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Nothing is left open after a turn."""

    def _run(self, first: str | None, run: Callable[..., object], statement: str, values: Any) -> None:
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
    """A connection with a thread of its own."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, iter_chunk_size=1)
        self._thread.daemon = True  # a connection that was forgotten holds nothing up
        self._beginning: str | None = None

    @property
    def opened(self) -> sqlite3.Connection:
        """SQLite's own connection, for the thread alone."""
        return self._conn

    def begin(self, statement: str) -> None:
        """Begin a transaction so, right before its first statement; without one there is none."""
        self._beginning = statement

    def beginning(self) -> str | None:
        """What the next statement takes along to its turn: were it cancelled, it must not run without."""
        statement, self._beginning = self._beginning, None
        return statement

    def begin_at_last(self, cursor: sqlite3.Cursor, statement: str) -> None:
        """In the connection's thread. When it fails, whatever is tried next begins with it too."""
        try:
            cursor.execute(statement)
        except sqlite3.Error:
            self._beginning = statement
            raise

    async def commit(self) -> None:
        self._beginning = None
        await super().commit()

    async def rollback(self) -> None:
        self._beginning = None
        await super().rollback()

    def cursor(self) -> Cursor:  # type: ignore[override]
        return Cursor(self)

    async def turn(self, deed: Callable[[], None]) -> None:
        """Do it in the connection's thread."""
        await self._execute(deed)  # type: ignore[no-untyped-call]


def connect(database: str, **options: Any) -> Connection:
    """What SQLAlchemy's dialect for aiosqlite calls instead of aiosqlite's own."""
    return Connection(partial(sqlite3.connect, database, **options))
