"""The named resolvers of the grammar: from what a rule says to a TIMEX3 value, its anchor and the reason."""

import re
from collections.abc import Callable, Mapping
from datetime import date

from bot.extraction import exact_days, named, reports, steps
from bot.extraction.anchors import Anchor, Place
from bot.extraction.calendar import first_day, holding, moved
from bot.extraction.clocks import time_of_day
from bot.extraction.named import NOTHING_TO_COUNT_FROM, Resolved, dated, written
from bot.extraction.occurrences import closest, occurrences
from bot.extraction.old_years import ancient, decade, full_year, named_decade, year_of_history
from bot.model.timespan import span_of
from bot.model.timex import TimexType

_JUST, _CLOSE = 300, 10  # characters; days
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/")
Resolver = Callable[[str, Place], Resolved | None]


def perhaps_day(value: str, place: Place) -> Resolved | None:
    """ "2019-05/03" is a day, "2019-05/" the month."""
    month, _, day = value.partition("/")
    return written(f"{month}-{day}" if day else month, place)


def slashed(value: str, place: Place) -> Resolved | None:
    """ "2015-04-20" or, where that is no date, with day and month the other way round."""
    year, month, day = value.split("-")
    if place.day_first is not None and (digits := _SLASHED.match(place.plain, place.start)):
        day, month = digits.groups() if place.day_first else digits.groups()[::-1]
        month, day = month.zfill(2), day.zfill(2)
    full = full_year(year, place)
    return written(f"{full}-{month}-{day}", place) or written(f"{full}-{day}-{month}", place)


def two_digits(value: str, place: Place) -> Resolved | None:
    """A year (or what it begins) in two digits: the one nearest to publication, at most ten years on."""
    return written(full_year(value[:2], place) + value[2:], place)


def of_the_first(value: str, place: Place) -> Resolved | None:
    """The end of a range that leaves out the century: "1915/17" is 1917."""
    first, _, second = value.partition("/")
    found = first[: -len(second)] + second
    return written(found, place) if found > first else None


def up_to(value: str, place: Place) -> Resolved | None:
    """The start of a range that leaves out the year: "2012-11/2012-02" is November 2011."""
    first, _, second = value.partition("/")
    start, end = span_of(first), span_of(second)
    if start and end and start.start > end.start:
        first = f"{int(first[:4]) - 1:04}{first[4:]}"
    return written(first, place)


def century(value: str, place: Place) -> Resolved | None:
    """The 20th is 19."""
    return Resolved(f"{int(value) - 1:02}", None, "as written") if 0 < int(value) < 23 else None


def century_before_christ(value: str, place: Place) -> Resolved | None:
    return Resolved(f"BC{int(value) - 1:02}", None, "as written") if 0 < int(value) < 100 else None


def spoken_year(value: str, place: Place) -> Resolved | None:
    """Two spoken numbers that make a year: "1996" of nineteen ninety-six, not "205" of twenty five."""
    return written(value, place) if re.match(r"\d{4}(-|$)", value) else None


def holiday_of(value: str, place: Place) -> Resolved | None:
    """A feast in a year: "2016/E+0" is Easter Sunday 2016, "Y-1/E+0" that of last year."""
    year, _, feast = value.partition("/")
    counted = Resolved(year, None, "as written") if year.isdigit() else steps.publication(year, place)
    if counted is None or not counted.value.isdigit():
        return counted and Resolved(f"XXXX-{feast}", None, NOTHING_TO_COUNT_FROM)
    days = occurrences(f"XXXX-{feast}", date(int(counted.value), 7, 1))
    found = next((day for day in days if day.startswith(counted.value)), None)
    return Resolved(found, counted.anchor, counted.reason) if found else None


def week_of(value: str, place: Place) -> Resolved | None:
    """The week that a day of a month lies in."""
    found = named.nearest(value, place)
    span = span_of(found.value) if found else None
    if found is None or span is None:
        return found
    iso = span.start.isocalendar()
    return Resolved(f"{iso.year:04}-W{iso.week:02}", found.anchor, f"the week of {found.value}")


def calendar_week(value: str, place: Place) -> Resolved | None:
    """A week by its number: of the year that is said ("2015XXXX-W7"), else the one nearest to publication."""
    year, _, number = value.replace("XXXX", "").rpartition("-W")
    week = f"W{int(number):02}"
    anchor = place.published or place.told("D")
    if year:
        return written(f"{year}-{week}", place)
    if anchor is None or anchor.day is None:
        return Resolved(f"XXXX-{week}", None, NOTHING_TO_COUNT_FROM)
    years = range(anchor.day.year - 1, anchor.day.year + 2)
    found = closest([v for y in years if span_of(v := f"{y:04}-{week}")], anchor.day)
    return Resolved(found, anchor, f"the week nearest to {anchor.words}") if found else None


def weeks_off(value: str, place: Place) -> Resolved | None:
    """ "A week from Friday": weeks off the coming weekday ("/+1") or the one gone by ("/-1")."""
    open_value, _, weeks = value.partition("/")
    base = (named.following if weeks[0] == "+" else named.last)(open_value, place)
    day = first_day(base.value) if base else None
    target = moved(day, int(weeks), "W") if day else None
    if base is None or target is None:
        return base
    return Resolved(holding(target, "D"), base.anchor, f"{abs(int(weeks))} weeks off {base.value}")


