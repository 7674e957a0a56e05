"""Insert or replace, in the words of either database."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

Insert = sqlite.Insert | postgresql.Insert


def insert(dialect: str, table: Table) -> Insert:
    """An INSERT that knows ON CONFLICT."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def upsert(dialect: str, table: Table, row: Mapping[str, Any] | None = None) -> Insert:
    """Insert the row, or put its values over those of the row with the same key.

    Without a row the statement is for many whole ones, given when it is run.
    """
    statement = insert(dialect, table) if row is None else insert(dialect, table).values(row)
    key = list(table.primary_key.columns)
    names = table.c.keys() if row is None else row.keys()
    return statement.on_conflict_do_update(
        index_elements=key,
        set_={name: statement.excluded[name] for name in names if name not in {c.name for c in key}},
    )
