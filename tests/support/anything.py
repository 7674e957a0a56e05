"""Rows of any kind: whatever the columns of a table can hold, for what must carry it unseen."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Float, Integer, Table

from storage.columns import Instant
from storage.store import Store
from storage.tables import chats, metadata
from storage.whole import Whole

_LETTERS = "aZ0 _-'\"\\\n\t%é€\u202eעбジ🌋{}[];$"
_APART = (0, 1, -1, 2**31, -(2**59), 2**59)
_CHATS = (7, -1001234567890, 2**52)
_FIRST = datetime(1, 1, 2, tzinfo=UTC)
_MOST = 2**22 - 1  # number of an event that the word index of a file has room for


async def fill_with_anything(store: Store, seed: int, rows: int = 3) -> None:
    """Put some rows of nonsense into every table that there is."""
    chance = Random(seed)
    async with store._writer.begin() as connection:
        whole = await Whole.of(connection, "9999")
        for name, table in whole.tables.items():
            values = [_row(metadata.tables[name], chance, number) for number in range(1, rows + 1)]
            await connection.execute(table.insert(), values)
        await whole.number_on()


def _row(table: Table, chance: Random, number: int) -> dict[str, Any]:
    if table is chats:
        return {c.name: _value(c, chance, number) for c in table.c} | {"id": _CHATS[number % len(_CHATS)]}
    row = {c.name: _key(c, chance, number) if c.primary_key else _value(c, chance, number) for c in table.c}
    if "chat_id" in table.primary_key.columns:
        row["chat_id"] = _CHATS[chance.randrange(len(_CHATS))]
    if table.name == "events":
        row |= {"number": min(number, _MOST), "pos": chance.randrange(2**53), "terms": "rain in spain"}
    return row


def _key(column: Column[Any], chance: Random, number: int) -> Any:
    """No two are the same."""
    return number if isinstance(column.type, Integer) else f"{_text(chance)}{number}"


def _value(column: Column[Any], chance: Random, number: int) -> Any:
    if column.nullable and chance.random() < 0.3:
        return None
    kind = column.type
    if isinstance(kind, Boolean):
        return chance.random() < 0.5
    if isinstance(kind, Float):
        return chance.choice((0.0, 0.1, 1 / 3, 1e300, 5e-324, -chance.random()))
    if isinstance(kind, Integer):
        return _whole(column, chance, number)
    if isinstance(kind, Instant):
        return _FIRST + timedelta(microseconds=chance.randrange(315_000_000_000_000_000))
    if isinstance(kind, Date):
        return date.fromordinal(chance.randrange(1, date.max.toordinal()))
    return _json(chance) if isinstance(kind, JSON) else _text(chance)


def _whole(column: Column[Any], chance: Random, number: int) -> int:
    """No two rows have the same, as some may not; none is too large for its column."""
    small = type(column.type) is Integer
    return number if small else number + 10 * chance.choice(_APART)


def _text(chance: Random) -> str:
    return "".join(chance.choice(_LETTERS) for _ in range(chance.randrange(12)))


def _json(chance: Random) -> Any:
    return chance.choice(
        (
            [],
            {},
            [1, 2.5, None, True],
            {_text(chance): {"ü": [_text(chance)]}},
            {"b": 1, "a": {"z": 0, "y": 1}},
        )
    )
