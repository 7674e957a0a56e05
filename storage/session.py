"""One transaction's connection: every statement goes through it, with the chat that it is bound to."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    CursorResult,
    Executable,
    Row,
    Select,
    Table,
    TableValuedAlias,
    bindparam,
    cast,
    func,
    insert,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import JSON

from storage import bulk
from storage.memory import Memory
from storage.ready import Answer, answer, driver_of, ready

Statement = Select[*tuple[Any, ...]]
Answers = CursorResult[Any] | Answer
Found = Row[*tuple[Any, ...]]
Values = Mapping[str, Any]
BATCH = 500  # values of one IN list


def table_of(dialect: str, array: ColumnElement[str]) -> TableValuedAlias:
    """The values of a JSON array as a table with one column, `value`."""
    if dialect == "postgresql":
        return func.json_array_elements_text(cast(array, JSON)).table_valued("value")
    return func.json_each(array).table_valued("value")


def _lock_of(chat_id: ColumnElement[int]) -> ColumnElement[int]:
    """The chat's lock: locks are the whole database's, and another schema of it has chats of its own."""
    return func.hashtextextended(func.current_schema(), chat_id)


_asked = func.unnest(bindparam("chats", type_=ARRAY(BigInteger))).column_valued("id")
_TRYING = select(_asked, func.pg_try_advisory_xact_lock(_lock_of(_asked)))
_OWNING = select(func.pg_advisory_xact_lock(_lock_of(bindparam("chat", type_=BigInteger))))


@lru_cache(maxsize=64)
def _narrowed(statement: Statement, column: Column[Any]) -> Statement:
    """Built once: that takes longer than to run it."""
    own = column.table.c.chat_id == bindparam("chat")
    return ready(statement.where(own, column.in_(bindparam("wanted", expanding=True))))


@lru_cache(maxsize=16)
def _paired(statement: Statement, column: Column[Any]) -> Statement:
    own = tuple_(column.table.c.chat_id, column)
    return statement.where(own.in_(bindparam("wanted", expanding=True)))


@lru_cache(maxsize=64)
def _inserting(table: Table) -> Executable:
    return ready(insert(table))


class Session:
    """Runs statements. A writing transaction owns the chats it touches until it ends.

    SQLite has one writer at a time anyway; on PostgreSQL a lock per chat makes what was read in the
    transaction still true when it writes.
    """

    def __init__(self, connection: AsyncConnection, *, writing: bool) -> None:
        self._connection = connection
        self._driver = driver_of(connection)
        self.dialect = connection.dialect.name
        self._locking = writing and self.dialect == "postgresql"
        self._owned: set[int] = set()
        self.memory: dict[int, Memory] = {}  # of the chats that it files many articles of
        self._late: dict[Table | Executable, tuple[int, dict[object, Values]]] = {}

    async def run(
        self, chat_id: int, statement: Executable, values: Values | Sequence[Values] | None = None
    ) -> Answers:
        """Run a statement that says `chat_id` itself, once for each of several `values`."""
        await self._own(chat_id)
        await self.settle()
        return await self._execute(statement, values)

    async def pages(self, chat_id: int, statement: Statement, size: int) -> AsyncIterator[Sequence[Found]]:
        """The rows of a long answer, some at a time, off a cursor that PostgreSQL keeps."""
        await self._own(chat_id)
        await self.settle()
        options = {"yield_per": size}
        async with self._connection.stream(statement, execution_options=options) as answer:
            async for page in answer.partitions(size):
                yield page

    async def pour(self, chat_id: int, table: Table, rows: Sequence[Values]) -> None:
        """Insert many rows of the chat's, which say `chat_id` and have the same fields all."""
        await self._own(chat_id)
        await self.settle()
        await bulk.pour(self._connection, table, rows)

    async def house(self, statement: Executable, values: Values | Sequence[Values] | None = None) -> Answers:
        """Run a statement on what belongs to no chat, or to many."""
        await self.settle()
        return await self._execute(statement, values)

    async def put(
        self, chat_id: int, what: Table | Executable, rows: Sequence[Values], *, last_of: str | None = None
    ) -> None:
        """Insert rows into a table, or run a statement with each: at once, or later with others of the kind.

        A transaction that remembers the chat waits until something is read. Then new rows of tables come
        first and statements after them; more than that, none of them may depend on another. Of those that
        agree in the field `last_of` the last alone counts.
        """
        if not rows:
            return
        if chat_id in self.memory:
            late = self._late.setdefault(what, (chat_id, {}))[1]
            late.update({row[last_of] if last_of else n: row for n, row in enumerate(rows, len(late))})
        else:
            await self.run(chat_id, _inserting(what) if isinstance(what, Table) else what, rows)

    async def settle(self) -> None:
        """Write what was put off."""
        while self._late:
            what = next((kind for kind in self._late if isinstance(kind, Table)), next(iter(self._late)))
            chat_id, late = self._late.pop(what)
            rows = list(late.values())
            await self._own(chat_id)
            if isinstance(what, Table):
                await self._pour(what, rows)
            else:
                await self._execute(what, rows)

    async def _pour(self, table: Table, rows: Sequence[Values]) -> None:
        try:
            await bulk.pour(self._connection, table, rows)
        except bulk.BadRows as fault:
            cause = fault.__cause__
            raise (
                cause if isinstance(cause, DBAPIError) else DBAPIError("COPY", None, cause or fault)
            ) from fault

    async def among(
        self,
        chat_id: int,
        statement: Statement,
        column: Column[Any],
        values: Collection[Any],
        *,
        untouched: bool = False,
    ) -> list[Found]:
        """The chat's rows whose `column` is one of `values`, however many these are.

        `statement` is one of those that a module holds, as what it becomes is kept for the next time. Of
        rows that are `untouched` in this transaction nothing was put off that would have to come first.
        """
        wanted, found, narrowed = list(dict.fromkeys(values)), list[Found](), _narrowed(statement, column)
        if wanted and not untouched:
            await self.settle()
        for at in range(0, len(wanted), BATCH):
            await self._own(chat_id)
            bound = {"chat": chat_id, "wanted": wanted[at : at + BATCH]}
            found += await self._execute(narrowed, bound)
        return found

    async def of_many(
        self, statement: Statement, column: Column[Any], pairs: Collection[tuple[int, int]]
    ) -> list[Found]:
        """The rows of many chats whose chat and `column` are one of `pairs`, in the statement's order."""
        wanted, found, narrowed = list(dict.fromkeys(pairs)), list[Found](), _paired(statement, column)
        for at in range(0, len(wanted), BATCH):
            found += await self.house(narrowed, {"wanted": wanted[at : at + BATCH]})
        return found

    async def owned(self, chat_ids: Collection[int]) -> frozenset[int]:
        """Those of the chats that the transaction owns from now on, the ones that another has left out.

        Who needs many chats at once must not wait for one while holding others.
        """
        wanted = frozenset(chat_ids) - self._owned if self._locking else frozenset[int]()
        if wanted:
            found = await self._connection.execute(_TRYING, {"chats": sorted(wanted)})
            self._owned |= {chat_id for chat_id, got in found if got}
        return frozenset(chat_ids) & self._owned if self._locking else frozenset(chat_ids)

    async def _execute(self, statement: Executable, values: Values | Sequence[Values] | None) -> Answers:
        if self._driver is not None:
            found = await answer(self._driver, self._connection.dialect, statement, values)
            if found is not None:
                return found
        return await self._connection.execute(statement, values)

    async def _own(self, chat_id: int) -> None:
        if self._locking and chat_id not in self._owned:
            await self._connection.execute(_OWNING, {"chat": chat_id})
            self._owned.add(chat_id)
