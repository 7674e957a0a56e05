"""The named resolvers of the grammar: from what a rule says to a TIMEX3 value, its anchor and the reason."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.extraction.anchors import Anchor, Place
from bot.extraction.calendar import first_day, holding, shifted, unit_of
from bot.extraction.occurrences import called, closest, coming, distance, latest, occurrences
from bot.model.timespan import span_of

_STEP = re.compile(r"(DE|CE|SE|WE|[DWMQHY])([+-])(\d+(?:\.\d+)?|X)")
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
_NOTHING_TO_COUNT_FROM = "no date to count from"


@dataclass(frozen=True, slots=True)
class Resolved:
    """A value with the anchor it was counted from and why."""

    value: str
    anchor: Anchor | None = None
    reason: str | None = None


Resolver = Callable[[str, Place], Resolved | None]


def written(value: str, place: Place) -> Resolved | None:
    """Complete as it stands; dates that do not exist are none."""
    head = value.split("T")[0]
    if re.match(r"\d", value) and not value.startswith(tuple("X")) and span_of(head) is None:
        return None
    return Resolved(value, None, "as written")


def nearest(value: str, place: Place) -> Resolved | None:
    """The last one before publication unless the clause looks forward; in a history, nearest the story."""
    open_value, time = _split(value)
    told = place.told()
    if place.history and told:
        return _with(_near_story(open_value, told), time)
    anchor = place.published
    if anchor is None or anchor.day is None:
        return _with(
            _near_story(open_value, told) if told else Resolved(open_value, None, "no date to count from"),
            time,
        )
    return _with(_by_direction(open_value, anchor, place), time)


def _split(value: str) -> tuple[str, str]:
    head, mark, time = value.partition("T")
    return head, mark + time


def _with(resolved: Resolved | None, time: str) -> Resolved | None:
    if resolved is None or not time:
        return resolved
    return Resolved(resolved.value + time, resolved.anchor, resolved.reason)


def _by_direction(open_value: str, anchor: Anchor, place: Place) -> Resolved | None:
    day = anchor.day
    if day is None:
        return None
    values = occurrences(open_value, day)
    back, ahead = latest(values, day), coming(values, day)
    if back is None or ahead is None:
        return None
    direction = place.direction()
    if direction.forward:
        return Resolved(ahead, anchor, _reason("next", open_value, ahead, anchor, direction.told_by))
    if not direction.told_by and "W" not in open_value and distance(ahead, day) * 6 < distance(back, day):
        return Resolved(ahead, anchor, f"the {called(open_value)} nearest to publication")
    return Resolved(back, anchor, _reason("last", open_value, back, anchor))


def _reason(which: str, open_value: str, value: str, anchor: Anchor, told_by: str = "") -> str:
    if anchor.day and distance(value, anchor.day) == 0:
        return (
            "the day of publication itself"
            if unit_of(value) == "D"
            else f"the {called(open_value)} of publication"
        )
    side = "before" if which == "last" else "after"
    because = f", since “{told_by}” looks forward" if told_by else ""
    return f"the {which} {called(open_value)} {side} {anchor.words}{because}"


def _near_story(open_value: str, anchor: Anchor) -> Resolved | None:
    day = anchor.day
    if day is None:
        return None
    values = occurrences(open_value, day)
    value = _inside(values, anchor) or closest(values, day)
    return (
        Resolved(value, anchor, f"the {called(open_value)} nearest to {anchor.value} in the text")
        if value
        else None
    )


def _unresolved(open_value: str) -> Resolved:
    return Resolved(open_value, None, _NOTHING_TO_COUNT_FROM)


def _inside(values: list[str], anchor: Anchor) -> str | None:
    span = span_of(anchor.value)
    for value in values:
        inner = span_of(value)
        if span and inner and span.contains(inner) and span.days > 31:
            return value
    return None


def last(value: str, place: Place) -> Resolved | None:
    """The last one that was over before publication: "last Monday", "last June"."""
    return _named(value, place, "last")


def following(value: str, place: Place) -> Resolved | None:
    """The first one that begins after publication: "next Monday", "next June"."""
    return _named(value, place, "next")


def this(value: str, place: Place) -> Resolved | None:
    """The one of the publication's own year or week: "this September", "this Friday"."""
    return _named(value, place, "this")


