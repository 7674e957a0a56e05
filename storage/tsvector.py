"""PostgreSQL's index of words: lexemes just as they were given, no parser between, in a GIN index."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, func, literal_column
from sqlalchemy.dialects.postgresql import TSQUERY

from storage.session import Statement
from storage.tables import events


def lexemes() -> ColumnElement[Any]:
    """An event's lexemes, its chat and its words: the very expression of the index."""
    space: ColumnElement[str] = literal_column("' '")
    own: ColumnElement[str] = literal_column("'='") + cast(events.c.chat_id, Text) + space + events.c.terms
    return func.array_to_tsvector(func.string_to_array(own, space))


def condition(word: str, *, prefix: bool) -> str:
    return f"'{word}':*" if prefix else f"'{word}'"


def narrowed(
    statement: Statement, chat_id: int, asked: Sequence[str]
) -> tuple[Statement, ColumnElement[int]]:
    query = cast(cast(" & ".join([f"'={chat_id}'", *asked]), Text), TSQUERY)
    matches = lexemes().op("@@", is_comparison=True)(query)
    return statement.select_from(events).where(matches), events.c.pos
