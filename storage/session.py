"""One transaction's connection: every statement goes through it, with the chat that it is bound to."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from json import dumps
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Executable,
    Row,
    Select,
    TableValuedAlias,
    Text,
    cast,
    func,
    literal,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import JSON

Statement = Select[*tuple[Any, ...]]
BATCH = 500  # values of one IN list


def listed(dialect: str, values: Sequence[str]) -> TableValuedAlias:
    """The values as a table with one column, `value`: one statement, however many they are."""
    if dialect == "postgresql":
        return func.json_array_elements_text(cast(literal(dumps(values), Text), JSON)).table_valued("value")
    return func.json_each(dumps(values)).table_valued("value")


class Session:
    """Runs statements. A writing transaction owns the chats it touches until it ends.

    SQLite has one writer at a time anyway; on PostgreSQL a lock per chat makes what was read in the
    transaction still true when it writes.
    """

    def __init__(self, connection: AsyncConnection, *, writing: bool) -> None:
        self._connection = connection
        self.dialect = connection.dialect.name
        self._locking = writing and self.dialect == "postgresql"
        self._owned: set[int] = set()

    async def run(
        self, chat_id: int, statement: Executable, rows: Sequence[Mapping[str, Any]] | None = None
    ) -> CursorResult[Any]:
        """Run a statement that says `chat_id` itself; `rows` runs it once for each."""
        await self._own(chat_id)
        return await self._connection.execute(statement, rows)

    async def house(self, statement: Executable) -> CursorResult[Any]:
        """Run a statement on what belongs to no chat."""
        return await self._connection.execute(statement)

    async def among(
        self, chat_id: int, statement: Statement, column: ColumnElement[Any], values: Collection[Any]
    ) -> AsyncIterator[Row[Any]]:
        """The rows whose `column` is one of `values`, however many these are."""
        wanted = list(dict.fromkeys(values))
        for at in range(0, len(wanted), BATCH):
            batch = statement.where(column.in_(wanted[at : at + BATCH]))
            for row in await self.run(chat_id, batch):
                yield row

    async def _own(self, chat_id: int) -> None:
        if self._locking and chat_id not in self._owned:
            await self._connection.execute(select(func.pg_advisory_xact_lock(chat_id)))
            self._owned.add(chat_id)