def _named(value: str, place: Place, which: str) -> Resolved | None:
    open_value, time = _split(value)
    anchor = (place.told() if place.history else None) or place.published or place.told()
    if anchor is None or anchor.day is None:
        return _with(Resolved(open_value, None, "no date to count from"), time)
    values = occurrences(open_value, anchor.day)
    found = {
        "last": lambda day: latest(values, day, strictly=True),
        "next": lambda day: coming(values, day, strictly=True),
        "this": lambda day: next((v for v in values if _same_round(v, day, open_value)), None),
    }[which](anchor.day)
    return _with(Resolved(found, anchor, _reason(which, open_value, found, anchor)), time) if found else None


def _same_round(value: str, day: object, open_value: str) -> bool:
    from datetime import date

    first = first_day(value)
    if first is None or not isinstance(day, date):
        return False
    unit = "W" if "WXX" in open_value else "Y"
    return holding(first, unit) == holding(day, unit)


def publication(value: str, place: Place) -> Resolved | None:
    """Counted from the publication date: "D-1" is yesterday, "M-1" last month."""
    return _stepped(value, place.published or None)


def story(value: str, place: Place) -> Resolved | None:
    """Counted from the last date in the text: "D+0" is that day, "Y+1" the following year."""
    unit = _unit(value)
    return _stepped(value, place.told(unit) or place.told("Y") or place.published)


def either(value: str, place: Place) -> Resolved | None:
    """Counted from the publication date in news, from the text in a history."""
    if place.history and (told := place.told(_unit(value)) or place.told("Y")):
        return _stepped(value, told)
    return publication(value, place)


def _unit(value: str) -> str:
    found = _STEP.match(value)
    return found[1] if found else "Y"


def _stepped(value: str, anchor: Anchor | None) -> Resolved | None:
    head, time = _split(value)
    step = _STEP.fullmatch(head)
    if step is None:
        return None
    unit, sign, number = step.groups()
    if number == "X":
        return Resolved("PAST_REF" if sign == "-" else "FUTURE_REF", anchor, "how long is not said")
    if anchor is None:
        return Resolved(_OPEN.get(unit, "XXXX") + time, None, "no date to count from")
    count = int(float(number)) * (-1 if sign == "-" else 1)
    found = shifted(anchor.value, count, unit)
    return Resolved(found + time, anchor, _counted(count, unit, anchor)) if found else None


def _counted(count: int, unit: str, anchor: Anchor) -> str:
    if count == 0:
        return f"the {_UNITS[unit]} of {anchor.words}"
    words = f"{abs(count)} {_UNITS[unit]}{'s' if abs(count) != 1 else ''}"
    return f"{words} {'before' if count < 0 else 'after'} {anchor.words}"


def day_of_story(value: str, place: Place) -> Resolved | None:
    """A bare day of the month, in the month the text last named: "the 5th"."""
    anchor = place.told("M") or place.published
    if anchor is None:
        return Resolved(value, None, "no month to count from")
    found = f"{anchor.value[:7]}{value[7:]}"
    return Resolved(found, anchor, f"a day of {anchor.value[:7]}") if span_of(found.split("T")[0]) else None


def clock(value: str, place: Place) -> Resolved | None:
    """A time of day, on the day the text last named, or the day of publication."""
    anchor = (place.told("D") if place.history else None) or place.published or place.told("D")
    if anchor is None:
        return Resolved("XXXX-XX-XX" + value, None, "no day to count from")
    return Resolved(anchor.value + value, anchor, f"on the day of {anchor.words}")


def decade(value: str, place: Place) -> Resolved | None:
    """The decade a round year stands for: "1990" in "the 1990s"."""
    return Resolved(value[:3], None, "as written") if value.endswith("0") else None


def length(value: str, place: Place) -> Resolved | None:
    """A length of time is not a date; "P2.5Y" becomes P2Y6M."""
    return Resolved(_halved(value), None, "a length of time, not a date")


def _halved(value: str) -> str:
    found = re.fullmatch(r"P(T?)(\d+)\.5([YMWDH])", value)
    if not found:
        return value
    half = {"Y": "6M", "D": "T12H", "H": "30M"}.get(found[3])
    return f"P{found[1]}{found[2]}{found[3]}{half}" if half else value


def repeated(value: str, place: Place) -> Resolved | None:
    return Resolved(value, None, "something that comes again and again")


def vague(value: str, place: Place) -> Resolved | None:
    return Resolved(value, None, "no date is named")


RESOLVERS: Mapping[str, Resolver] = {
    "written": written,
    "nearest": nearest,
    "last": last,
    "next": following,
    "this": this,
    "publication": publication,
    "story": story,
    "either": either,
    "day-of-story": day_of_story,
    "clock": clock,
    "decade": decade,
    "length": length,
    "repeated": repeated,
    "vague": vague,
}
