"""Resolvers of days that two things name at once: a date with its weekday, the last day of a month."""

from datetime import date, timedelta

from bot.extraction import named
from bot.extraction.anchors import Place
from bot.extraction.calendar import first_day
from bot.extraction.named import Resolved
from bot.extraction.occurrences import closest, occurrences
from bot.model.timespan import day_value, span_of


def on_weekday(value: str, place: Place) -> Resolved | None:
    """ "XXXX-04-05/2", Tuesday 5 April: of the years round it the one in which that was a Tuesday.

    A weekday that is wrong in all of them leaves the date as it would be read without it.
    """
    open_value, _, weekday = value.partition("/")
    found = named.nearest(open_value, place)
    day = first_day(found.value) if found and found.anchor else None
    if found is None or day is None or day.isoweekday() == int(weekday):
        return found
    fitting = [v for v in occurrences(open_value, day) if date.fromisoformat(v).isoweekday() == int(weekday)]
    chosen = closest(fitting, day, ahead=1)
    return Resolved(chosen, found.anchor, "the year in which it is that weekday") if chosen else found


def last_day(value: str, place: Place) -> Resolved | None:
    """The last day of a month: of "2015XXXX-05", or of the nearest where no year is said."""
    found = named.dated(value, place)
    span = span_of(found.value) if found else None
    if found is None or span is None:
        return None
    return Resolved(day_value(span.end - timedelta(days=1)), found.anchor, f"the last day of {found.value}")
