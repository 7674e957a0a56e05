"""Tables as they stand in a database, of whichever revision, with the types that this program gives them."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Float,
    Inspector,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    inspect,
)
from sqlalchemy.types import TypeEngine

from storage.columns import Instant, Json, Words
from storage.tables import metadata

VERSIONS: Final = "dateline_schema"  # the table that holds the revision
FIRST: Final = "chats"  # what all other tables refer to
PAST: Final = {"settings": "0001"}  # tables that are no more, with the newest revision that had them

_TYPES: Final[tuple[tuple[type[TypeEngine[Any]], TypeEngine[Any]], ...]] = (
    (JSON, Json),
    (Boolean, Boolean()),
    (DateTime, Instant()),
    (Date, Date()),
    (Float, Float()),
    (Integer, BigInteger()),
    (String, Words()),
)


def tables_in(connection: Connection, revision: str) -> tuple[Table, ...]:
    """All tables of ours, the chats first: in this order they can be filled.

    Those of another program that shares a server are not ours to read; nor are SQLite's of its word index,
    which triggers fill from the events.
    """
    look = inspect(connection)
    ours = metadata.tables.keys() | {name for name, newest in PAST.items() if revision <= newest}
    names = ours & set(look.get_table_names())
    return tuple(_table(look, name) for name in sorted(names, key=lambda name: (name != FIRST, name)))


def _table(look: Inspector, name: str) -> Table:
    key = look.get_pk_constraint(name)["constrained_columns"]
    found = sorted(look.get_columns(name), key=lambda column: (_place(column, key), column["name"]))
    columns = (Column(c["name"], _type_of(c), nullable=c["nullable"], autoincrement=False) for c in found)
    return Table(name, MetaData(), *columns, PrimaryKeyConstraint(*key))


def _place(column: Mapping[str, Any], key: list[str]) -> int:
    """The key first, then the rest by name: the same whatever was added when."""
    return key.index(column["name"]) if column["name"] in key else len(key)


def _type_of(column: Mapping[str, Any]) -> TypeEngine[Any]:
    for kind, ours in _TYPES:
        if isinstance(column["type"], kind):
            return ours
    raise TypeError(f"{column['name']} has a type that no file can hold: {column['type']!r}")
