"""Insert or replace, in the words of either database."""

from functools import lru_cache

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from storage.ready import ready

Insert = sqlite.Insert | postgresql.Insert


def insert(dialect: str, table: Table) -> Insert:
    """An INSERT that knows ON CONFLICT."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


@lru_cache(maxsize=16)
def insert_new(dialect: str, table: Table) -> Insert:
    """Insert rows; one that is there already stays as it is."""
    return ready(insert(dialect, table).on_conflict_do_nothing())


@lru_cache(maxsize=16)
def upsert(dialect: str, table: Table, columns: tuple[str, ...] = ()) -> Insert:
    """Insert a row, or put its values over those of the row with the same key.

    The rows are given when it is run: whole ones, or only these columns of theirs.
    """
    statement, key = insert(dialect, table), list(table.primary_key.columns)
    names = columns or table.c.keys()
    return ready(
        statement.on_conflict_do_update(
            index_elements=key,
            set_={name: statement.excluded[name] for name in names if name not in {c.name for c in key}},
        )
    )
