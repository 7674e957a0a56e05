"""Column types that keep the house's promises: instants in UTC, texts that every database can hold."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_ESCAPED_NUL = "\\u0000"

# SQLite numbers its rows itself only in a column of this very type.
RowId = BigInteger().with_variant(Integer, "sqlite")


def clean(text: str) -> str:
    """The text with NULs and lone surrogates, which PostgreSQL refuses, as U+FFFD: one for one, so that
    offsets stay valid.
    """
    return _UNSTORABLE.sub("\ufffd", text)


def clean_json(value: Any) -> Any:
    """The same for every string of a JSON value, keys included."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list | tuple):
        return [clean_json(one) for one in value]
    if isinstance(value, dict):
        return {clean(key): clean_json(one) for key, one in value.items()}
    return value


def to_json(value: Any) -> str:
    """JSON as it is stored: compact, letters as they are, nothing unstorable in it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if _ESCAPED_NUL in text or _UNSTORABLE.search(text):
        text = json.dumps(clean_json(value), ensure_ascii=False, separators=(",", ":"))
    return text


class Words(TypeDecorator[str]):
    """Text, cleaned on its way in: here and nowhere else."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else clean(value)


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
