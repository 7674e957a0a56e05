"""A whole database, table by table: read out of one snapshot, or put into one that is empty.

It goes by the tables that are there, not by those that this program knows: so it serves every revision.
"""

import hashlib
import json
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, cast, collate, func, literal, select, text, tuple_
from sqlalchemy.dialects.postgresql import REGCLASS
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import BadInput
from storage import bulk
from storage.columns import Words
from storage.plain import Plain, fields_of, from_plain, to_plain
from storage.portable import LONG_PAGE, PAGE
from storage.reflected import tables_in
from storage.session import Found, Statement
from storage.soundness import UNSOUND

_LONG = {"text", "draft"}  # columns that hold whole texts
# The one table whose rows the database numbers itself.
_NUMBER_ON = text(
    "SELECT setval(pg_get_serial_sequence('inbox', 'id'), "
    "(SELECT coalesce(max(id) + 1, 1) FROM inbox), false)"
)


@dataclass(frozen=True, slots=True)
class Sum:
    """How many rows a table has, and the SHA-256 of them all in the order of their keys."""

    rows: int
    checksum: str


class Whole:
    """All tables of a database, over one connection and within its transaction."""

    def __init__(self, connection: AsyncConnection, tables: Sequence[Table]) -> None:
        self._connection = connection
        self._dialect = connection.dialect.name
        self.tables = {table.name: table for table in tables}

    @classmethod
    async def of(cls, connection: AsyncConnection, revision: str) -> "Whole":
        return cls(connection, await connection.run_sync(tables_in, revision))

    async def counts(self) -> dict[str, int]:
        """How many rows each table has, where it has any."""
        counted = Counter[str]()
        for table in self.tables.values():
            one = select(func.count()).select_from(table)
            counted[table.name] = int((await self._connection.execute(one)).scalar_one())
        return dict(+counted)

    async def size(self) -> int:
        """Bytes that PostgreSQL needs for the rows, without those of indexes."""
        names = [literal(table.name) for table in self.tables.values()]
        sizes = [func.pg_table_size(cast(name, REGCLASS)) for name in names]
        found = await self._connection.execute(select(*sizes))
        return sum(int(size) for size in found.one())

    async def read(self, name: str) -> AsyncIterator[list[Plain]]:
        """The rows of a table in the order of their keys, some at a time."""
        table = self.tables[name]
        async for rows in self._pages(table):
            yield [to_plain(table, row, whole=True) for row in rows]

    async def put(self, name: str, rows: Sequence[Plain]) -> None:
        """Store rows as `read` gave them. Raises BadInput for what this database cannot have."""
        if name not in self.tables:
            raise BadInput(UNSOUND, detail=name[:40])
        table = self.tables[name]
        try:
            values = [from_plain(table, row, whole=True) for row in rows]
            await bulk.pour(self._connection, table, values)
        except ValueError as fault:
            raise BadInput(UNSOUND, detail=str(fault)) from None
        except bulk.BadRows:
            raise BadInput(UNSOUND, detail=name) from None

    async def sums(self) -> dict[str, Sum]:
        """What every table holds, as it can be compared with another database."""
        return {name: await self._sum(name) for name in self.tables}

    async def number_on(self) -> None:
        """Let the database give numbers after those that were put."""
        if self._dialect == "postgresql":  # SQLite does so by itself
            await self._connection.execute(_NUMBER_ON)

    async def _sum(self, name: str) -> Sum:
        tally = Tally()
        async for rows in self.read(name):
            tally.add(rows)
        return tally.sum

    async def _pages(self, table: Table) -> AsyncIterator[Sequence[Found]]:
        size = LONG_PAGE if _LONG.intersection(table.c.keys()) else PAGE
        statement: Statement = select(*fields_of(table, whole=True)).order_by(*_order(table, self._dialect))
        if self._dialect == "postgresql":
            async with self._connection.stream(statement, execution_options={"yield_per": size}) as answer:
                async for page in answer.partitions(size):
                    yield page
            return
        key, after = list(table.primary_key.columns), statement
        while page := (await self._connection.execute(after.limit(size))).all():
            yield page
            if len(page) < size:
                return
            last = [literal(getattr(page[-1], column.name), column.type) for column in key]
            after = statement.where(tuple_(*key) > tuple_(*last))


class Tally:
    """Sums up rows of one table as they pass."""

    def __init__(self) -> None:
        self._rows = 0
        self._hash = hashlib.sha256()

    def add(self, rows: Sequence[Plain]) -> None:
        self._rows += len(rows)
        for row in rows:
            self._hash.update(json.dumps(row, ensure_ascii=False, sort_keys=True).encode() + b"\n")

    @property
    def sum(self) -> Sum:
        return Sum(self._rows, self._hash.hexdigest())


def _order(table: Table, dialect: str) -> list[Any]:
    """By the key, letters by their codes: the same in either database."""
    plainly = dialect == "postgresql"
    key = table.primary_key.columns
    return [collate(c, "C") if plainly and isinstance(c.type, Words) else c for c in key]
