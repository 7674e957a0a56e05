"""When what comes round every week or year does so: a weekday, a named month, a day of it, a season."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from bot.extraction.calendar import WEEKDAYS, first_day, holding, moved, weekday_from
from bot.extraction.feasts import feast
from bot.model.timespan import day_value, span_of

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_SEASONS = {"SP": "spring", "SU": "summer", "FA": "autumn", "WI": "winter"}
_NTH = {"1": "first", "2": "second", "3": "third", "4": "fourth"}
YEARS = range(-2, 3)


@lru_cache(maxsize=1024)
def occurrences(open_value: str, near: date) -> tuple[str, ...]:
    """The values that "XXXX-05", "XXXX-02-29", "XXXX-WXX-1", "XXXX-Q3" can have round a day, in order."""
    return tuple(_occurring(open_value, near))


def _occurring(open_value: str, near: date) -> list[str]:
    if open_value.startswith("XXXX-WXX-"):
        return _weekly(open_value[9:], near)
    if holiday := feast(open_value):
        return [day_value(day) for years in YEARS if (day := holiday(near.year + years))]
    if open_value.startswith("XXXX-XX-"):
        return _monthly(open_value[8:], near)
    rare = range(-8, 9) if open_value == "XXXX-02-29" else YEARS
    filled = (f"{near.year + years:04}{open_value[4:]}" for years in rare if 0 < near.year + years <= 9999)
    return [value for value in filled if span_of(value)]


def _monthly(day: str, near: date) -> list[str]:
    months = [moved(near, n, "M") for n in (-2, -1, 0, 1, 2)]
    values = [f"{month.year:04}-{month.month:02}-{day}" for month in months if month]
    return [value for value in values if span_of(value)]


def _weekly(day: str, near: date) -> list[str]:
    weeks = [moved(near, n, "W") for n in (-2, -1, 0, 1, 2)]
    if day == "WE":
        return [holding(week, "WE") for week in weeks if week]
    days = [weekday_from(week, int(day), 0) for week in weeks if week]
    return [holding(d, "D") for d in days if d]


def latest(values: Sequence[str], day: date, *, strictly: bool = False) -> str | None:
    """The last that has begun by that day; strictly: that was over before it."""
    begun = [v for v in values if (_last(v) < day if strictly else _first(v) <= day)]
    return begun[-1] if begun else None


def coming(values: Sequence[str], day: date, *, strictly: bool = False) -> str | None:
    """The first that is not over on that day; strictly: that begins after it."""
    ahead = [v for v in values if (_first(v) > day if strictly else _last(v) > day)]
    return ahead[0] if ahead else None


def closest(
    values: Sequence[str], first: date, last: date | None = None, *, ahead: float = 0.5, year_back: float = 1
) -> str | None:
    """The one the fewest days from a day or spell; days ahead count so much, since stories go forward.

    So do days back into the year before: who goes there says so.
    """

    def away(value: str) -> float:
        back = year_back if _last(value).year < first.year else 1
        return max(back * (first - _last(value)).days, ahead * (_first(value) - (last or first)).days, 0)

    return min(values, key=away, default=None)


def distance(value: str, day: date) -> int:
    """Days between a day and a value, 0 inside it."""
    return max(0, (_first(value) - day).days, (day - _last(value)).days)


def _first(value: str) -> date:
    return first_day(value) or date.min


def _last(value: str) -> date:
    span = span_of(value)
    return span.last if span else date.max


def called(open_value: str) -> str:
    """What a reason calls it: "Tuesday", "May", "3 May", "third quarter"."""
    rest = open_value[5:]
    if rest.startswith("WXX-"):
        return "weekend" if rest.endswith("WE") else WEEKDAYS[int(rest[4]) - 1]
    if rest in _SEASONS:
        return _SEASONS[rest]
    if rest[0] in "QH":
        return f"{_NTH[rest[1]]} {'quarter' if rest[0] == 'Q' else 'half'}"
    if rest[0] in "ENA":
        return "holiday"
    month, _, day = rest.partition("-")
    if month == "XX":
        return f"{int(day)}th"
    name = MONTHS[int(month) - 1]
    return f"{int(day)} {name}" if day else name
