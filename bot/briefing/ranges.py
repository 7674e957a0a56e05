"""Ranges of days as people write them: "2015..2021", "from March to May 2015", "last 30 days"."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from bot.model.timespan import When
from bot.model.timex import Mod

Days = tuple[date | None, date | None]  # from the first up to but not the second; None is open
DateReader = Callable[[str], Days | None]

_DOTS = re.compile(r"\s*(?:\.{2,3}|…)\s*")
_YEARS = re.compile(r"([12]\d{3})\s*[-–—/]\s*([12]\d{3})")
_PAIR = re.compile(
    r"(?:(?:from|since|between|desde|del?|entre|со?|от|между)\s+)?(?P<first>\S.*?)\s+"
    r"(?:to|till|until|through|and|al?|hasta|y|по|до|и|[-–—])\s+(?P<last>\S.*)",
    re.IGNORECASE,
)
_EDGE = re.compile(
    r"(?P<word>since|from|after|before|until|till|up to|through|by|in|on|during)\s+(?P<date>\S.*)",
    re.IGNORECASE,
)
_RECENT = re.compile(
    r"(?:(?:the )?(?:last|past)|(?:die )?letzten?|(?:los |las )?últim[oa]s|(?:за )?последние) (\d{1,4}) "
    r"(?:(?P<day>days?|tage?|días?|д(?:ень|ня|ней))|(?P<week>weeks?|wochen?|semanas?|недел[юяиь]|недель)"
    r"|(?P<month>months?|monate?|mes(?:es)?|месяц(?:а|ев)?)|(?P<year>years?|jahre?|años?|год|года|лет))",
    re.IGNORECASE,
)
_FOUR_DIGITS = re.compile(r"\d{4}")
_LENGTHS = {"day": 1, "week": 7, "month": 30.44, "year": 365.25}


def days_named(when: When) -> Days:
    """The days a date with its modifier leaves open: "before 2019" ends with 2018."""
    span = when.span
    if when.mod in (Mod.BEFORE, Mod.ON_OR_BEFORE):
        return None, span.start if when.mod is Mod.BEFORE else span.end
    if when.mod in (Mod.AFTER, Mod.ON_OR_AFTER):
        return span.end if when.mod is Mod.AFTER else span.start, None
    return span.start, span.end


def days_of_range(words: str, read: DateReader, today: date) -> Days | None:
    """The days between two dates or on one side of one, None when `words` are no such range."""
    if m := _RECENT.fullmatch(words):
        return _recent(int(m[1]), m.lastgroup or "day", today)
    if m := _YEARS.fullmatch(words):
        return _between(m[1], m[2], read)
    if len(ends := _DOTS.split(words)) == 2:
        return _between(ends[0], ends[1], read)
    if m := _PAIR.fullmatch(words):
        return _between(m["first"], m["last"], read)
    if m := _EDGE.fullmatch(words):
        return _beside(m["word"].lower(), read(m["date"]))
    return None


def _recent(number: int, unit: str, today: date) -> Days | None:
    """That long back from today, and today with it."""
    days = round(number * _LENGTHS[unit])
    return (today - timedelta(days), today + timedelta(1)) if days < today.toordinal() else None


def _between(first: str, last: str, read: DateReader) -> Days | None:
    """From the start of one date to the end of the other; either may be missing, not both."""
    until = read(last) if last else None
    since = next((days for words in completed(first, last) if (days := read(words))), None)
    if not (first or last) or (first and since is None) or (last and until is None):
        return None
    return since[0] if since else None, until[1] if until else None


def completed(first: str, last: str) -> Iterator[str]:
    """In "18 to 20 Apr 2021" the first date is short of what the second says."""
    rest = last.split()[1:]
    if first and rest and not _FOUR_DIGITS.search(first):
        yield " ".join([first, *rest])
        yield " ".join([first, *rest[1:]])
    if first:
        yield first


def _beside(word: str, days: Days | None) -> Days | None:
    if days is None:
        return None
    if word in ("since", "from"):
        return days[0], None
    if word == "after":
        return days[1], None
    if word == "before":
        return None, days[0]
    return days if word in ("in", "on", "during") else (None, days[1])
