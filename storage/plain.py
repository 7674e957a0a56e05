"""Rows as plain JSON values and back: what each type of column looks like in a file, and what is refused."""

import math
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Float, Integer, Table

from storage.columns import Instant, Words

Plain = dict[str, Any]
Reader = Callable[[Any], Any]

_SMALLEST, _LARGEST = -(2**63), 2**63 - 1


def to_plain(table: Table, row: Any, *, whole: bool = False) -> Plain:
    """The fields of a row that are set; `whole` with the chat's number."""
    return {
        name: value if written is None else written(value)
        for name, written in _writers(table, whole)
        if (value := getattr(row, name)) is not None
    }


def from_plain(table: Table, fields: Mapping[str, Any], *, whole: bool = False) -> Plain:
    """A row for the database. Raises ValueError, in words, for a field that is unknown, amiss or missing."""
    readers, needed = _readers(table, whole)
    if unknown := fields.keys() - readers.keys():
        raise ValueError(f"{table.name} has a field that is not known here: {min(unknown)[:40]}")
    if missing := needed - fields.keys():
        raise ValueError(f"{table.name} lacks the field {min(missing)}")
    row: Plain = dict.fromkeys(readers.keys() - fields.keys() - _filled(table))
    for name, value in fields.items():
        if value is None and name in needed:
            raise ValueError(f"{table.name}.{name} is empty")
        try:
            row[name] = None if value is None else readers[name](value)
        except (ValueError, TypeError, OverflowError, KeyError, RecursionError) as fault:
            raise ValueError(f"{table.name}.{name} is not what stands there: {str(fault)[:80]}") from None
    return row


def fields_of(table: Table, *, whole: bool = False) -> list[Column[Any]]:
    """The columns that a file has: those of one chat do without its number."""
    return [column for column in table.columns if whole or column.name != "chat_id"]


@lru_cache(maxsize=256)
def _writers(table: Table, whole: bool) -> tuple[tuple[str, Callable[[Any], Any] | None], ...]:
    return tuple((column.name, _writer(column)) for column in fields_of(table, whole=whole))


def _writer(column: Column[Any]) -> Callable[[Any], Any] | None:
    dated = isinstance(column.type, Date | Instant)
    return (lambda value: value.isoformat()) if dated else None


@lru_cache(maxsize=256)
def _readers(table: Table, whole: bool) -> tuple[dict[str, Reader], frozenset[str]]:
    """How each field is read, and which must be there."""
    columns = fields_of(table, whole=whole)
    needed = (c.name for c in columns if not c.nullable and c.server_default is None)
    return {column.name: _reader(column) for column in columns}, frozenset(needed)


@lru_cache(maxsize=256)
def _filled(table: Table) -> frozenset[str]:
    """Fields that the database fills itself where a file, an older one, has none."""
    return frozenset(c.name for c in table.columns if not c.nullable)


def _reader(column: Column[Any]) -> Reader:
    for kind, reader in _READERS:
        if isinstance(column.type, kind):
            return reader
    raise TypeError(f"{column} has a type that no file can hold: {column.type!r}")


def _words(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not _SMALLEST <= value <= _LARGEST:
        raise ValueError("no whole number")
    return value


def _yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError("neither true nor false")
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError("no number")
    return float(value)


def _day(value: Any) -> date:
    return date.fromisoformat(_words(value))


def _instant(value: Any) -> datetime:
    at = datetime.fromisoformat(_words(value))
    if at.tzinfo is None:
        raise ValueError("no instant: it has no offset from UTC")
    return at.astimezone(UTC)


def _json(value: Any) -> Any:
    return value


_READERS: tuple[tuple[Any, Reader], ...] = (
    (Words, _words),
    (Instant, _instant),
    (Boolean, _yes_or_no),
    (Integer, _whole),  # BigInteger too
    (Float, _number),
    (Date, _day),
    (JSON, _json),
)
