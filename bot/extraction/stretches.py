"""Stretches: the parts of a text that are news, cut short enough to be read one by one."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from bot.model.timex import Timex

Span = tuple[int, int]

_LONGEST = 1000  # code points; a longer "sentence" is a table or a list, and is read in parts
_LEADING = " \t\r\n-–—:,;.()\u200e\u200f"


def stretches(
    text: str, sentences: Sequence[Span], headers: Sequence[Span], timexes: Sequence[Timex]
) -> Iterator[Span]:
    """The sentences in order without headers; over-long ones in parts, never through a timex."""
    starts = [timex.start for timex in timexes]
    for start, end in sentences:
        start = _past_headers(text, start, end, headers)
        while end - start > _LONGEST:
            cut = _cut(text, start, start + _LONGEST, timexes, starts)
            yield start, len(text[start:cut].rstrip()) + start
            start = cut
            while start < end and text[start].isspace():
                start += 1
        if start < end:
            yield start, end


def _past_headers(text: str, start: int, end: int, headers: Sequence[Span]) -> int:
    for first, last in headers:
        if first <= start < last or (first < end and not text[start:first].strip(_LEADING)):
            start = max(start, min(last, end))
            while start < end and text[start] in _LEADING:
                start += 1
    return start


def _cut(text: str, low: int, high: int, timexes: Sequence[Timex], starts: Sequence[int]) -> int:
    """The last place before `high` to cut at: behind a sign, else at a blank, else right there."""
    for sign in ("\n", "; ", ", ", " "):
        found = text.rfind(sign, low + _LONGEST // 2, high)
        if found >= 0:
            return _outside(found + len(sign), timexes, starts)
    return _outside(high, timexes, starts)


def _outside(cut: int, timexes: Sequence[Timex], starts: Sequence[int]) -> int:
    index = bisect_right(starts, cut) - 1
    if index >= 0 and timexes[index].start < cut < timexes[index].end:
        return timexes[index].end
    return cut
