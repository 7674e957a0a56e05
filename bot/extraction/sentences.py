"""Sentences: where each one of a news text begins and ends."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from bot.extraction.paragraphs import paragraphs

Span = tuple[int, int]

_CLOSERS = "\"'”’“‘»«›‹)\\]}"
_END = re.compile(
    rf"(?<![.!?…؟۔।])(?P<stop>[.!?…؟۔।]++)[{_CLOSERS}]{{0,4}}(?=\s)|(?P<wide>[。！？｡]++)[”’」』）)\"]{{0,4}}",
)
_NEXT = re.compile(r"[\s\"'“”„‟«»‹›‘’‚(\[¿¡–—-]*(?P<word>[^\W_]+(?:['’-][^\W\d_]+)*)?")
_LAST = re.compile(r"(?<![^\W_])[^\W_]++(?:[.-][^\W_]++)*+\Z")
_EDGE = " \t\n\r\v\f\x85\u2028\u2029\xa0\u2007\u202f\u3000\u200b\u200e\u200f\u2060\ufeff"
_MARK = re.compile(r"(?:[•‣⁃◦▪▫●○■□*·»>+]|[–—-](?=\s)|#{1,6}(?=\s)|={2,6}(?=\s))[\s\ufeff\u200b]*")

_LOOK_BACK = 24  # code points before a full stop that can hold an abbreviation
_LONGEST = 4000  # a "sentence" beyond this is a table or a trap, and is cut at white space


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """What a full stop after a word means in one language."""

    titles: frozenset[str]
    numbered: frozenset[str]
    ends: frozenset[str]
    openers: frozenset[str]
    ordinals: bool


@cache
def _abbreviations(language: str) -> Abbreviations:
    data = tomllib.loads(resources.files("bot.extraction").joinpath("abbreviations.toml").read_text("utf-8"))
    common, own = data["*"], data.get(language, {})

    def words(*names: str) -> frozenset[str]:
        return frozenset(
            word for part in (common, own) for name in names for word in part.get(name, "").split()
        )

    return Abbreviations(
        titles=words("titles"),
        numbered=words("numbered", "months"),
        ends=words("ends"),
        openers=words("openers"),
        ordinals=own.get("ordinals", False),
    )


def split_sentences(text: str, language: str) -> list[Span]:
    """The sentences in order, without the white space and list marks around them.

    Blank lines and deliberate line breaks end a sentence, the wrapping of a paragraph does not.
    """
    known = _abbreviations(language)
    return [
        span
        for start, end in paragraphs(text)
        for piece in _pieces(text, start, end, known)
        for span in _short(text, *piece)
    ]


def _pieces(text: str, start: int, end: int, known: Abbreviations) -> Iterator[Span]:
    """The sentences of one paragraph, untrimmed."""
    opened = start
    for found in _END.finditer(text, start, end):
        if found["wide"] or _ends(text, opened, found, end, known):
            yield opened, found.end()
            opened = found.end()
    yield opened, end


def _ends(text: str, opened: int, found: re.Match[str], end: int, known: Abbreviations) -> bool:
    following = _NEXT.match(text, found.end(), end)
    word = (following and following["word"]) or ""
    if word[:1].islower() and word.islower():
        return False  # "iPhone" opens a sentence all the same
    if found["stop"] != "." or found.end() - found.start() > 1:
        return True
    last = _LAST.search(text, max(opened, found.start() - _LOOK_BACK), found.start())
    if last is None:
        return True
    before = text[max(opened, last.start() - _LOOK_BACK) : last.start()]
    return _full_stop_ends(last[0], word, not before.strip(_EDGE + "(#"), known)


def _full_stop_ends(last: str, word: str, heads: bool, known: Abbreviations) -> bool:
    """Whether "last. word" are two sentences; `word` opens with a capital or a digit.

    `heads`: nothing stands before `last` in its sentence.
    """
    if last.isdigit():
        if heads:
            return False  # "1. The first point"
        return not known.ordinals or len(last) > 2 or word in known.openers
    forms = {last, last[:1].lower() + last[1:]}
    if forms & known.titles:
        return False
    if forms & known.numbered and word[:1].isdigit():
        return False
    if forms & known.ends or (len(last) == 1 and last.isupper()) or _is_dotted(last):
        return word in known.openers
    return True


def _is_dotted(word: str) -> bool:
    """ "U.S", "J.-C", "e.g": letters with full stops between them."""
    return "." in word and all(len(part.strip("-")) <= 1 for part in word.split("."))


def _short(text: str, start: int, end: int) -> Iterator[Span]:
    """The trimmed span, cut at white space while it is too long; nothing when nothing is left."""
    while end - start > _LONGEST:
        cut = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
        cut = cut if cut > 0 else start + _LONGEST
        yield from _trimmed(text, start, cut)
        start = cut
    yield from _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip(_EDGE))
    if mark := _MARK.match(text, start, end):
        start = mark.end()
    end = start + len(text[start:end].rstrip(_EDGE))
    if start < end:
        yield start, end
