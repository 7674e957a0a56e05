"""Resolvers that count: yesterday, two years ago, the following month, a year earlier."""

import re
from collections.abc import Callable

from bot.extraction.anchors import Anchor, Place
from bot.extraction.calendar import holding, moved, shifted
from bot.extraction.named import (
    NOTHING_TO_COUNT_FROM,
    Resolved,
    ahead_of_the_story,
    last,
    nearest,
    parted,
    timed,
)
from bot.model.timespan import span_of

_STEP = re.compile(r"(DE|CE|SE|WE|[DWMQHY])([+-])(\d+(?:\.\d+)?|X)")
_JUST = 300  # characters
_LARGE = ("DE", "CE")
_DAYS_BACK = 10  # days that a story hardly goes back by
_UNITS = {
    "D": "day",
    "W": "week",
    "WE": "weekend",
    "M": "month",
    "Q": "quarter",
    "SE": "season",
    "H": "half year",
    "Y": "year",
    "DE": "decade",
    "CE": "century",
}
_OPEN = {
    "D": "XXXX-XX-XX",
    "W": "XXXX-WXX",
    "WE": "XXXX-WXX-WE",
    "M": "XXXX-XX",
    "Q": "XXXX-QX",
    "H": "XXXX-HX",
    "DE": "XXX",
    "CE": "XX",
}


def publication(value: str, place: Place) -> Resolved | None:
    """Counted from the publication date: "D-1" is yesterday, "M-1" last month."""
    return stepped(value, place.published)


def today(value: str, place: Place) -> Resolved | None:
    """The publication day in news; in a history that has one, these days."""
    if place.history and place.dct:
        return Resolved("PRESENT_REF", None, "these days, as a history says it")
    return publication(value, place)


def to_the_day(value: str, place: Place) -> Resolved | None:
    """ "Ten years ago today": the very day, so many units from publication."""
    step, anchor = _STEP.fullmatch(value), place.published
    if step is None or anchor is None or anchor.day is None:
        return publication(value, place)
    day = moved(anchor.day, int(step[2] + step[3]), step[1]) if step[3].isdigit() else None
    return Resolved(holding(day, "D"), anchor, f"to the day, from {anchor.words}") if day else None


def story(value: str, place: Place) -> Resolved | None:
    """Counted from the last date in the text: "D+0" is that day, "Y+1" the following year."""
    told = _told(value, place)
    near = place.start - place.story.at < _JUST
    if told is None and value == "D+0" and near and (month := place.told("M")):
        return Resolved(month.value, month, f"a day of {month.words}")
    if told is None and value == "D+0" and place.dct and not place.history:
        return None
    return stepped(value, told)


def either(value: str, place: Place) -> Resolved | None:
    """Counted from the publication date in news, from the text in a history.

    "The end of the decade" is of the decade just told, if that is over.
    """
    if value[:2] in _LARGE and (told := _just_over(place)):
        return stepped(value, told)
    return stepped(
        value,
        (_told(value, place) if place.history and not ahead_of_the_story(place) else None) or place.published,
    )


def _just_over(place: Place) -> Anchor | None:
    """What the text just told, where that lies in an earlier decade."""
    told = place.story.last or ""
    over = place.dct and told[:3].isdecimal() and told[:3] < f"{place.dct.year:04}"[:3]
    return Anchor(told, "text") if over and place.start - place.story.at < _JUST else None


def coming_unit(value: str, place: Place) -> Resolved | None:
    """Counted from the text when it looks back, from the publication date when the clause looks forward."""
    told = _told(value, place)
    ahead = place.published if told is None or place.direction().forward else None
    return stepped(value, ahead or told)


def story_of_history(value: str, place: Place) -> Resolved | None:
    """A part of the day the text just named, in a history: "in the evening"."""
    just = place.start - place.story.at < _JUST and place.told("D")
    return stepped(value, place.told("D")) if place.history and just else None