def weekday_of_week(value: str, place: Place) -> Resolved | None:
    """ "Tuesday of last week": the weekday in the week so many off publication's ("XXXX-WXX-2/-1")."""
    open_value, _, weeks = value.partition("/")
    anchor = place.published
    day = moved(anchor.day, int(weeks), "W") if anchor and anchor.day else None
    if anchor is None or day is None:
        return Resolved(open_value, None, NOTHING_TO_COUNT_FROM)
    target = moved(day, int(open_value[9:]) - day.isoweekday(), "D")
    return (
        Resolved(holding(target, "D"), anchor, f"in the week {weeks} from {anchor.words}") if target else None
    )


def in_units(value: str, place: Place) -> Resolved | None:
    """ "In five years": a date where the clause looks forward, else a length."""
    unit, _, count = value.partition("+")
    if place.direction().forward:
        return steps.publication(value, place)
    return Resolved(f"P{count}{unit}", None, "a length of time, not a date", TimexType.DURATION)


def clock(value: str, place: Place) -> Resolved | None:
    """A time of day, on the day the text last named or of publication; "T10:30pm" is 22:30."""
    time = time_of_day(value)
    if time is None:
        return None
    anchor = _day_told(place) or place.published or place.told("D")
    if anchor is None:
        return Resolved("XXXX-XX-XX" + time, None, NOTHING_TO_COUNT_FROM)
    return Resolved(anchor.value + time, anchor, f"on the day of {anchor.words}")


def _day_told(place: Place) -> Anchor | None:
    """The day the text named just before; in news only one close to publication."""
    told = place.told("D")
    if told is None or told.day is None or place.dct is None or place.history:
        return told
    just = place.start - place.story.at < _JUST and abs((place.dct - told.day).days) <= _CLOSE
    return told if just else None


def length(value: str, place: Place) -> Resolved | None:
    """A length of time is not a date; "P2.5Y" becomes P2Y6M, decades ten years each."""
    found = re.fullmatch(r"P(T?)(\d+|X)(\.5)?(DE|CE|[A-Z])", value)
    if found is None:
        return Resolved(value, None, "a length of time, not a date")
    clock_unit, number, half, unit = found.groups()
    if unit in ("DE", "CE") and number != "X":
        number, unit = str(int(number) * (10 if unit == "DE" else 100) + (5 if half else 0)), "Y"
        half = None
    finer = {"Y": "6M", "D": "T12H", "H": "30M", "M": "2W"}.get(unit, "") if half else ""
    return Resolved(f"P{clock_unit}{number}{unit}{finer}", None, "a length of time, not a date")


def repeated(value: str, place: Place) -> Resolved | None:
    return Resolved(value, None, "something that comes again and again")


def vague(value: str, place: Place) -> Resolved | None:
    return Resolved(value, None, "no date is named")


def before_christ(value: str, place: Place) -> Resolved | None:
    return Resolved(value.rstrip("-"), None, "as written, before the calendar's first year")


RESOLVERS: Mapping[str, Resolver] = {
    "written": written,
    "slashed": slashed,
    "perhaps-day": perhaps_day,
    "today": steps.today,
    "two-digits": two_digits,
    "of-the-first": of_the_first,
    "up-to": up_to,
    "decade": decade,
    "named-decade": named_decade,
    "century": century,
    "nearest": named.nearest,
    "on-weekday": exact_days.on_weekday,
    "last-day": exact_days.last_day,
    "last": named.last,
    "next": named.following,
    "this": named.this,
    "week-of": week_of,
    "calendar-week": calendar_week,
    "weeks-off": weeks_off,
    "weekday-of-week": weekday_of_week,
    "story-near": named.story_near,
    "story-next": named.story_next,
    "story-last": named.story_last,
    "quarter-ended": reports.quarter_ended,
    "fiscal-quarter": reports.fiscal_quarter,
    "in-units": in_units,
    "publication": steps.publication,
    "day-beside": steps.day_beside,
    "day-beside-last": steps.day_beside_last,
    "story": steps.story,
    "to-the-day": steps.to_the_day,
    "either": steps.either,
    "coming": steps.coming_unit,
    "reported": reports.reported,
    "year-ago": reports.year_ago,
    "last-year": reports.last_year,
    "year-earlier": reports.year_earlier,
    "several-quarters": reports.several_quarters,
    "quarter-before": reports.quarter_before,
    "full-year": reports.full_year,
    "year-before-told": reports.year_before_told,
    "earlier": steps.earlier,
    "quarter-of-year": reports.quarter_of_year,
    "month-of": steps.month_of,
    "month-of-story": steps.month_of_story,
    "holiday-of": holiday_of,
    "spoken-year": spoken_year,
    "dated": dated,
    "century-before-christ": century_before_christ,
    "day-of-story": steps.day_of_story,
    "story-of-history": steps.story_of_history,
    "clock": clock,
    "length": length,
    "repeated": repeated,
    "vague": vague,
    "before-christ": before_christ,
    "ancient": ancient,
    "year-of-history": year_of_history,
}
