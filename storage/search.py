"""Search: words made into a condition on events, in each database's own full-text index.

Queries are built only from the words that `words_in` lets through, each quoted. The chat is itself a word of
the index, one that no text can contain, so that the index alone narrows to the chat; SQL says it again.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Text,
    cast,
    column,
    false,
    func,
    literal,
    literal_column,
    table,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from storage.columns import clean
from storage.positions import Range
from storage.session import Statement
from storage.tables import events

LONGEST = 64  # characters of a word that are indexed
MOST = 200_000  # characters of an event's words that are indexed
PREFIX = 3  # words of that many characters also match the longer ones that begin with them

_WORD = re.compile(r"[0-9A-Za-z\u0080-\U0010ffff]+")


def words_in(texts: Iterable[str]) -> list[str]:
    """The words of these texts as the index holds them, each once: runs of letters and digits."""
    pieces = (piece for text in texts for piece in clean(text).casefold().split())
    return list(dict.fromkeys(word[:LONGEST] for piece in pieces for word in _WORD.findall(piece)))


def indexed_terms(terms: str) -> str:
    """What is kept of an event's words for the index."""
    text = " ".join(words_in([terms]))
    return text if len(text) <= MOST else text[:MOST].rpartition(" ")[0]


def narrow(
    dialect: str, statement: Statement, chat_id: int, part: Range, tokens: Sequence[str]
) -> tuple[Statement, ColumnElement[int]]:
    """The statement about events with the tokens as a condition, and what its rows are ordered by."""
    words = words_in(tokens)
    if not words:
        return statement.select_from(events).where(false()), events.c.pos
    if dialect == "postgresql":
        return statement.select_from(events).where(_postgresql(chat_id, words)), events.c.pos
    return _sqlite(statement, chat_id, part, words)


# PostgreSQL: the words are lexemes as they are, no parser between. The expression is that of the index.


def lexemes() -> ColumnElement[Any]:
    """An event's lexemes: its chat and its words."""
    own: ColumnElement[str] = (
        literal_column("'='") + cast(events.c.chat_id, Text) + literal_column("' '") + events.c.terms
    )
    return func.array_to_tsvector(func.string_to_array(own, literal_column("' '")))


def _postgresql(chat_id: int, words: Sequence[str]) -> ColumnElement[bool]:
    wanted = [f"'={chat_id}'", *(f"'{word}'{':*' if len(word) >= PREFIX else ''}" for word in words)]
    return lexemes().op("@@", is_comparison=True)(cast(cast(" & ".join(wanted), Text), TSQUERY))


# SQLite: an FTS5 table without content, kept by triggers on events (see the first migration). Its rowid holds
# the order of time, then the event's number, then the chat's slot: unique in the file, and in page order.

SLOT_BITS, NUMBER_BITS = 20, 22
_BIAS = 1 << 21  # days are counted from the middle, so that 64 bits with a sign hold them

_index = table("events_search", column("rowid"))
_rowid = _index.c.rowid


def _sqlite(
    statement: Statement, chat_id: int, part: Range, words: Sequence[str]
) -> tuple[Statement, ColumnElement[int]]:
    number = _rowid.op(">>")(literal_column(str(SLOT_BITS))).op("&")(
        literal_column(str((1 << NUMBER_BITS) - 1))
    )
    found = literal_column("events_search").op("MATCH")(literal(_match(chat_id, part, words), Text))
    narrowed = (
        statement.select_from(_index)
        .join(events, events.c.number == number)
        .where(found, _rowid >= _first_rowid(part.low), _rowid < _first_rowid(part.high))
    )
    return narrowed, _rowid


def words_first(dialect: str) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """`pos` and `reach` for conditions beside words, written so that SQLite starts from the words.

    Else it may walk all events of the chat and ask the word index anew for each: 8 s over 10,000 events,
    where the words alone take 2 ms. A plus sign hides a column from the planner's choice of an index.
    """
    if dialect == "postgresql":
        return events.c.pos, events.c.reach
    return literal_column("+events.pos", BigInteger), literal_column("+events.reach", Integer)


def _match(chat_id: int, part: Range, words: Sequence[str]) -> str:
    chat = f'"={chat_id}"' if part.reach is None else f'"={chat_id}k{part.reach}"'
    return " AND ".join([chat, *(f'"{word}"{"*" if len(word) >= PREFIX else ""}' for word in words)])


def _first_rowid(pos: int) -> int:
    """The lowest rowid that stands at a position or after it."""
    day, number = divmod(pos, 1 << 32)
    number = min(number, 1 << NUMBER_BITS)
    return (((day - _BIAS) << NUMBER_BITS) + number) << SLOT_BITS
