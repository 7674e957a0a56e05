"""What stands in a line about times that come again: its words and figures, by what they may stand for."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

LONGEST_PHRASE: Final = 4  # words

_CHUNK: Final = re.compile(
    r"""(?P<clock>(?<![\w.:-])(?:(?P<hour>\d{1,2})\s?[:.h]\s?(?P<minute>\d\d)(?::\d\d)?(?![\d:])
        |(?P<h>0\d|[12]\d(?=\d\d\s?(?:h|uhr)))(?P<m>[0-5]\d)(?!\d)))
    | (?P<ordinal>(?<![\w.:-])(?P<nth>\d{1,2})(?:st|nd|rd|th|º|-?го|-?е|-?ое|\.(?=\s))(?!\w))
    | (?P<figure>(?<![\w.:-])\d{1,3}(?![\w.:-]*\d))
    | (?P<word>[^\W\d_]+(?:['’.][^\W\d_]+)*|[@+&\u2013\u2014]|(?<=\s)-(?=\s)|(?<=\w)-(?=[^\W\d_]))
    | (?P<pause>[,;/()…]|[.!](?=[\s,;]|$))
    | (?P<rest>\S)""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A phrase or figure from `start` to before `end`; no tags: a word that says nothing of times."""

    start: int
    end: int
    tags: frozenset[str] = frozenset()
    number: int | None = None
    minute: int | None = None

    def __contains__(self, tag: str) -> bool:
        return tag in self.tags


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a phrase may stand for, and the number that goes with it."""

    tags: frozenset[str]
    number: int | None = None


def tokens_of(words: str) -> list[Token]:
    """The tokens of a line, in order."""
    chunks = list(_chunks(words))
    found: list[Token] = []
    at = 0
    while at < len(chunks):
        taken = next(_phrases(words, chunks, at), None)
        found.append(taken[1] if taken else chunks[at])
        at += taken[0] if taken else 1
    return found


def _chunks(words: str) -> Iterator[Token]:
    for match in _CHUNK.finditer(words):
        start, end = match.span()
        match match.lastgroup:
            case "clock":
                hour, minute = match["hour"] or match["h"], match["minute"] or match["m"]
                yield Token(start, end, frozenset({"clock"}), int(hour), int(minute))
            case "ordinal":
                yield Token(start, end, frozenset({"ordinal"}), int(match["nth"]))
            case "figure":
                yield Token(start, end, frozenset({"figure"}), int(match[0]))
            case "pause":
                yield Token(start, end, frozenset({"beside"}))
            case _:
                yield Token(start, end)


def _phrases(words: str, chunks: list[Token], at: int) -> Iterator[tuple[int, Token]]:
    """How many chunks from there on are a phrase, and which: the longest first."""
    for count in range(min(LONGEST_PHRASE, len(chunks) - at), 0, -1):
        first, last = chunks[at], chunks[at + count - 1]
        if any(chunk.tags for chunk in chunks[at : at + count]):
            continue
        said = " ".join(words[first.start : last.end].casefold().split())
        if phrase := phrases().get(said):
            yield count, Token(first.start, last.end, phrase.tags, phrase.number)


@cache
def phrases() -> Mapping[str, Phrase]:
    """Every phrase of the table, and what it may stand for."""
    table = tomllib.loads((files("bot.briefing") / "schedule_words.toml").read_text("utf-8"))
    found: dict[str, Phrase] = {}
    for tag, value in table.items():
        numbered = value if isinstance(value, dict) else {"": value}
        for number, spellings in numbered.items():
            for spelling in spellings.split("|"):
                _enter(found, " ".join(spelling.split()).casefold(), tag, number)
    return found


def _enter(found: dict[str, Phrase], spelling: str, tag: str, number: str) -> None:
    before = found.get(spelling, Phrase(frozenset()))
    value = int(number) if number.lstrip("-").isdigit() else before.number
    found[spelling] = Phrase(before.tags | {tag}, value)
