"""PostgreSQL's index of words: lexemes just as they were given, no parser between, in a GIN index."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Text, cast, func, literal_column
from sqlalchemy.dialects.postgresql import TSQUERY

from storage.session import Statement
from storage.tables import events


def lexemes(of: FromClause = events) -> ColumnElement[Any]:
    """An event's lexemes, its chat and its words: the very expression of the index."""
    space: ColumnElement[str] = literal_column("' '")
    own: ColumnElement[str] = literal_column("'='") + cast(of.c.chat_id, Text) + space + of.c.terms
    return func.array_to_tsvector(func.string_to_array(func.rtrim(own), space))


def condition(word: str, *, prefix: bool) -> str:
    return f"'{word}':*" if prefix else f"'{word}'"


def matching(chat_id: int, asked: Sequence[str], of: FromClause = events) -> ColumnElement[bool]:
    query = cast(cast(" & ".join([f"'={chat_id}'", *asked]), Text), TSQUERY)
    return lexemes(of).op("@@", is_comparison=True)(query)


def narrowed(
    statement: Statement, chat_id: int, asked: Sequence[str]
) -> tuple[Statement, ColumnElement[int]]:
    """Ordered by what is no index: else the planner, which takes every chat to have the same words, walks
    through a chat in order of time for a word that stands in others only.
    """
    return statement.select_from(events).where(matching(chat_id, asked)), events.c.pos + 0
