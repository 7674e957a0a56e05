"""SQLite's index of words: an FTS5 table without content, kept by triggers on events (the first migration's).

Its rowid holds the order of time, then the event's number, then the chat's slot: unique in the file, and in
the order of pages, so that a page is read off the index and no further.
"""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Text,
    bindparam,
    column,
    literal_column,
    select,
    table,
)

from storage.joins import LeftFirst
from storage.positions import Range
from storage.session import Session, Statement
from storage.tables import events

SLOT_BITS, NUMBER_BITS = 20, 22
_BIAS = 1 << 21  # days are counted from the middle, so that 64 bits with a sign hold them

INDEXED = 4  # beginnings of up to so many characters are indexed themselves
MOST_WORDS = 200  # a longer one is asked for as the chat's words that begin with it, when these are no more

_BEGINNING = re.compile(r'"([^"]+)"\*')

_index = table("events_search", column("rowid", BigInteger))
_known = table("search_words", column("chat_id", BigInteger), column("word", Text))

# The position that a rowid stands for; its numbers are written out, so that a plan can be made with them.
_day = _index.c.rowid.op(">>")(literal_column(str(SLOT_BITS + NUMBER_BITS)))
_number = _index.c.rowid.op(">>")(literal_column(str(SLOT_BITS))).op("&")(
    literal_column(str((1 << NUMBER_BITS) - 1))
)
_position = (_day + literal_column(str(_BIAS))) * literal_column(str(1 << 32)) + _number


async def condition(session: Session, chat_id: int, word: str, *, prefix: bool) -> str | None:
    """None when no word of the chat begins so. A list of whole words is read off the index as it stands;
    a beginning would first be collected from all chats.
    """
    if not prefix:
        return f'"{word}"'
    if len(word) <= INDEXED:
        return f'"{word}"*'
    begins = (_known.c.word >= word, _known.c.word < word + "\U0010ffff")
    own = select(_known.c.word).where(_known.c.chat_id == chat_id, *begins).limit(MOST_WORDS + 1)
    words = (await session.run(chat_id, own)).scalars().all()
    if len(words) > MOST_WORDS:
        return f'"{word}"*'
    return "(" + " OR ".join(f'"{known}"' for known in words) + ")" if words else None


def is_collected(asked: str) -> bool:
    """Whether a beginning is asked for whose words are collected from all chats first."""
    return any(len(word) > INDEXED for word in _BEGINNING.findall(asked))


def narrowed(
    statement: Statement, chat_id: int, part: Range, asked: Sequence[str]
) -> tuple[Statement, ColumnElement[int]]:
    return _narrowed(statement, **values(chat_id, part, asked))


def held(statement: Statement) -> tuple[Statement, ColumnElement[int]]:
    """The same for a statement that is held ready: `values` are what it is run with."""
    return _narrowed(statement, *map(bindparam, ("chat", "match", "first", "end")))


def values(chat_id: int, part: Range, asked: Sequence[str]) -> dict[str, Any]:
    """The conditions on words and rowids."""
    chat = f'"={chat_id}"' if part.reach is None else f'"={chat_id}k{part.reach}"'
    first, end = _first_rowid(part.low), _first_rowid(part.high)
    return {"chat": chat_id, "match": " AND ".join([chat, *asked]), "first": first, "end": end}


def _narrowed(
    statement: Statement, chat: Any, match: Any, first: Any, end: Any
) -> tuple[Statement, ColumnElement[int]]:
    rowid = _index.c.rowid
    found = literal_column("events_search").op("MATCH")(match)
    # Else SQLite may walk all events of the chat and ask the word index anew for each: seconds. By position,
    # as an index of positions may have all that is asked, and is walked in its own order.
    both = LeftFirst(_index, events, (events.c.chat_id == chat) & (events.c.pos == _position))
    return statement.select_from(both).where(found, rowid >= first, rowid < end), rowid


def _first_rowid(pos: int) -> int:
    """The lowest rowid that stands at a position or after it."""
    day, number = divmod(pos, 1 << 32)
    number = min(number, 1 << NUMBER_BITS)
    return (((day - _BIAS) << NUMBER_BITS) + number) << SLOT_BITS
