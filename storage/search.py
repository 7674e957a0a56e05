"""Search: the words of a topic, as a condition on events in either database's own full-text index.

An event is found by the words it was given. A query is built only from words that `words_in` lets through,
each quoted. The chat is itself a word of the index, one that no text can contain: the index alone narrows to
the chat, and SQL says it again.
"""

import re
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, and_, func, literal, or_

from bot.model.text import storable
from storage import fts5, tsvector
from storage.positions import Range
from storage.session import Session, Statement

LONGEST = 64  # characters of a word that are indexed
MOST = 200_000  # characters of an event's words that are indexed
PREFIX = 3  # words of that many characters also match the longer ones that begin with them

Token = str | Sequence[Sequence[str]]  # a word, or several runs of words of which one is enough

_WORD = re.compile(r"[0-9A-Za-z\u0080-\U0010ffff]+")


def words_in(texts: Iterable[str]) -> list[str]:
    """The words of these texts as the index holds them, each once: runs of letters and digits."""
    pieces = (piece for text in texts for piece in storable(text).casefold().split())
    return list(dict.fromkeys(word[:LONGEST] for piece in pieces for word in _WORD.findall(piece)))


def indexed_terms(terms: str) -> str:
    """What is kept of an event's words for the index."""
    text = " ".join(words_in([terms]))
    return text if len(text) <= MOST else text[:MOST].rpartition(" ")[0]


async def conditions(session: Session, chat_id: int, tokens: Sequence[Token]) -> list[str] | None:
    """What the index is asked for each token, in its own language; None when nothing can match."""
    asked = []
    for ways in _ways(tokens):
        one = await _any_of(session, chat_id, ways)
        if one is None:
            return None
        asked.append(one)
    return asked or None


def _ways(tokens: Sequence[Token]) -> list[list[list[str]]]:
    """The ways in which each token may be said; those without a word are left out."""
    said = ([words_in([t])] if isinstance(t, str) else [words_in(way) for way in t] for t in tokens)
    return [ways for ways in said if any(ways)]


def spelled(dialect: str, tokens: Sequence[Token], terms: ColumnElement[str]) -> ColumnElement[bool]:
    """The same for an event at hand, by its words alone."""
    text: ColumnElement[str] = literal(" ") + terms + literal(" ")
    place = func.strpos if dialect == "postgresql" else func.instr

    def has(word: str) -> ColumnElement[bool]:
        return place(text, f" {word}" if len(word) >= PREFIX else f" {word} ") > 0

    runs = [[and_(*map(has, way)) for way in ways if way] for ways in _ways(tokens)]
    return and_(*(or_(*run) for run in runs))


def is_dear(dialect: str, asked: Sequence[str]) -> bool:
    """Whether the index takes long for what many events hold: PostgreSQL's does not know their order."""
    return bool(asked) and (dialect == "postgresql" or any(map(fts5.is_collected, asked)))


async def _any_of(session: Session, chat_id: int, ways: Iterable[Iterable[str]]) -> str | None:
    """One of several runs of words."""
    both, either = (" & ", " | ") if session.dialect == "postgresql" else (" AND ", " OR ")
    runs = [[await _condition(session, chat_id, word) for word in way] for way in ways]
    possible = [both.join(filter(None, run)) for run in runs if run and None not in run]
    return f"({either.join(f'({run})' for run in possible)})" if possible else None


async def _condition(session: Session, chat_id: int, word: str) -> str | None:
    """What the index is asked for a word; None when no event of the chat has it."""
    prefix = len(word) >= PREFIX
    if session.dialect == "postgresql":
        return tsvector.condition(word, prefix=prefix)
    return await fts5.condition(session, chat_id, word, prefix=prefix)


def narrowed(
    session: Session, statement: Statement, chat_id: int, part: Range, asked: Sequence[str]
) -> tuple[Statement, ColumnElement[int]]:
    """The statement about events with these conditions on their words, and what its rows are ordered by."""
    if session.dialect == "postgresql":
        return tsvector.narrowed(statement, chat_id, asked)
    return fts5.narrowed(statement, chat_id, part, asked)
