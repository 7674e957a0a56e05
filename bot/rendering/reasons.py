"""Why a date was read as it was, in the reader's language.

Extraction gives its reasons in English; the sentences it can give stand here, so that the catalogues hold
them, and so do the words that fill their gaps: "Tuesday", "3 May", "third quarter", "3 months". What stands
nowhere here is shown as it is.
"""

import re
from functools import cache
from typing import Final

from bot.rendering.cases import governed
from bot.rendering.dates import MONTHS, value_in_words
from bot.rendering.speech import language, later, later_plural, plural, say

_SENTENCES: Final = (
    later("as written"),
    later("as written, before the calendar's first year"),
    later("a length of time, not a date"),
    later("no publication date to read it against"),
    later("too vague to place in the calendar"),
    later("only compared with, nothing is told of it"),
    later("tells which one is meant, not when something happened"),
    later("the day it was said; what was said has a date of its own"),
    later("another date of the same clause dates it"),
    later("a time of day that no verb goes with"),
    later("no words beside it tell what happened"),
    later("a headline without a date: dated by the day of publication"),
    later("a headline without a date: dated by the day of publication; the day of publication is assumed"),
    later("a lead without a date: dated by the day of publication"),
    later("a lead without a date: dated by the day of publication; the day of publication is assumed"),
    later("goes on with the sentence before it: “{opening}”"),
    later("no date of its own: it goes on with what happened on {date}"),
    later("no date of its own: it goes on with what happened on {date}; the day of publication is assumed"),
    later("something that comes again and again"),
    later("no date is named"),
    later("no date to count from"),
    later("how long is not said"),
    later("names and digits only, counted from the publication date"),
    later("these days, as a history says it"),
    later("in the coming year that its sentence is about"),
    later("the date of the report: what was said has no date of its own"),
    later("the day of publication itself"),
    later("the {which} of publication"),
    later("the {which} of {date}"),
    later("the {which} nearest to publication"),
    later("the {which} nearest to {date} in the text"),
    later("the {which} of the week of publication"),
    later("the {which} of the year of publication"),
    later("the {which} of the week of {date}"),
    later("the {which} of the year of {date}"),
    later("the last {which} before {date}"),
    later("the next {which} after {date}"),
    later("the next {which} after {date}, since “{word}” looks forward"),
    later("on the day of publication"),
    later("on the day of {date}"),
    later("the day before {date}"),
    later("the day after {date}"),
    later("the last day of {date}"),
    later("the year in which it is that weekday"),
    later("in the year of {date}"),
    later("a day of {date}"),
    later("to the day, from {date}"),
    later("the week of {date}"),
    later("the week nearest to {date}"),
    later("in the week {count} from {date}"),
    later("{count} weeks off {date}"),
    later("the quarter that ended on {date}"),
    later("the year that ended with {date}"),
    later("the same quarter a year before {date}"),
    later("the quarter reported, {date}"),
    later("the quarter reported, {date}, in {year}"),
    later("{number} before {date}"),
    later("{number} after {date}"),
)
_WORDS: Final = (
    later("publication"),
    later("Monday"),
    later("Tuesday"),
    later("Wednesday"),
    later("Thursday"),
    later("Friday"),
    later("Saturday"),
    later("Sunday"),
    later("day"),
    later("week"),
    later("weekend"),
    later("month"),
    later("quarter"),
    later("season"),
    later("half year"),
    later("year"),
    later("decade"),
    later("century"),
    later("holiday"),
    later("first quarter"),
    later("second quarter"),
    later("third quarter"),
    later("fourth quarter"),
    later("first half"),
    later("second half"),
    later("spring"),
    later("summer"),
    later("autumn"),
    later("winter"),
)
_UNITS: Final = {
    "day": later_plural("{n} day", "{n} days"),
    "week": later_plural("{n} week", "{n} weeks"),
    "weekend": later_plural("{n} weekend", "{n} weekends"),
    "month": later_plural("{n} month", "{n} months"),
    "quarter": later_plural("{n} quarter", "{n} quarters"),
    "season": later_plural("{n} season", "{n} seasons"),
    "half year": later_plural("{n} half year", "{n} half years"),
    "year": later_plural("{n} year", "{n} years"),
    "decade": later_plural("{n} decade", "{n} decades"),
    "century": later_plural("{n} century", "{n} centuries"),
}
_NUMBERED: Final = {form.removeprefix("{n} "): unit for unit, forms in _UNITS.items() for form in forms}
_NUMBERED_ODDLY: Final = {"centurys": "century"}  # as extraction writes it

_COUNT: Final = re.compile(r"(\d+) ([a-z ]+)")
_ENGLISH_MONTHS: Final = (
    "January February March April May June July August September October November December"
)
_MONTH: Final = {name: number for number, name in enumerate(_ENGLISH_MONTHS.split(), 1)}
_DAY_OF_MONTH: Final = re.compile(rf"(?:(\d{{1,2}}) )?({'|'.join(_MONTH)})")
_DAY: Final = re.compile(r"(\d{1,2})th")
_IN_TEXT: Final = later("{date} in the text")
_VALUE: Final = re.compile(r"(?:FY)?\d{2,4}X?(?:-[\dQHWSPUFAIE]\S*)?|BC\d+\S*")
_VERBATIM: Final = {"word", "opening", "count"}  # gaps that hold the words of the text, or figures


def in_our_words(reason: str) -> str:
    """The reason in the language that is spoken."""
    if language() == "en":
        return reason
    for sentence, pattern in _patterns():
        if found := pattern.fullmatch(reason):
            parts = found.groupdict().items()
            return say(sentence, **{gap: words if gap in _VERBATIM else _part(words) for gap, words in parts})
    return reason


def is_known(reason: str) -> bool:
    """Whether the reason is one of the sentences here."""
    return any(pattern.fullmatch(reason) for _, pattern in _patterns())


def _part(words: str) -> str:
    """What fills a gap: a unit, a name of the calendar, a date."""
    if words in _WORDS:
        return say(words)
    if words.endswith(" in the text"):
        return say(_IN_TEXT, date=_part(words.removesuffix(" in the text")))
    if found := _COUNT.fullmatch(words):
        unit = _NUMBERED_ODDLY.get(found[2]) or _NUMBERED.get(found[2])
        return plural(*_UNITS[unit], int(found[1])) if unit else words
    if found := _DAY_OF_MONTH.fullmatch(words):
        return _of_month(found[1], _MONTH[found[2]])
    if found := _DAY.fullmatch(words):
        return say("day {number}", number=found[1])
    return governed(value_in_words(words)) if _VALUE.fullmatch(words) else words


def _of_month(day: str | None, month: int) -> str:
    if day is None:
        return say(MONTHS[month - 1])
    return value_in_words(f"2000-{month:02}-{int(day):02}").replace(" 2000", "")


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """Each sentence with the pattern that knows it; those that say more themselves first."""
    ordered = sorted(_SENTENCES, key=lambda sentence: -len(re.sub(r"\{\w+\}", "", sentence)))
    return [(sentence, re.compile(_pattern(sentence), re.DOTALL)) for sentence in ordered]


def _pattern(sentence: str) -> str:
    pieces = re.split(r"\{(\w+)\}", sentence)
    return "".join(f"(?P<{p}>.+?)" if place % 2 else re.escape(p) for place, p in enumerate(pieces))
