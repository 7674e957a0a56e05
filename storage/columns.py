"""Column types that keep the house's promises: instants in UTC, texts that every database can hold."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator

from bot.model.text import storable

_ESCAPED_NUL = "\\u0000"
_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

# SQLite numbers its rows itself only in a column of this very type.
RowId = BigInteger().with_variant(Integer, "sqlite")


def storable_json(value: Any) -> Any:
    """Every string of a JSON value as it can be stored, keys included."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list | tuple):
        return [storable_json(one) for one in value]
    if isinstance(value, dict):
        return {storable(key): storable_json(one) for key, one in value.items()}
    return value


def to_json(value: Any) -> str:
    """JSON as it is stored: compact, letters as they are, nothing unstorable in it."""
    text = _encoded(value)
    return _encoded(storable_json(value)) if _ESCAPED_NUL in text or text != storable(text) else text


class Words(TypeDecorator[str]):
    """Text, made storable on its way in."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else storable(value)


class Instant(TypeDecorator[datetime]):
    """An aware instant in UTC; anything else is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.utcoffset() != timedelta(0):
            raise ValueError(f"an instant must be aware and in UTC: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


# Stored through to_json, which the engine is given.
Json = JSON(none_as_null=True)
