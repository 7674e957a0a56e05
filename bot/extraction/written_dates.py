"""Days as headers write them, with a year or without: "21 April 2021", "April 20", "2021-04-21"."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from bot.extraction.calendar_words import calendar_words

_ISO = r"(?P<y1>\d{4})[-/.](?P<m1>\d{1,2})[-/.](?P<d1>\d{1,2})(?:T(?=\d))?"
_DIGITS = r"(?P<d2>\d{1,2})[./](?P<m2>\d{1,2})[./](?P<y2>\d{4})"
_WIDE = r"(?P<y3>\d{4})\s?年\s?(?P<m3>\d{1,2})\s?月\s?(?P<d3>\d{1,2})\s?日"
_DAY = r"\d{1,2}(?:st|nd|rd|th|er|\.|º|ª|°)?"
_YEAR = r"(?:[,.]?\s*(?:de\s+|del\s+)?(?P<{}>\d{{4}})(?:\s*(?:г|р|r)\.)?)"
_AHEAD = timedelta(days=2)  # a dateline may be of tomorrow where the reader still has today


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """A day and month that exist, with the year when it was written."""

    month: int
    day: int
    year: int | None = None

    @property
    def full(self) -> date | None:
        return None if self.year is None else date(self.year, self.month, self.day)

    def before(self, base: date) -> date | None:
        """The day itself, or its latest one that `base` can know of."""
        if self.year is not None:
            return self.full
        for year in range(base.year + 1, max(base.year - 9, 1), -1):
            day = _day(year, self.month, self.day)
            if day is not None and day <= base + _AHEAD:
                return day
        return None


@cache
def day_expression(language: str) -> str:
    """An expression for a written day, weekday before it and time of day after it included."""
    months, weekdays = _names(language, "months"), _names(language, "weekdays")
    named = rf"(?P<d4>{_DAY})\s*(?:de\s+|d['’]\s?)?(?P<n4>{months})\.?{_YEAR.format('y4')}?(?!\w)"
    turned = rf"(?P<n5>{months})\.?\s+(?P<d5>{_DAY})(?!\d|:){_YEAR.format('y5')}?(?!\w)"
    before = rf"(?:(?:on|am|le|el|il|em|op|w|vom|den)\s+)?(?:(?:{weekdays})\.?,?\s+(?:den\s+|the\s+|le\s+)?)?"
    clock = (
        r"(?:,?\s*(?:[-–|·•]|at|um|à|a las|alle|às|om|в|о|o)?\s*\d{1,2}(?:[:.h]\d\d){1,2}(?:[.,]\d+)?"
        r"(?:\s?(?:Uhr|[aApP]\.?[mM]\b\.?|Z\b|[A-Z]{2,4}\b|[+-]\d\d:?\d\d))*)?"
    )
    return rf"(?:{before}(?:{_ISO}|{_DIGITS}|{_WIDE}|{named}|{turned}){clock})"


def written_day(found: re.Match[str], language: str) -> WrittenDay | None:
    """What a match of `day_expression` says; None when there is no such day, or two it could be."""
    part = found.groupdict()
    if name := part["n4"] or part["n5"]:
        month, day, year = _months(language)[name.lower()], part["d4"] or part["d5"], part["y4"] or part["y5"]
        return _written(year, month, int(re.sub(r"\D", "", day)))
    for n in "13":
        if part[f"y{n}"]:
            return _written(part[f"y{n}"], int(part[f"m{n}"]), int(part[f"d{n}"]))
    return _by_order(int(part["d2"]), int(part["m2"]), part["y2"], language)


def _by_order(first: int, second: int, year: str, language: str) -> WrittenDay | None:
    """Digits in the language's order; English has two of them, so there the numbers must tell."""
    if calendar_words(language).order == "DMY":
        return _written(year, second, first)
    days = {day for month, at in ((first, second), (second, first)) if (day := _written(year, month, at))}
    return days.pop() if len(days) == 1 else None


def _written(year: str | None, month: int, day: int) -> WrittenDay | None:
    if _day(int(year) if year else 2000, month, day) is None:
        return None
    return WrittenDay(month, day, int(year) if year else None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def _months(language: str) -> dict[str, int]:
    return {**calendar_words("en").months, **calendar_words(language).months}


def _names(language: str, kind: str) -> str:
    words = {*getattr(calendar_words("en"), kind), *getattr(calendar_words(language), kind)}
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
