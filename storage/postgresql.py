"""PostgreSQL: addresses as people have them, and connections that plan anew for every chat and word."""

import re
from functools import partial
from time import monotonic
from typing import Any

from sqlalchemy import URL, Dialect, ExceptionContext, event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.errors import DatabaseUnusable
from storage.columns import to_json

PATIENCE = 60.0  # seconds that a task waits for its turn
READ_ONLY = "25006"
CONNECTING = 10.0  # seconds that a connection may take
RESTED = 1.0  # seconds after which a connection that nobody used may have broken unnoticed
_RESTS = "rests since"

# A cached plan does not know which chat and word are asked for, and reads whole indexes.
_SETTINGS = {
    "plan_cache_mode": "force_custom_plan",
    "jit": "off",
    "application_name": "dateline",
    "timezone": "UTC",
}

# Seconds, seconds, times: a machine that vanished holds its locks for half a minute at most.
_WATCHFUL = {"tcp_keepalives_idle": "10", "tcp_keepalives_interval": "5", "tcp_keepalives_count": "3"}


def engine(url: URL) -> AsyncEngine:
    made = create_async_engine(
        url.set(drivername="postgresql+asyncpg", query={}),
        connect_args=connect_args(url),
        json_serializer=to_json,
        pool_size=5,
        max_overflow=5,
        pool_timeout=PATIENCE,
        hide_parameters=True,  # what people wrote does not belong in the log
    )
    event.listen(made.sync_engine, "handle_error", _leave_what_only_reads)
    event.listen(made.sync_engine, "checkin", _rest)
    event.listen(made.sync_engine, "checkout", partial(_look, made.dialect))
    return made


def _rest(_: object, record: ConnectionPoolEntry) -> None:
    record.info[_RESTS] = monotonic()


def _look(dialect: Dialect, connection: Any, record: ConnectionPoolEntry, _: object) -> None:
    """Whether a connection is still there: to ask takes two turns to the server, so only one that rested is
    asked. Of one that broke the others are made anew too.
    """
    since = record.info.pop(_RESTS, None)
    if since is None:
        return
    if connection.driver_connection.is_closed():
        raise InvalidatePoolError
    if monotonic() - since < RESTED:
        return
    try:
        dialect.do_ping(connection)
    except dialect.loaded_dbapi.Error as error:
        raise InvalidatePoolError from error


def _leave_what_only_reads(context: ExceptionContext) -> None:
    """What was the primary lets us only read now: all connections are made anew, to the one that is."""
    if getattr(context.original_exception, "sqlstate", None) == READ_ONLY:
        context.is_disconnect = True


def place(url: URL) -> str:
    """Which database it is, for people: never the user or password."""
    return f"postgresql://{url.host or 'localhost'}/{url.database or ''}"


def connect_args(url: URL) -> dict[str, Any]:
    """What libpq's parameters of a URL mean to asyncpg. An unknown one is refused by name."""
    args: dict[str, Any] = {"timeout": CONNECTING, "server_settings": dict(_SETTINGS)}
    for name, value in url.normalized_query.items():
        try:
            _take(args, name, value[-1])
        except ValueError:
            raise DatabaseUnusable(f"the database URL's parameter {name} is not a number.") from None
    return args


def lone_args(url: URL) -> dict[str, Any]:
    """For a connection by itself that must notice soon when the other side is gone without a word."""
    args = url.set(query={}).translate_connect_args(username="user") | connect_args(url)
    return args | {"server_settings": args["server_settings"] | _WATCHFUL}


def _take(args: dict[str, Any], name: str, value: str) -> None:
    match name:
        case "sslmode":
            args["ssl"] = value
        case "connect_timeout":
            args["timeout"] = float(value)
        case "application_name":
            args["server_settings"]["application_name"] = value
        case "options":
            args["server_settings"].update(_options(value))
        case "port":
            args["port"] = _one_or_more([int(port) for port in value.split(",")])
        case "host":
            args["host"] = _one_or_more(value.split(","))
        case "target_session_attrs":
            args[name] = value
        case "channel_binding" | "gssencmode":
            pass  # asyncpg settles both by itself
        case _:
            raise DatabaseUnusable(
                f"the database URL has a parameter that is not known here: {name}. Leave it out."
            )


def _one_or_more(values: list[Any]) -> Any:
    """Of several servers asyncpg takes the first that is as `target_session_attrs` wants it."""
    return values if len(values) > 1 else values[0]


def _options(value: str) -> dict[str, str]:
    """Settings out of "-c name=value -c name=value"."""
    pairs = (piece.strip() for piece in re.split(r"(?:^|\s)-c\s*", value))
    return dict(pair.split("=", 1) for pair in pairs if "=" in pair)
