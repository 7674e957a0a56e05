"""Resolvers of business news: the quarter that figures are given for, and the same quarter a year before."""

from datetime import date

from bot.extraction import named, steps
from bot.extraction.anchors import Anchor, Place
from bot.extraction.calendar import first_day, holding, moved
from bot.extraction.named import Resolved

NEAR = 2500  # characters that a quarter is still spoken of after it was named
_BESIDE = 120  # characters
_SPOKEN_OF = 400  # characters
_FISCAL = "QX"  # a quarter of a business year, whose months are not said


def reported(value: str, place: Place) -> Resolved | None:
    """The quarter that figures are given for: the one last named, else the last that was over."""
    if anchor := _reported(place):
        place.story.longer_at = None
        return Resolved(anchor.value, anchor, f"the quarter reported, {anchor.words}")
    return steps.stepped("Q-1", place.published)


def year_ago(value: str, place: Place) -> Resolved | None:
    """The same quarter of the year before where quarters are reported, else counted from publication."""
    return (None if _of_longer(place) else _year_before(place)) or steps.publication(value, place)


def last_year(value: str, place: Place) -> Resolved | None:
    """What figures of a quarter are "compared with last year" is that quarter of the year before."""
    return (_year_before(place) if _is_compared(place) else None) or steps.publication(value, place)


def _is_compared(place: Place) -> bool:
    """Whether the sentence sets figures of the quarter just spoken of against others."""
    said = place.plain[place.sentence[0] : place.start]
    near = place.plain[max(0, place.start - _SPOKEN_OF) : place.start]
    return (
        any(words in said for words in place.cues["comparing"])
        and any(word in near for word in place.cues["quarterly"])
        and not any(word in said for word in place.cues["yearly"])
        and not _of_longer(place)
    )


def several_quarters(value: str, place: Place) -> Resolved | None:
    """ "The nine months": a length that figures are given for, after those of the quarter."""
    place.story.longer_at = place.start
    return Resolved(value, None, "a length of time, not a date")


def _of_longer(place: Place) -> bool:
    """Whether figures are given for several quarters at once: "for the nine months"."""
    at = place.story.longer_at
    return at is not None and place.start - at <= _SPOKEN_OF


def year_earlier(value: str, place: Place) -> Resolved | None:
    """The same quarter of the year before where quarters are reported, else counted from the text."""
    whole = _of_a_year(place) or _of_longer(place)
    return (None if whole else _year_before(place)) or steps.earlier(value, place)


def _of_a_year(place: Place) -> bool:
    """Whether a whole year was named right before: "120 million in 2016, after 90 the year before"."""
    last = place.story.last or ""
    return last.isdecimal() and len(last) == len("2016") and place.start - place.story.at < _BESIDE


def year_before_told(value: str, place: Place) -> Resolved | None:
    """The year before the past one that the same sentence named: "2018 waren es 41, im Vorjahr 52"."""
    told = place.told("Y") if _of_a_year(place) and place.story.at >= place.sentence[0] else None
    past = told is not None and place.dct is not None and told.value < f"{place.dct.year:04}"
    return steps.stepped(value, told) if past else steps.either(value, place)


def full_year(value: str, place: Place) -> Resolved | None:
    """ "For the full year, sales came to": the year that ended with the fourth quarter just reported."""
    anchor, said = _reported(place), place.plain[slice(*place.sentence)]
    ahead = not place.cues["future"].isdisjoint(said.split())
    if anchor and anchor.value.endswith("-Q4") and not ahead:
        return Resolved(anchor.value[:4], anchor, f"the year that ended with {anchor.words}")
    return steps.either(value, place)


def quarter_before(value: str, place: Place) -> Resolved | None:
    """The quarter before the one that is reported, else before publication's."""
    return steps.stepped(value, _reported(place) or place.published)


def _year_before(place: Place) -> Resolved | None:
    anchor = _reported(place)
    if anchor is None:
        return None
    year = int(anchor.value[:4]) - 1
    return Resolved(f"{year:04}{anchor.value[4:]}", anchor, f"the same quarter a year before {anchor.words}")


def quarter_of_year(value: str, place: Place) -> Resolved | None:
    """The quarter that is reported, in a year that is named: "the same period of 1988"."""
    anchor = _reported(place)
    if anchor is None or _of_longer(place):
        return Resolved(value, None, "as written")
    return Resolved(f"{value}{anchor.value[4:]}", anchor, f"the quarter reported, {anchor.words}, in {value}")


def fiscal_quarter(value: str, place: Place) -> Resolved | None:
    """A numbered quarter of a business year is given the year it lies in; its months are not known."""
    found = named.nearest(value, place)
    if found and found.value[:4].isdigit():
        place.story.report(f"{found.value[:4]}-{_FISCAL}", place.start)
    return found


def quarter_ended(value: str, place: Place) -> Resolved | None:
    """The calendar quarter that most of three months up to a day lie in, or the number that is given."""
    end, _, number = value.partition("/")
    ended = named.nearest(end, place)
    last = first_day(ended.value) if ended else None
    if ended is None or last is None:
        return None
    quarter = f"{last.year:04}-{number}" if number else _by_the_calendar(last, place)
    place.story.report(quarter, place.start)
    return Resolved(quarter, ended.anchor, f"the quarter that ended on {ended.value}")


def _by_the_calendar(last: date, place: Place) -> str:
    anchor = _reported(place)
    if anchor and anchor.value.endswith(_FISCAL):
        return f"{last.year:04}-{_FISCAL}"
    middle = moved(last, -45, "D")
    return holding(middle or last, "Q")


def _reported(place: Place) -> Anchor | None:
    said = place.story.reported
    near = place.start - place.story.reported_at <= NEAR
    return Anchor(said, "text") if said and near else None
