"""Resolvers of what comes round: the Tuesday, the May, the 3 May, the third quarter that is meant."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.extraction.anchors import MESSAGE, Anchor, Place
from bot.extraction.calendar import BEFORE_CHRIST, first_day, holding, unit_of
from bot.extraction.clocks import time_of_day
from bot.extraction.datelines import opens_report
from bot.extraction.occurrences import called, closest, coming, distance, latest, occurrences
from bot.extraction.presents import Direction
from bot.model.timespan import span_of
from bot.model.timex import TimexType

NOTHING_TO_COUNT_FROM = "no date to count from"
# A coming month or day that is so many times nearer than the one gone by is meant, whatever the tense:
# of the farther one a writer says "last December".
_NEARER, _NEARER_UNTOLD = 3, 2
_SOON, _SOON_UNTOLD = 90, 180  # and so many days ahead at most
_FAR = 270  # days ahead that a forward look alone does not reach
_ONWARDS, _LOOKING_BACK = 0.5, 2.0  # what a day ahead of the story counts against one before
_YEAR_BACK = 6  # and a day in the year before, unless the clause looks back
_UNTOLD, _JUST_AHEAD = ("", "genitive"), 2  # days: "Friday's debate", said on Wednesday
_LEAD = 120  # characters: the first sentence, with or without its dateline
_OPENING = 4  # characters: "In May, …" opens its sentence
_QUARTERS_AHEAD = 200  # days: what is published in April on the first quarter is not next year's


@dataclass(frozen=True, slots=True)
class Resolved:
    """A value with the anchor it was counted from and why; `type` where it is not the rule's."""

    value: str
    anchor: Anchor | None = None
    reason: str | None = None
    type: TimexType | None = None


def written(value: str, place: Place) -> Resolved | None:
    """Complete as it stands; dates that do not exist are none."""
    head, time = parted(value)
    if value[0].isdigit() and span_of(head) is None:
        return None
    return timed(Resolved(head, None, "as written"), time)


def dated(value: str, place: Place) -> Resolved | None:
    """With a year it is complete ("2015XXXX-03-03"), without one the nearest."""
    return written(value.replace("XXXX", ""), place) if value[0].isdigit() else nearest(value, place)


def nearest(value: str, place: Place) -> Resolved | None:
    """The last one before publication unless the clause looks forward; in a history, nearest the story."""
    open_value, time = parted(value)
    anchor, told = place.published, None if ahead_of_the_story(place) else _gone_by(place)
    if told and (anchor is None or (place.history and "WXX" not in open_value)):
        return timed(_near_story(open_value, told, place), time)
    if told and place.history and (day := place.told("D")):
        return timed(_near_story(open_value, day, place), time)
    if anchor is None:
        return timed(Resolved(open_value, None, NOTHING_TO_COUNT_FROM), time) if _exists(open_value) else None
    return timed(_by_direction(open_value, anchor, place), time)


def _gone_by(place: Place) -> Anchor | None:
    """The story's last date, unless it is still to come: nothing was told from that."""
    told = place.setting
    return None if told and told.day and place.dct and told.day > place.dct else told


def ahead_of_the_story(place: Place) -> bool:
    """What "opens on 1 April" says, even in a history, is not told from it; what "would open" says is.

    In a text that is a history throughout only the words `announced` lists look ahead of it.
    """
    told = place.direction() if place.history else None
    if told is None or not told.forward or told.told_by in place.cues["narrated"]:
        return False
    return not place.tale or told.told_by in place.cues["announced"]


def parted(value: str) -> tuple[str, str]:
    """A value's date and its time of day: ("XXXX-WXX-5", "TNI")."""
    head, mark, time = value.partition("T")
    return head, mark + time


def timed(resolved: Resolved | None, time: str) -> Resolved | None:
    if resolved is None or not time:
        return resolved
    clock = time_of_day(time)
    return Resolved(resolved.value + clock, resolved.anchor, resolved.reason) if clock else None


def _exists(open_value: str) -> bool:
    return bool(occurrences(open_value, date(2000, 1, 1)))


