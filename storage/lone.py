"""A connection by itself, outside of every pool: a question on it costs one turn to the server and back."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import URL

from bot.errors import DatabaseAway
from storage import postgresql

PATIENCE = 10.0  # seconds that an answer may take


async def connect(address: URL, lost: Callable[..., None]) -> Any:
    """An asyncpg connection, `lost` is told when it ends. Raises DatabaseAway."""
    import asyncpg  # imported late: SQLite needs none of it

    try:
        connection = await asyncpg.connect(**postgresql.lone_args(address))
    except (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError) as error:
        raise DatabaseAway(f"{postgresql.place(address)}: the server cannot be reached: {error}") from error
    connection.add_termination_listener(lost)
    return connection


async def rows(connection: Any, question: str, *args: object) -> Sequence[Any]:
    """What the server answers. Raises DatabaseAway, and then the connection is of no use any more."""
    from asyncpg import InterfaceError, PostgresError

    try:
        found: Sequence[Any] = await connection.fetch(question, *args, timeout=PATIENCE)
    except (PostgresError, InterfaceError, OSError) as error:
        raise DatabaseAway(f"a connection to the database broke: {error}") from error
    return found
