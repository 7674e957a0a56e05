"""Many whole rows at once, by the quickest way that either database has; values are bound as everywhere."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Dialect, Table, insert
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

Row = Mapping[str, Any]
Bind = Callable[[Any], Any]

_OF_THE_ROWS = ("22", "23", "54")  # classes of SQLSTATE: values, keys, sizes


class BadRows(Exception):
    """The database refuses these rows themselves: they are there already, or too long for an index."""


async def pour(connection: AsyncConnection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows that have the same fields all. Raises BadRows."""
    names = tuple(column.name for column in table.columns if column.name in rows[0])
    binds = _binds(connection.dialect, table, names)
    values = [tuple(row[name] if bind is None else bind(row[name]) for name, bind in binds) for row in rows]
    if connection.dialect.name == "postgresql":
        await _copy(connection, table, names, values)
    else:
        await _insert(connection, table, names, values)


@lru_cache(maxsize=64)
def _binds(dialect: Dialect, table: Table, names: tuple[str, ...]) -> list[tuple[str, Bind | None]]:
    """How each value goes into its column."""
    return [(name, table.c[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in names]


@lru_cache(maxsize=64)
def _statement(dialect: Dialect, table: Table, names: tuple[str, ...]) -> str:
    return str(insert(table).compile(dialect=dialect, column_keys=names))


async def _insert(
    connection: AsyncConnection, table: Table, names: tuple[str, ...], values: list[tuple[Any, ...]]
) -> None:
    try:
        await connection.exec_driver_sql(_statement(connection.dialect, table, names), values)
    except IntegrityError as fault:
        raise BadRows from fault


async def _copy(
    connection: AsyncConnection, table: Table, names: Sequence[str], values: list[tuple[Any, ...]]
) -> None:
    from asyncpg import InterfaceError, PostgresError  # imported late: SQLite needs none of it

    driver: Any = (await connection.get_raw_connection()).driver_connection
    try:
        await driver.copy_records_to_table(table.name, records=values, columns=names)
    except PostgresError as fault:
        if (fault.sqlstate or "")[:2] in _OF_THE_ROWS:
            raise BadRows from fault
        raise DBAPIError("COPY", None, fault) from fault  # as if SQLAlchemy had asked for it
    except (InterfaceError, OSError) as fault:
        raise DBAPIError("COPY", None, fault, connection_invalidated=True) from fault