def _by_direction(open_value: str, anchor: Anchor, place: Place) -> Resolved | None:
    day = anchor.day
    values = occurrences(open_value, day) if day else []
    if day is None or not values:
        return None
    back, ahead = latest(values, day), coming(values, day)
    if back is None or ahead is None:
        return None
    told = place.direction()
    since = told.told_by in place.cues["since"]
    if not since and (inside := _in_the_coming_year(values, place)):
        return Resolved(inside, anchor, "in the coming year that its sentence is about")
    if "WXX" in open_value and not place.message and (found := _weekday(open_value, told, anchor, place)):
        return found
    if told.forward and _reaches(ahead, back, day, told, place):
        return Resolved(ahead, anchor, _reason("next", open_value, ahead, anchor, told.told_by))
    over = _is_over(told, place)
    if not over and _much_nearer(open_value, distance(ahead, day), distance(back, day), told):
        return Resolved(ahead, anchor, f"the {called(open_value)} nearest to publication")
    return Resolved(back, anchor, _reason("last", open_value, back, anchor))


def _weekday(open_value: str, told: Direction, anchor: Anchor, place: Place) -> Resolved | None:
    """The weekday of news that is publication's own, or just ahead with no verb to put it behind.

    None where the direction alone decides.
    """
    begun = _to_come_before(place) if told.near else None
    day = (begun or anchor).day
    values = occurrences(open_value, day) if day else []
    if day is None or not values:
        return None
    if begun or not told.forward:
        ahead = coming(values, day)
        untold = told.told_by in _UNTOLD and distance(ahead or "", day) <= _JUST_AHEAD
        if ahead and (begun or untold or _leads_report(ahead, day, place)):
            return Resolved(ahead, begun or anchor, _reason("next", open_value, ahead, begun or anchor))
        return None
    own = latest(values, day)
    if own is None or distance(own, day) > (1 if told.lapsed else 0):
        return None
    return Resolved(own, anchor, _reason("this" if own == anchor.value else "last", open_value, own, anchor))


def _in_the_coming_year(values: Sequence[str], place: Place) -> str | None:
    """ "The coming year brings two votes: in March and in May"."""
    told = place.told("Y")
    if told is None or place.dct is None or place.story.at < place.sentence[0] or place.told("D"):
        return None
    if not told.value.isdecimal() or int(told.value) <= place.dct.year:
        return None
    return next((v for v in values if v.startswith(told.value) and unit_of(v) != "D"), None)


def _reaches(ahead: str, back: str, day: date, told: Direction, place: Place) -> bool:
    """A coming quarter farther off than the last takes a strong word: one expects to report the last."""
    if unit_of(ahead) != "Q":
        return (place.message and told.told_by != MESSAGE) or distance(ahead, day) < _FAR
    strong = told.told_by in place.cues["strong"]
    return distance(ahead, day) < (_QUARTERS_AHEAD if strong else distance(back, day))


def _to_come_before(place: Place) -> Anchor | None:
    """The coming day that the sentence named before: "from Friday, 22 August, until Monday"."""
    told = place.told("D")
    ahead = told and told.day and place.dct and told.day > place.dct and place.story.last == told.value
    return told if ahead and place.story.at >= place.sentence[0] else None


def _leads_report(ahead: str, day: date, place: Place) -> bool:
    """What an agency opens with is of its own day, which comes first where clocks are ahead."""
    start = len(place.text) - len(place.text.lstrip())
    return distance(ahead, day) == 1 and place.sentence[0] <= start + _LEAD and opens_report(place.text)


def _is_over(told: Direction, place: Place) -> bool:
    """Whether the clause tells of what had happened: "crashed in May"; "In May, the firm brought…"."""
    if told.forward:
        return False
    told_past = bool(told.told_by) and told.told_by not in place.cues["perfect"]
    opens = told_past and place.start - place.sentence[0] <= _OPENING
    return opens or place.message or told.told_by in place.cues["finished"]


def _much_nearer(open_value: str, ahead: int, back: int, told: Direction) -> bool:
    if "WXX" in open_value or "-Q" in open_value:
        return False
    times, soon = (_NEARER, _SOON) if told.told_by else (_NEARER_UNTOLD, _SOON_UNTOLD)
    return ahead * times < back and ahead <= soon


