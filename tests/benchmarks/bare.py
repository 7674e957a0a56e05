"""What the database alone takes for what the bot asks of it: the same statements on the bare driver."""

import sqlite3
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from time import perf_counter
from typing import Any

import asyncpg
from sqlalchemy import event, make_url

from storage import postgresql
from storage.store import Store

Asked = list[tuple[str, Any]]

_asked: ContextVar[Asked | None] = ContextVar("asked", default=None)


class Bare:
    """Remembers what is asked on behalf of one question, and asks it again without us."""

    def __init__(self, store: Store, url: str) -> None:
        self._url = url
        self._engines = {store._readers.sync_engine, store._writer.sync_engine}

    async def again(self, ask: Callable[[], Awaitable[object]], rounds: int) -> list[float]:
        """Milliseconds that reading what `ask` reads takes on the driver, round by round."""
        asked: Asked = []
        token = _asked.set(asked)
        for engine in self._engines:  # no longer than for this: who is listened to takes another way
            event.listen(engine, "before_cursor_execute", _remember)
        await ask()
        for engine in self._engines:
            event.remove(engine, "before_cursor_execute", _remember)
        _asked.reset(token)
        reads = [(sql, values) for sql, values in asked if sql.lstrip().startswith("SELECT")]
        if self._url.startswith("sqlite"):
            return _on_sqlite(self._url.removeprefix("sqlite:///"), reads, rounds)
        return await _on_postgresql(self._url, reads, rounds)


def _remember(_: Any, __: Any, statement: str, values: Any, *___: Any) -> None:
    asked = _asked.get()
    if asked is not None:
        asked.append((statement, values))


def _on_sqlite(path: str, reads: Asked, rounds: int) -> list[float]:
    connection, times = sqlite3.connect(path, isolation_level=None), []
    for _ in range(rounds):
        begun = perf_counter()
        connection.execute("BEGIN")
        for sql, values in reads:
            connection.execute(sql, values).fetchall()
        connection.execute("COMMIT")
        times.append(1000 * (perf_counter() - begun))
    connection.close()
    return times


async def _on_postgresql(url: str, reads: Asked, rounds: int) -> list[float]:
    address = make_url(url)
    options: dict[str, Any] = postgresql.connect_args(address)
    plain = address.set(drivername="postgresql", query={}).render_as_string(hide_password=False)
    connection, times = await asyncpg.connect(plain, **options), []
    for _ in range(rounds):
        begun = perf_counter()
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            for sql, values in reads:
                await connection.fetch(sql, *values)
        times.append(1000 * (perf_counter() - begun))
    await connection.close()
    return times
