"""Insert or replace, in the words of either database."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

Insert = sqlite.Insert | postgresql.Insert


def insert(dialect: str, table: Table) -> Insert:
    """An INSERT that knows ON CONFLICT."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def upsert(dialect: str, table: Table, row: Mapping[str, Any]) -> Insert:
    """Insert the row, or put its values over those of the row with the same key."""
    statement = insert(dialect, table).values(row)
    key = list(table.primary_key.columns)
    return statement.on_conflict_do_update(
        index_elements=key,
        set_={name: statement.excluded[name] for name in row if name not in {c.name for c in key}},
    )
