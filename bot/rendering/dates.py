"""Dates in words at the precision they were written: "Sep 2015", "about 2015", "19 or 20 Apr 2021"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.model.timespan import When
from bot.model.timex import Mod

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(.*))?", re.DOTALL)
_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_PART = re.compile(r"(\d{4})-(Q[1-4]|H[12]|SP|SU|FA|WI)")
_YEAR = re.compile(r"(FY)?(\d{4})")
_DECADE = re.compile(r"(\d{3})X?")
_CENTURY = re.compile(r"(\d\d)(?:XX)?")
_CLOCK = re.compile(r"\d\d:\d\d")

_PARTS = {
    "H1": "first half of",
    "H2": "second half of",
    "SP": "spring",
    "SU": "summer",
    "FA": "autumn",
}
_TIMES_OF_DAY = {"MO": "morning", "MI": "midday", "AF": "afternoon", "EV": "evening", "NI": "night"}
_MODS = {
    Mod.BEFORE: "before",
    Mod.AFTER: "after",
    Mod.ON_OR_BEFORE: "by",
    Mod.ON_OR_AFTER: "from",
    Mod.LESS_THAN: "less than",
    Mod.MORE_THAN: "more than",
    Mod.EQUAL_OR_LESS: "at most",
    Mod.EQUAL_OR_MORE: "at least",
    Mod.START: "early",
    Mod.MID: "mid",
    Mod.END: "late",
    Mod.APPROX: "about",
}

_PARTS_OF = {Mod.START: "early on", Mod.MID: "in the middle of", Mod.END: "late on"}


@dataclass(frozen=True, slots=True)
class _Words:
    """A date in words, outer parts apart: ("20", "Apr", "2021"), ("", "", "2015"), ("", "Q3", "2015")."""

    day: str = ""
    month: str = ""
    year: str = ""
    time: str = ""

    def __str__(self) -> str:
        words = " ".join(filter(None, (self.day, self.month, self.year)))
        return f"{words}, {self.time}" if self.time else words


def in_words(when: When) -> str:
    """The date as it is read aloud, with its modifier: "before Sep 2015", "week of 12 Apr 2021"."""
    return _modified(_value_in_words(when.value), when.mod)


def at_the_beginning(words: str) -> str:
    """A date as it begins a sentence: "About 2015"."""
    return words[:1].upper() + words[1:]


def within_year(when: When, year: int) -> str:
    """The date as it stands below a heading that already says the year: "30 Sep"."""
    if year_of(when) != year or year_of(when, last=True) != year:
        return in_words(when)
    return _modified(_yearless(_value_in_words(when.value), year), when.mod)


def either(alternatives: Sequence[When], year: int | None = None) -> str:
    """Dates that sources disagree on: "19 or 20 Apr 2021", "2019 or 3 Jan 2020"."""
    ordered = sorted(alternatives, key=lambda when: (when.span.start, when.span.end))
    words = [in_words(when) if year is None else within_year(when, year) for when in ordered]
    return _joined(words, " or ")


def year_of(when: When, *, last: bool = False) -> int:
    """The calendar year that a date begins or ends in."""
    return (when.span.last if last else when.span.start).year


def day_in_words(day: date) -> str:
    """ "21 Apr 2021"."""
    return f"{day.day} {MONTHS[day.month - 1]} {year_in_words(day.year)}"


def range_in_words(since: date | None, until: date | None) -> str:
    """Days from `since` up to but not `until`: "2015 to 2021", "since Mar 2015", "up to 20 Apr 2021"."""
    last = None if until is None else until - timedelta(days=1)
    grain = min(_start_grain(since), _start_grain(until))
    if since is None:
        return f"up to {_at(last, grain)}" if last else ""
    if last is None:
        return f"since {_at(since, grain)}"
    first, end = _at(since, grain), _at(last, grain)
    return end if first == end else _joined([first, end], " to ")


def _start_grain(day: date | None) -> int:
    """How coarse a boundary is: 2 where a year starts, 1 where a month does, 0 elsewhere."""
    if day is None or (day.month, day.day) == (1, 1):
        return 2
    return 1 if day.day == 1 else 0


def _at(day: date, grain: int) -> str:
    if grain == 2:
        return year_in_words(day.year)
    return day_in_words(day) if grain == 0 else f"{MONTHS[day.month - 1]} {year_in_words(day.year)}"


def value_in_words(value: str, mod: Mod | None = None) -> str:
    """A TIMEX3 value in words; as it is when it names no calendar date."""
    return _modified(_value_in_words(value), mod)


def _modified(words: str, mod: Mod | None) -> str:
    if mod is None:
        return words
    if mod in _PARTS_OF and words[0].isdigit() and " " in words:  # a day, which has its own early hours
        return f"{_PARTS_OF[mod]} {words}"
    return f"mid-{words}" if mod is Mod.MID else f"{_MODS[mod]} {words}"


def _value_in_words(value: str) -> str:
    if "/" in value:
        return _joined([_value_in_words(end) for end in value.split("/")], " to ")
    return str(_read(value) or value)


def _read(value: str) -> _Words | None:
    if m := _DAY.fullmatch(value):
        return _Words(str(int(m[3])), MONTHS[int(m[2]) - 1], year_in_words(m[1]), _time(m[4] or ""))
    if m := _WEEK.fullmatch(value):
        return _week(int(m[1]), int(m[2]), weekend=bool(m[3]))
    if m := _MONTH.fullmatch(value):
        return _Words("", MONTHS[int(m[2]) - 1], year_in_words(m[1]))
    if m := _PART.fullmatch(value):
        return _part(int(m[1]), m[2])
    return _years(value)


def _years(value: str) -> _Words | None:
    if m := _YEAR.fullmatch(value):
        return _Words("", "fiscal" if m[1] else "", year_in_words(m[2]))
    if m := _DECADE.fullmatch(value):
        return _Words(year=f"{int(m[1])}0s")
    if m := _CENTURY.fullmatch(value):
        return _Words(year=f"{_ordinal(int(m[1]) + 1)} century")
    return None


def _week(year: int, week: int, *, weekend: bool) -> _Words:
    day = date.fromisocalendar(year, week, 6 if weekend else 1)
    name = "weekend" if weekend else "week"
    return _Words(f"{name} of {day.day}", MONTHS[day.month - 1], year_in_words(day.year))


def _part(year: int, part: str) -> _Words:
    if part == "WI":  # December and the two months after it
        return _Words("", "winter", f"{year_in_words(year)}/{(year + 1) % 100:02}")
    return _Words("", _PARTS.get(part, part), year_in_words(year))


def _time(time: str) -> str:
    if m := _CLOCK.match(time):
        return m[0]
    return _TIMES_OF_DAY.get(time, "")


def year_in_words(year: int | str) -> str:
    """A year; one of fewer than four digits says that it is a year."""
    return str(int(year)) if int(year) >= 1000 else f"AD {int(year)}"


def _ordinal(number: int) -> str:
    endings = {} if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{endings.get(number % 10, 'th')}"


def _yearless(words: str, year: int) -> str:
    """The words without their year; as they are when nothing that dates would be left."""
    if words == f"fiscal {year_in_words(year)}":
        return words
    return words.replace(f" {year_in_words(year)}", "", 1).removesuffix(" of")


def _joined(words: Sequence[str], separator: str) -> str:
    """What they share at the end said once: "18 Apr 2021", "20 Apr 2021" → "18 to 20 Apr 2021"."""
    *first, last = words
    if not first:
        return last
    shared = _shared_end(words)
    bare = [word.removesuffix(shared) for word in first]
    return separator.join([", ".join(bare), last])


def _shared_end(words: Sequence[str]) -> str:
    """The longest run of whole words that all end in, leaving each something of its own."""
    for end in _ends(words[-1]):
        if all(word.endswith(end) and word != end.lstrip() for word in words):
            return end
    return ""


def _ends(words: str) -> list[str]:
    return [words[i:] for i, char in enumerate(words) if char == " "]
