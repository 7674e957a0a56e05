"""Paragraphs: which line breaks of a text end something, and which only wrap a line."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

Span = tuple[int, int]

_BREAK = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_BULLET = re.compile(r"[ \t]*(?:[•‣⁃◦▪▫●○■□–—*·»>+-][ \t]+|[#=]{1,6}[ \t]|\(?\d{1,2}\)[ \t]|[a-z]\)[ \t])")
_DATED = re.compile(r"(?:\d|[^\W\d_]{3,12}\.? \d{1,4}\b)")
_WORD = re.compile(r"\S+")
_STOPPED = re.compile(r"[.!?…:;。！？][\"'”’»)\]]*\Z")

_UNWRAPPED = 120  # a longer line was not broken by hand: every break of such a paragraph is meant
_NARROW = 40  # nobody wraps prose narrower: shorter lines are a list
_FILLED = 0.85  # how full a line is at least when the next word did not fit


def paragraphs(text: str) -> Iterator[Span]:
    """Stretches within which a line break is white space, in order; blank lines lie between them."""
    for block in _blocks(text):
        widest = max(end - start for start, end in block)
        opened = block[0][0]
        for line, following in pairwise(block):
            if _ends(text, line, following, widest):
                yield opened, line[1]
                opened = following[0]
        yield opened, block[-1][1]


def _blocks(text: str) -> Iterator[list[Span]]:
    """Runs of lines that are not blank."""
    block: list[Span] = []
    for start, end in _lines(text):
        if text[start:end].strip():
            block.append((start, end))
        elif block:
            yield block
            block = []
    if block:
        yield block


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for found in _BREAK.finditer(text):
        yield start, found.start()
        start = found.end()
    yield start, len(text)


def _ends(text: str, line: Span, following: Span, widest: int) -> bool:
    """Whether the break between two lines is meant, and not the edge of the page."""
    if widest > _UNWRAPPED or _BULLET.match(text, *following):
        return True
    first = _WORD.search(text, *following)
    if first is None or first[0][0].islower():
        return False
    if _STOPPED.search(text, max(line[0], line[1] - 8), line[1]):
        return False  # the full stop itself decides
    return _is_list(text, (line, following)) or not _is_full(line, first, widest)


def _is_list(text: str, lines: Sequence[Span]) -> bool:
    """Lines that each open with a date: a chronicle."""
    return all(_DATED.match(text, *line) for line in lines)


def _is_full(line: Span, first: re.Match[str], widest: int) -> bool:
    """Whether the next line's first word would not have fitted any more."""
    return widest >= _NARROW and line[1] - line[0] + 1 + len(first[0]) > _FILLED * widest
