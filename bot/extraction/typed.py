"""Dates as people type them into a command: "about 2015", "before Sep 2015", "18 to 20 Apr 2021"."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.extraction.tagger import tag
from bot.extraction.typed_words import ends_of, in_english, in_nominative, unbent
from bot.model.timespan import When, day_value
from bot.model.timex import Mod, Timex

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

_YEAR = 4  # digits; fewer alone are no date
LONGEST = 80  # characters of a date; what is longer is a sentence

# What may stand beside the dates themselves: words that bend one, or join two.
_BESIDE = re.compile(
    r"(?:about|around|circa|ca\.?|before|after|by|since|until|till|from|to|through|between|and|early|mid|late"
    r"|nolaterthan|notlaterthan|noearlierthan|notearlierthan|onorbefore|onorafter|priorto|aheadof"
    r"|spätestens|frühestens|gegen|rund|on|in|the|of|vor|nach|seit|ab|bis|um|etwa|von|zwischen|und|am|im|anfang|mitte|ende|[-–—~.,])*",
    re.IGNORECASE,
)


_OPEN_ENDED = {
    **dict.fromkeys(("since", "seit", "ab"), Mod.ON_OR_AFTER),
    **dict.fromkeys(("by", "until", "till", "bis"), Mod.ON_OR_BEFORE),
    "before": Mod.BEFORE,  # these in a chat of another language, whose grammar does not know them
    "after": Mod.AFTER,
    "about": Mod.APPROX,
}


def read_date(words: str, language: str, today: date) -> When | None:
    """The date that these words say and nothing else; None when they say something else too, or none.

    The grammar of the language reads them, and dateparser what that does not know; English is known to all.
    """
    words = " ".join(words.split())
    if not words or len(words) > LONGEST:
        return None
    if english := in_english(words, language):
        return read_date(english, "en", today)
    if ends := ends_of(words, language):
        first, last = (read_date(end, language, today) for end in ends)
        if first and last and not (first.mod or last.mod):
            return When.of(f"{first.value}/{last.value}")
    date_alone, mod = unbent(words, language)
    if mod is not None:
        when = read_date(date_alone, language, today)
        return when and replace(when, mod=mod)
    for spelling in (words, words.title()):  # "3 may" is a day only for one who types it alone
        timexes = [t for t in tag(spelling, language, today, [(0, len(words))]) if When.of(t.value)]
        if timexes and _nothing_beside(words, timexes):
            return _open_ended(words, _joined(timexes))
    found = _by_dateparser(words, language, today)
    return read_date(words, "en", today) if found is None and language != "en" else found


def _nothing_beside(words: str, timexes: Sequence[Timex]) -> bool:
    at, left = 0, []
    for timex in timexes:
        left.append(words[at : timex.start])
        at = timex.end
    return _BESIDE.fullmatch("".join("".join([*left, words[at:]]).split())) is not None


def _joined(timexes: Sequence[Timex]) -> When | None:
    first, *others = timexes
    if not others:
        return When.of(first.value, first.mod)
    return When.of(f"{first.value}/{others[-1].value}") if len(others) == 1 else None


def _open_ended(words: str, when: When | None) -> When | None:
    """ "since 2015", "until May 2016": which days a date leaves open."""
    mod = _OPEN_ENDED.get(words.split()[0].lower())
    return when if when is None or mod is None or when.mod else replace(when, mod=mod)


def _by_dateparser(words: str, language: str, today: date) -> When | None:
    if not any(c.isdigit() for c in words) or (words.isdigit() and len(words) < _YEAR):
        return None
    found = _parser(language, today).get_date_data(in_nominative(words, language))
    if found.date_obj is None:
        return None
    day = found.date_obj.date()
    if found.period == "week":
        day -= timedelta(days=day.weekday())
        return When.of(f"{day:%G}-W{day:%V}")
    value = day_value(day)
    return When.of({"year": value[:4], "month": value[:7]}.get(found.period, value))


@lru_cache(maxsize=8)
def _parser(language: str, today: date) -> "DateDataParser":
    from dateparser.date import DateDataParser

    noon = datetime.combine(today, time(12))
    return DateDataParser(languages=[language], settings={"RELATIVE_BASE": noon, "PREFER_DATES_FROM": "past"})
