"""SQLite's driver: a statement is run and its rows are fetched in one turn of the connection's thread.

aiosqlite takes four turns for it (cursor, execute, fetch, close), and a turn costs more than most statements.
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
        await self._connection.turn(partial(self._run, sqlite3.Cursor.execute, statement, values))

    async def executemany(self, statement: str, rows: Sequence[Any]) -> None:
        await self._connection.turn(partial(self._run, sqlite3.Cursor.executemany, statement, rows))

    async def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Nothing is left open after a turn."""

    def _run(self, run: Callable[..., object], statement: str, values: Any) -> None:
        cursor = self._connection.opened.cursor()
        try:
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

    @property
    def opened(self) -> sqlite3.Connection:
        """SQLite's own connection, for the thread alone."""
        return self._conn

    def cursor(self) -> Cursor:  # type: ignore[override]
        return Cursor(self)

    async def turn(self, deed: Callable[[], None]) -> None:
        """Do it in the connection's thread."""
        await self._execute(deed)  # type: ignore[no-untyped-call]


def connect(database: str, **options: Any) -> Connection:
    """What SQLAlchemy's dialect for aiosqlite calls instead of aiosqlite's own."""
    return Connection(partial(sqlite3.connect, database, **options))
