"""What a statement's words tell of how long it takes on SQLite, so that a short one needs no thread."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import UniqueConstraint

from storage.tables import metadata

MOST_VALUES = 600  # written at once
MOST_WORDS = 1 << 16  # characters and bytes of these

_INSERT = re.compile(r"INSERT INTO \w+ \([^)]*\) VALUES ")
_UPDATE = re.compile(r"UPDATE (?P<table>\w+) SET (?P<set>.*?) WHERE (?P<where>.*)", re.DOTALL)
_DELETE = re.compile(r"DELETE FROM (?P<table>\w+) WHERE (?P<where>.*)", re.DOTALL)

_REFERRED = {key.column.table.name for table in metadata.tables.values() for key in table.foreign_keys}
_KEYS = {
    name: [
        table.primary_key.columns.keys(),
        *(own.columns.keys() for own in table.constraints if isinstance(own, UniqueConstraint)),
    ]
    for name, table in metadata.tables.items()
}


@lru_cache(maxsize=1024)
def is_read(statement: str) -> bool:
    """Whether it may be broken off and asked again. A search for words may not: its work is not counted."""
    return statement.startswith("SELECT ") and " MATCH " not in statement


def is_short(statement: str, rows: Sequence[Sequence[Any]]) -> bool:
    """Whether it writes, for each of a few rows, what stands under a whole key."""
    if not is_by_key(statement) or sum(map(len, rows)) > MOST_VALUES:
        return False
    return sum(len(value) for row in rows for value in row if isinstance(value, str | bytes)) <= MOST_WORDS


@lru_cache(maxsize=1024)
def is_by_key(statement: str) -> bool:
    """Whether it writes rows that are given, or named by their keys, and none that would follow from them."""
    if "SELECT" in statement or " OR " in statement:
        return False
    if found := _UPDATE.match(statement):
        keys = _KEYS.get(found["table"], ())
        moves = any(_sets(found["set"], column) for key in keys for column in key)
        return not moves and any(_names(found["where"], key) for key in keys)
    if found := _DELETE.match(statement):
        table = found["table"]
        return table not in _REFERRED and any(_names(found["where"], key) for key in _KEYS.get(table, ()))
    return _INSERT.match(statement) is not None


def _names(where: str, key: Sequence[str]) -> bool:
    return all(re.search(rf'\b{column}"? (= \?|IN \(\?)', where) for column in key)


def _sets(assignments: str, column: str) -> bool:
    return re.search(rf'(^|, )"?{column}"?=', assignments) is not None
