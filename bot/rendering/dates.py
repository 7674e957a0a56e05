"""Dates in words at the precision they were written: "Sep 2015", "about 2015", "19 or 20 Apr 2021"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.model.timespan import When
from bot.model.timex import Mod
from bot.rendering.cases import governed
from bot.rendering.speech import later, say

MONTHS = (
    later("Jan"),
    later("Feb"),
    later("Mar"),
    later("Apr"),
    later("May"),
    later("Jun"),
    later("Jul"),
    later("Aug"),
    later("Sep"),
    later("Oct"),
    later("Nov"),
    later("Dec"),
)
WEEKDAYS = (
    later("Mon"),
    later("Tue"),
    later("Wed"),
    later("Thu"),
    later("Fri"),
    later("Sat"),
    later("Sun"),
)

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(.*))?", re.DOTALL)
_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_PART = re.compile(r"(\d{4})-(Q[1-4]|H[12]|SP|SU|FA|WI)")
_YEAR = re.compile(r"(FY)?(\d{4})")
_DECADE = re.compile(r"(\d{3})X?")
_CENTURY = re.compile(r"(\d\d)(?:XX)?")
_CLOCK = re.compile(r"\d\d:\d\d")

_PARTS = {
    "H1": later("first half of"),
    "H2": later("second half of"),
    "SP": later("spring"),
    "SU": later("summer"),
    "FA": later("autumn"),
}
_TIMES_OF_DAY = {
    "MO": later("morning"),
    "MI": later("midday"),
    "AF": later("afternoon"),
    "EV": later("evening"),
    "NI": later("night"),
}
_MODS = {
    Mod.BEFORE: later("before {date}"),
    Mod.AFTER: later("after {date}"),
    Mod.ON_OR_BEFORE: later("by {date}"),
    Mod.ON_OR_AFTER: later("from {date}"),
    Mod.LESS_THAN: later("less than {date}"),
    Mod.MORE_THAN: later("more than {date}"),
    Mod.EQUAL_OR_LESS: later("at most {date}"),
    Mod.EQUAL_OR_MORE: later("at least {date}"),
    Mod.START: later("early {date}"),
    Mod.MID: later("mid-{date}"),
    Mod.END: later("late {date}"),
    Mod.APPROX: later("about {date}"),
}

_MODS_OF_DAYS = {  # which have an article in some languages, and early hours of their own
    Mod.BEFORE: later("before {day}"),
    Mod.AFTER: later("after {day}"),
    Mod.ON_OR_BEFORE: later("by {day}"),
    Mod.ON_OR_AFTER: later("from {day}"),
    Mod.APPROX: later("about {day}"),
    Mod.START: later("early on {day}"),
    Mod.MID: later("in the middle of {day}"),
    Mod.END: later("late on {day}"),
}


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
    return value_in_words(when.value, when.mod)


def at_the_beginning(words: str) -> str:
    """A date as it begins a sentence: "About 2015"."""
    return words[:1].upper() + words[1:]


def within_year(when: When, year: int) -> str:
    """The date as it stands below a heading that already says the year: "30 Sep"."""
    if year_of(when) != year or year_of(when, last=True) != year:
        return in_words(when)
    return _modified(when.value, _yearless(_value_in_words(when.value), year), when.mod)


def either(alternatives: Sequence[When], year: int | None = None) -> str:
    """Dates that sources disagree on: "19 or 20 Apr 2021", "2019 or 3 Jan 2020"."""
    ordered = sorted(alternatives, key=lambda when: (when.span.start, when.span.end))
    words = [in_words(when) if year is None else within_year(when, year) for when in ordered]
    return _joined(words, _OR)


def year_of(when: When, *, last: bool = False) -> int:
    """The calendar year that a date begins or ends in."""
    return (when.span.last if last else when.span.start).year


def day_in_words(day: date) -> str:
    """ "21 Apr 2021"."""
    return str(_Words(_day(day.day), month_of_day(day), year_in_words(day.year)))


def month_of_day(day: date) -> str:
    """The month as it stands behind the day: "Apr", in Russian "мая"."""
    return governed(say(MONTHS[day.month - 1]))


def month_in_words(day: date) -> str:
    """ "Apr 2021"."""
    return f"{say(MONTHS[day.month - 1])} {year_in_words(day.year)}"


def range_in_words(since: date | None, until: date | None) -> str:
    """Days from `since` up to but not `until`: "2015 to 2021", "since Mar 2015", "up to 20 Apr 2021"."""
    last = None if until is None else until - timedelta(days=1)
    grain = min(_start_grain(since), _start_grain(until))
    if since is None:
        return say("up to {date}", date=_at(last, grain)) if last else ""
    if last is None:
        first = _at(since, grain)
        return say("since {day}", day=first) if grain == 0 else say("since {date}", date=governed(first))
    first, end = _at(since, grain), _at(last, grain)
    return end if first == end else _joined([first, end], _TO)


def _start_grain(day: date | None) -> int:
    """How coarse a boundary is: 2 where a year starts, 1 where a month does, 0 elsewhere."""
    if day is None or (day.month, day.day) == (1, 1):
        return 2
    return 1 if day.day == 1 else 0


def _at(day: date, grain: int) -> str:
    if grain == 2:
        return year_in_words(day.year)
    return day_in_words(day) if grain == 0 else month_in_words(day)


def value_in_words(value: str, mod: Mod | None = None) -> str:
    """A TIMEX3 value in words; as it is when it names no calendar date."""
    return _modified(value, _value_in_words(value), mod)


def _modified(value: str, words: str, mod: Mod | None) -> str:
    if mod is None:
        return words
    if mod in _MODS_OF_DAYS and _DAY.fullmatch(value):
        return say(_MODS_OF_DAYS[mod], day=words)
    return say(_MODS[mod], date=governed(words))


def _value_in_words(value: str) -> str:
    if "/" in value:
        return _joined([_value_in_words(end) for end in value.split("/")], _TO)
    return str(_read(value) or value)


def _read(value: str) -> _Words | None:
    if m := _DAY.fullmatch(value):
        month = governed(say(MONTHS[int(m[2]) - 1]))
        return _Words(_day(int(m[3])), month, year_in_words(m[1]), _time(m[4] or ""))
    if m := _WEEK.fullmatch(value):
        return _week(int(m[1]), int(m[2]), weekend=bool(m[3]))
    if m := _MONTH.fullmatch(value):
        return _Words("", say(MONTHS[int(m[2]) - 1]), year_in_words(m[1]))
    if m := _PART.fullmatch(value):
        return _part(int(m[1]), m[2])
    return _years(value)


def _years(value: str) -> _Words | None:
    if m := _YEAR.fullmatch(value):
        return _Words("", say("fiscal") if m[1] else "", year_in_words(m[2]))
    if m := _DECADE.fullmatch(value):
        return _Words(year=say("{decade}s", decade=f"{int(m[1])}0"))
    if m := _CENTURY.fullmatch(value):
        return _Words(year=_century(int(m[1]) + 1))
    return None


def _week(year: int, week: int, *, weekend: bool) -> _Words:
    day = date.fromisocalendar(year, week, 6 if weekend else 1)
    words = say("weekend of {day}", day=_day(day.day)) if weekend else say("week of {day}", day=_day(day.day))
    return _Words(words, month_of_day(day), year_in_words(day.year))


def _part(year: int, part: str) -> _Words:
    if part == "WI":  # December and the two months after it
        return _Words("", say("winter"), f"{year_in_words(year)}/{(year + 1) % 100:02}")
    words = say("Q{number}", number=part[1]) if part[0] == "Q" else say(_PARTS[part])
    return _Words("", words, year_in_words(year))


def _time(time: str) -> str:
    if m := _CLOCK.match(time):
        return m[0]
    return say(_TIMES_OF_DAY[time]) if time in _TIMES_OF_DAY else ""


def _day(number: int) -> str:
    """The day of a month as dates have it: "20", in German "20."."""
    return say("{day} {month}", day=number, month="").rstrip()


def year_in_words(year: int | str) -> str:
    """A year; one of fewer than four digits says that it is a year."""
    return str(int(year)) if int(year) >= 1000 else say("AD {year}", year=int(year))


def _century(number: int) -> str:
    return say("{nth} century", nth=_ordinal(number), number=number, roman=_roman(number))


def _roman(number: int) -> str:
    """Of a century, which is below 100."""
    tens, ones = divmod(number, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]


def _ordinal(number: int) -> str:
    endings = {} if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{endings.get(number % 10, 'th')}"


def _yearless(words: str, year: int) -> str:
    """The words without their year; as they are when nothing that dates would be left."""
    if words == f"{say('fiscal')} {year_in_words(year)}":
        return words
    bare = words.replace(f" {year_in_words(year)}", "", 1)
    return bare.removesuffix(" of").removesuffix(" de")  # "first half of", "primer semestre de"


_OR = later("{first} or {last}")
_TO = later("{first} to {last}")


def _joined(words: Sequence[str], sentence: str) -> str:
    """What they share at the end said once: "18 Apr 2021", "20 Apr 2021" → "18 to 20 Apr 2021"."""
    *first, last = words
    if not first:
        return last
    shared = _shared_end(words)
    bare = [word.removesuffix(shared) for word in first]
    return say(sentence, first=", ".join(bare), last=last)


def _shared_end(words: Sequence[str]) -> str:
    """The longest run of whole words that all end in, leaving each something of its own."""
    for end in _ends(words[-1]):
        if all(word.endswith(end) and word != end.lstrip() for word in words):
            return end
    return ""


def _ends(words: str) -> list[str]:
    return [words[i:] for i, char in enumerate(words) if char == " "]