def _told(value: str, place: Place) -> Anchor | None:
    found = _STEP.match(value)
    unit = found[1] if found else "Y"
    season = place.told("SE") if unit == "M" and place.history else None
    if season and season.day and not place.told("M"):
        return Anchor(holding(season.day, "M"), "text")
    return place.told({"WE": "D", "SE": "M", "H": "M", "DE": "Y", "CE": "Y"}.get(unit, unit))


def stepped(value: str, anchor: Anchor | None) -> Resolved | None:
    head, time = parted(value)
    step = _STEP.fullmatch(head)
    if step is None:
        return None
    unit, sign, number = step.groups()
    if number == "X":
        return Resolved("PAST_REF" if sign == "-" else "FUTURE_REF", anchor, "how long is not said")
    if anchor is None:
        return Resolved(_OPEN.get(unit, "XXXX") + time, None, NOTHING_TO_COUNT_FROM)
    count = int(float(number)) * (-1 if sign == "-" else 1)
    found = shifted(anchor.value, count, unit)
    return timed(Resolved(found, anchor, _counted(count, unit, anchor)), time) if found else None


def _counted(count: int, unit: str, anchor: Anchor) -> str:
    if count == 0:
        return f"the {_UNITS[unit]} of {anchor.words}"
    words = f"{abs(count)} {_UNITS[unit]}{'s' if abs(count) != 1 else ''}"
    return f"{words} {'before' if count < 0 else 'after'} {anchor.words}"


def earlier(value: str, place: Place) -> Resolved | None:
    """Counted from the last date in the text, or from publication when it names none and is no history."""
    told = _told(value, place)
    ahead = told and told.day and place.dct and told.day > place.dct and not place.direction().forward
    return stepped(value, (None if ahead else told) or (None if place.tale else place.published))


def month_of(value: str, place: Place) -> Resolved | None:
    """A month, quarter or half of a year that is counted from publication: "Y-1/06"."""
    return _inside(value, publication, place)


def month_of_story(value: str, place: Place) -> Resolved | None:
    """The same, of a year that is counted from the text, or from publication when it names none."""
    return _inside(value, earlier, place)


def _inside(value: str, count: Callable[[str, Place], Resolved | None], place: Place) -> Resolved | None:
    step, _, rest = value.partition("/")
    year = count(step, place)
    return Resolved(f"{year.value}-{rest}", year.anchor, year.reason) if year else None


def day_of_story(value: str, place: Place) -> Resolved | None:
    """A bare day of the month, in the month the text last named: "the 5th"."""
    anchor = place.told("M") or place.published
    if place.message and place.published and not place.told("M"):
        return nearest(f"XXXX-XX-{value[8:]}", place)
    if anchor is None:
        return Resolved(value, None, NOTHING_TO_COUNT_FROM)
    month = _month_gone_on(value, place) or anchor.value[:7]
    day, time = parted(value)
    found = f"{month}{day[7:]}"
    return timed(Resolved(found, anchor, f"a day of {month}"), time) if span_of(found) else None


def _month_gone_on(value: str, place: Place) -> str | None:
    """Stories go forward: in one that is at the 28th, "the 3rd" is of the month after."""
    told = place.told("D")
    if told is None or told.day is None or not place.history or place.looks_back():
        return None
    behind = told.day.day - int(value[8:10]) >= _DAYS_BACK
    after = moved(told.day, 1, "M") if behind else None
    return holding(after, "M") if after else None


def day_beside(value: str, place: Place) -> Resolved | None:
    """ "The day after Thanksgiving": a day before ("/-1") or after ("/+1") the one that is named."""
    return _beside(value, place, nearest)


def day_beside_last(value: str, place: Place) -> Resolved | None:
    """ "The day before last Tuesday's hearing"."""
    return _beside(value, place, last)


def _beside(value: str, place: Place, find: Callable[[str, Place], Resolved | None]) -> Resolved | None:
    open_value, _, days = value.partition("/")
    base = find(open_value, place)
    span = span_of(base.value) if base else None
    target = moved(span.start, int(days), "D") if span else None
    if base is None or target is None:
        return None
    side = "after" if days == "+1" else "before"
    return Resolved(holding(target, "D"), base.anchor, f"the day {side} {base.value}")
