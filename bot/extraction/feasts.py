"""Feasts that move: Easter, Advent and the days counted from them, and "the fourth Thursday of November"."""

import re
from collections.abc import Callable
from datetime import date

from bot.extraction.calendar import days_in, moved

_EASTER = re.compile(r"XXXX-E([+-]\d+)")
_ADVENT = re.compile(r"XXXX-A([+-]\d+)")
_GREGORIAN = 1583  # its first whole year
_NTH = re.compile(r"XXXX-N(\d\d)-([1-5L])-([1-7])(\+\d)?")


def feast(open_value: str) -> Callable[[int], date | None] | None:
    """When the feast falls in a year: "XXXX-E-2" is Good Friday, "XXXX-N11-4-4" Thanksgiving; L the last.

    "XXXX-N11-1-1+1" is the day after the first Monday of November, "XXXX-A-21" the first Sunday in
    Advent, so many days from the fourth.
    """
    if found := _EASTER.fullmatch(open_value):
        after = int(found[1])
        return lambda year: moved(easter(year), after, "D") if 0 < year <= 9998 else None
    if found := _ADVENT.fullmatch(open_value):
        off = int(found[1])
        return lambda year: moved(fourth_advent(year), off, "D") if 0 < year <= 9999 else None
    if found := _NTH.fullmatch(open_value):
        month, nth, weekday, on = int(found[1]), found[2], int(found[3]), int(found[4] or 0)
        return lambda year: nth_weekday(year, month, nth, weekday, on) if 0 < year <= 9999 else None
    return None


def easter(year: int) -> date:
    """Easter Sunday of the calendar of its time: Gregorian from 1583 (the anonymous algorithm of 1876)."""
    if year < _GREGORIAN:
        return julian_easter(year)
    golden, century, rest = year % 19, year // 100, year % 100
    leap_fix = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - century // 4 - leap_fix + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def julian_easter(year: int) -> date:
    """Easter Sunday as the Julian calendar wrote it (the algorithm of Meeus)."""
    moon = (19 * (year % 19) + 15) % 30
    sunday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
    month, day = divmod(moon + sunday + 114, 31)
    return date(year, month, day + 1)


def fourth_advent(year: int) -> date:
    """The last Sunday before Christmas Day."""
    eve = date(year, 12, 24)
    return date(year, 12, 24 - eve.isoweekday() % 7)


def nth_weekday(year: int, month: int, nth: str, weekday: int, on: int = 0) -> date | None:
    """The nth weekday of a month, "L" the last, or so many days `on`; None where there is no fifth."""
    first = date(year, month, 1)
    day = 1 + (weekday - first.isoweekday()) % 7 + 7 * ((int(nth) if nth != "L" else 1) - 1)
    size = days_in(year, month)
    if nth == "L":
        day += (size - day) // 7 * 7
    return date(year, month, day + on) if day + on <= size else None
