"""Days of the calendar: spans with a grain, and the one bridge to them from TIMEX3 values."""

import re
from dataclasses import dataclass
from datetime import MINYEAR, date, timedelta
from enum import StrEnum
from functools import lru_cache

from bot.model.timex import Mod


class Grain(StrEnum):
    """How exactly a span was written, finest first. A range joins two values ("A/B")."""

    DAY = "day"
    WEEKEND = "weekend"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    RANGE = "range"


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """Whole days from `start` up to but not including `end`, as exact as `grain` says."""

    start: date
    end: date
    grain: Grain

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise ValueError(f"a span must end after it starts: {self.start} to {self.end}")

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    @property
    def last(self) -> date:
        """The last day inside the span."""
        return self.end - timedelta(days=1)

    def contains(self, other: "TimeSpan") -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "TimeSpan") -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class When:
    """A calendar date at the precision it was written: TIMEX3 value, its days, its modifier."""

    value: str
    span: TimeSpan
    mod: Mod | None = None

    @classmethod
    def of(cls, value: str, mod: Mod | None = None) -> "When | None":
        """The date that a TIMEX3 value names, None when it names no days of the calendar."""
        span = span_of(value)
        return None if span is None else cls(value, span, mod)


_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T.*)?", re.DOTALL)
_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_PART = re.compile(r"(\d{4})-(Q[1-4]|H[12]|SP|SU|FA|WI)")
_YEAR = re.compile(r"(?:FY)?(\d{4})")
_DECADE = re.compile(r"(\d{3})X?")
_CENTURY = re.compile(r"(\d\d)(?:XX)?")

# Part of a year → its first month, its length in months. Seasons are the northern, meteorological ones.
_PARTS = {
    "Q1": (1, 3, Grain.QUARTER),
    "Q2": (4, 3, Grain.QUARTER),
    "Q3": (7, 3, Grain.QUARTER),
    "Q4": (10, 3, Grain.QUARTER),
    "H1": (1, 6, Grain.HALF),
    "H2": (7, 6, Grain.HALF),
    "SP": (3, 3, Grain.SEASON),
    "SU": (6, 3, Grain.SEASON),
    "FA": (9, 3, Grain.SEASON),
    "WI": (12, 3, Grain.SEASON),
}


@lru_cache(maxsize=4096)
def span_of(value: str) -> TimeSpan | None:
    """The days a TIMEX3 value names, None for durations, sets, vague and impossible ones.

    "2015-09" is all of September 2015, "2015-09-30T14:30" its day, "201" the 2010s, "19" the
    1900s, "2015-SU" June to August, "FY2015" that calendar year, "2012-05/2012-07" May to July inclusive.
    """
    if "/" in value:
        return _range(value)
    try:
        return _calendar(value)
    except (ValueError, OverflowError):
        return None


def _range(value: str) -> TimeSpan | None:
    first, _, second = value.partition("/")
    start, end = span_of(first), span_of(second)
    if start is None or end is None or start.start >= end.end or "/" in second:
        return None
    return TimeSpan(start.start, end.end, Grain.RANGE)


def _calendar(value: str) -> TimeSpan | None:
    if m := _DAY.fullmatch(value):
        return _day(date(int(m[1]), int(m[2]), int(m[3])))
    if m := _WEEK.fullmatch(value):
        return _week(int(m[1]), int(m[2]), weekend=bool(m[3]))
    if m := _PART.fullmatch(value):
        month, months, grain = _PARTS[m[2]]
        return _months(int(m[1]), month, months, grain)
    if m := _MONTH.fullmatch(value):
        return _months(int(m[1]), int(m[2]), 1, Grain.MONTH)
    return _years(value)


def _years(value: str) -> TimeSpan | None:
    if m := _YEAR.fullmatch(value):
        return _months(int(m[1]), 1, 12, Grain.YEAR)
    if m := _DECADE.fullmatch(value):
        return _months(int(m[1]) * 10, 1, 120, Grain.DECADE)
    if m := _CENTURY.fullmatch(value):
        return _months(int(m[1]) * 100, 1, 1200, Grain.CENTURY)
    return None


def _day(day: date) -> TimeSpan:
    return TimeSpan(day, day + timedelta(days=1), Grain.DAY)


def _week(year: int, week: int, *, weekend: bool) -> TimeSpan:
    monday = date.fromisocalendar(year, week, 1)
    if weekend:
        return TimeSpan(monday + timedelta(days=5), monday + timedelta(days=7), Grain.WEEKEND)
    return TimeSpan(monday, monday + timedelta(days=7), Grain.WEEK)


def _months(year: int, month: int, months: int, grain: Grain) -> TimeSpan:
    """`months` months from the first of `month`; the year 0 starts with the calendar, in year 1."""
    last = year * 12 + month - 1 + months
    return TimeSpan(date(max(year, MINYEAR), month, 1), date(last // 12, last % 12 + 1, 1), grain)


def day_value(day: date) -> str:
    """The TIMEX3 value of one day: four digits of year always."""
    return f"{day.year:04}-{day.month:02}-{day.day:02}"