def _reason(which: str, open_value: str, value: str, anchor: Anchor, told_by: str = "") -> str:
    if anchor.day and distance(value, anchor.day) == 0:
        whole = (
            "day of publication itself" if unit_of(value) == "D" else f"{called(open_value)} of publication"
        )
        return f"the {whole}"
    if which == "this":
        return (
            f"the {called(open_value)} of the {'week' if 'WXX' in open_value else 'year'} of {anchor.words}"
        )
    side = "before" if which == "last" else "after"
    because = f", since “{told_by}” looks forward" if told_by else ""
    return f"the {which} {called(open_value)} {side} {anchor.words}{because}"


def _near_story(open_value: str, anchor: Anchor, place: Place) -> Resolved | None:
    """Stories go forward, but for what had happened before."""
    if anchor.value.startswith(BEFORE_CHRIST) and "WXX" not in open_value:
        return Resolved(anchor.value + open_value[4:], anchor, f"in the year of {anchor.words}")
    day, span = anchor.day, span_of(anchor.value)
    if day is None or span is None:
        return None
    values = occurrences(open_value, day)
    inside = [v for v in values if (inner := span_of(v)) and span.days > 31 and span.contains(inner)]
    ahead, year_back = (_LOOKING_BACK, 1) if place.looks_back() else (_ONWARDS, _YEAR_BACK)
    value = inside[0] if inside else closest(values, day, span.last, ahead=ahead, year_back=year_back)
    reason = f"the {called(open_value)} nearest to {anchor.value} in the text"
    return Resolved(value, anchor, reason) if value else None


def last(value: str, place: Place) -> Resolved | None:
    """The last one that was over before publication; "last March" in April is a year ago."""
    return _after_word(value, place, "last", _last)


def following(value: str, place: Place) -> Resolved | None:
    """The first one that begins after publication."""
    return _after_word(value, place, "next", lambda values, day: coming(values, day, strictly=True))


def this(value: str, place: Place) -> Resolved | None:
    """The one of the publication's own year or week."""
    return _after_word(value, place, "this", _of_the_round)


def story_next(value: str, place: Place) -> Resolved | None:
    """The first one after the day the text last named."""
    return _from_story(value, place, "next")


def story_last(value: str, place: Place) -> Resolved | None:
    """The last one before the day the text last named."""
    return _from_story(value, place, "last")


def story_near(value: str, place: Place) -> Resolved | None:
    """The one nearest to what the text last named, else to publication."""
    told = place.finest
    return _near_story(value, told, place) if told else nearest(value, place)


def _from_story(value: str, place: Place, which: str) -> Resolved | None:
    told = place.told("D") if "WXX" in value else place.finest
    if told is None or told.day is None:
        return following(value, place) if which == "next" else last(value, place)
    span = span_of(told.value)
    day = span.last if span and which == "next" else told.day
    choose = coming if which == "next" else latest
    found = choose(occurrences(value, day), day, strictly=True)
    return Resolved(found, told, _reason(which, value, found, told)) if found else None


def _last(values: Sequence[str], day: date) -> str | None:
    found = latest(values, day, strictly=True)
    this_year = found is not None and found.startswith(f"{day.year:04}")
    if found and this_year and unit_of(found) == "M" and distance(found, day) <= 31 and values.index(found):
        return values[values.index(found) - 1]
    return found


def _of_the_round(values: Sequence[str], day: date) -> str | None:
    unit = "W" if _is_weekly(values) else "Y"
    round_ = holding(day, unit)
    return next((v for v in values if (first := first_day(v)) and holding(first, unit) == round_), None)


def _is_weekly(values: Sequence[str]) -> bool:
    first, second = (first_day(value) for value in (*values[:2], "", "")[:2])
    return first is not None and second is not None and (second - first).days <= _WEEK


_WEEK = 7  # days


def _after_word(
    value: str, place: Place, which: str, choose: Callable[[Sequence[str], date], str | None]
) -> Resolved | None:
    open_value, time = parted(value)
    anchor = place.published or place.finest
    if anchor is None or anchor.day is None:
        return timed(Resolved(open_value, None, NOTHING_TO_COUNT_FROM), time)
    found = choose(occurrences(open_value, anchor.day), anchor.day)
    return timed(Resolved(found, anchor, _reason(which, open_value, found, anchor)), time) if found else None
