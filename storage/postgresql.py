"""PostgreSQL: addresses as people have them, and connections that plan anew for every chat and word."""

import re
from typing import Any

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import DatabaseUnusable
from storage.columns import to_json

PATIENCE = 60.0  # seconds that a task waits for its turn
CONNECTING = 10.0  # seconds that a connection may take

# A cached plan does not know which chat and word are asked for, and reads whole indexes.
_SETTINGS = {
    "plan_cache_mode": "force_custom_plan",
    "jit": "off",
    "application_name": "dateline",
    "timezone": "UTC",
}


def engine(url: URL) -> AsyncEngine:
    return create_async_engine(
        url.set(drivername="postgresql+asyncpg", query={}),
        connect_args=connect_args(url),
        json_serializer=to_json,
        pool_size=5,
        max_overflow=5,
        pool_timeout=PATIENCE,
        hide_parameters=True,  # what people wrote does not belong in the log
        pool_pre_ping=True,
    )


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
            args["port"] = int(value)
        case "host" | "target_session_attrs":
            args[name] = value
        case "channel_binding" | "gssencmode":
            pass  # asyncpg settles both by itself
        case _:
            raise DatabaseUnusable(
                f"the database URL has a parameter that is not known here: {name}. Leave it out."
            )


def _options(value: str) -> dict[str, str]:
    """Settings out of "-c name=value -c name=value"."""
    pairs = (piece.strip() for piece in re.split(r"(?:^|\s)-c\s*", value))
    return dict(pair.split("=", 1) for pair in pairs if "=" in pair)
