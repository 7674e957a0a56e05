"""Statements held ready: on SQLite they are run on the driver itself, as their way through SQLAlchemy takes
several times as long as they do.

_ONE = ready(select(views).where(views.c.id == bindparam("view")))

SQLAlchemy says what they are in SQL, and what their values and columns become; nobody sees a difference.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Dialect, Executable
from sqlalchemy.engine.result import IteratorResult, SimpleResultMetaData
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.driver import Connection

Values = Mapping[str, Any]
Process = Any  # from a value of ours to one of the driver's, or back

_READY: "WeakKeyDictionary[Executable, dict[tuple[str, ...], _Plan | None]]" = WeakKeyDictionary()
E = TypeVar("E", bound=Executable)


def ready(statement: E) -> E:
    """The same statement, held ready from its first use. Its values have names; it is for modules to hold."""
    _READY.setdefault(statement, {})
    return statement


class Answer(IteratorResult[Any]):
    """The rows of a statement, or how many it wrote."""

    rowcount = -1


def driver_of(connection: AsyncConnection) -> Connection | None:
    """The driver on which statements that are ready can be run; None where SQLAlchemy is to run them all.

    That is so on PostgreSQL, and where somebody wants to hear of each statement.
    """
    own = connection.sync_connection
    if own is None or own.dialect.name != "sqlite":
        return None
    if own.dispatch.before_execute or own.dispatch.before_cursor_execute:
        return None
    found: Connection = own.connection.driver_connection  # type: ignore[assignment]
    return found


async def answer(
    driver: Connection, dialect: Dialect, statement: Executable, values: Values | Sequence[Values] | None
) -> Answer | None:
    """What a statement that is ready answers; None where SQLAlchemy is to be asked as ever."""
    plans = _READY.get(statement)
    if plans is None:
        return None
    rows = _rows(values)
    names = tuple(rows[0])
    if names not in plans:
        plans[names] = _plan(statement, names, dialect)
    plan = plans[names]
    return None if plan is None or not plan.fits(rows) else await _run(plan, driver, dialect, rows)


def _rows(values: Values | Sequence[Values] | None) -> Sequence[Values]:
    if not values:
        return [{}]
    return [values] if isinstance(values, Mapping) else values


@dataclass(frozen=True)
class _Plan:
    """A statement in SQL, with the names of its values in their order, and what these become."""

    sql: str
    names: tuple[str, ...]
    lists: frozenset[str]  # of them those that are lists
    fixed: Values
    processes: Mapping[str, Process]
    columns: SimpleResultMetaData | None

    def fits(self, rows: Sequence[Values]) -> bool:
        """Several rows are written, and answer nothing; none of the lists is empty."""
        if len(rows) == 1:
            return all(rows[0][name] for name in self.lists)
        return self.columns is None and not self.lists and all(len(row) == len(rows[0]) for row in rows)

    def bound(self, row: Values) -> tuple[str, list[Any]]:
        """The SQL, with a place for each value of a list, and the values in order."""
        sql, bound = self.sql, list[Any]()
        for name in self.names:
            value = row[name] if name in row else self.fixed[name]
            process = self.processes.get(name)
            if name in self.lists:
                sql = sql.replace(f"__[POSTCOMPILE_{name}]", ", ".join("?" * len(value)))
                bound += value if process is None else map(process, value)
            else:
                bound.append(value if process is None else process(value))
        return sql, bound


_NOTHING = SimpleResultMetaData(())


async def _run(plan: _Plan, driver: Connection, dialect: Dialect, rows: Sequence[Values]) -> Answer:
    cursor, (sql, first) = driver.cursor(), plan.bound(rows[0])
    try:
        if len(rows) == 1:
            await cursor.execute(sql, first)
        else:
            await cursor.executemany(sql, [first, *(plan.bound(row)[1] for row in rows[1:])])
    except sqlite3.Error as error:
        raise DBAPIError.instance(
            sql, first, error, sqlite3.Error, hide_parameters=True, dialect=dialect
        ) from error
    told = Answer(plan.columns or _NOTHING, iter(await cursor.fetchall()))
    told.rowcount = cursor.rowcount
    return told


def _plan(statement: Executable, names: tuple[str, ...], dialect: Dialect) -> _Plan | None:
    """None for one that needs more than its values: something is made up, or two columns have one name."""
    compiled: Any = statement.compile(dialect=dialect, column_keys=list(names))  # type: ignore[attr-defined]
    columns = compiled._result_columns  # noqa: SLF001 - as are the next two: SQLAlchemy tells them nobody else
    keys = [column.keyname for column in columns]
    made_up = (compiled.isinsert and compiled.insert_prefetch) or (
        compiled.isupdate and compiled.update_prefetch
    )
    lists = {bind.key for bind in compiled.post_compile_params}
    if made_up or compiled.literal_execute_params or len(set(keys)) < len(keys):
        return None
    fixed = {name: value for name, value in compiled.params.items() if name not in names}
    processes = [column.type._cached_result_processor(dialect, None) for column in columns]  # noqa: SLF001
    return _Plan(
        compiled.string,
        tuple(compiled.positiontup),
        frozenset(lists),
        fixed,
        dict(compiled._bind_processors),  # noqa: SLF001
        SimpleResultMetaData(keys, _processors=processes) if keys else None,
    )
