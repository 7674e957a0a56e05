"""Why a date was read as it was, in the reader's language.

Extraction gives its reasons in English; the sentences it can give stand here, so that the catalogues hold
them. One that stands nowhere here is shown as it is.
"""

import re
from functools import cache

from bot.rendering.speech import language, later, say

_SENTENCES = (
    later("as written"),
    later("as written, before the calendar's first year"),
    later("a length of time, not a date"),
    later("no publication date to read it against"),
    later("too vague to place in the calendar"),
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
    later("the {which} nearest to publication"),
    later("the {which} nearest to {date} in the text"),
    later("the {which} of the week of {date}"),
    later("the {which} of the year of {date}"),
    later("the last {which} before {date}"),
    later("the next {which} after {date}"),
    later("the next {which} after {date}, since “{word}” looks forward"),
    later("on the day of {date}"),
    later("in the year of {date}"),
    later("a day of {date}"),
    later("to the day, from {date}"),
    later("the week of {date}"),
    later("the week nearest to {date}"),
    later("the quarter that ended on {date}"),
    later("the same quarter a year before {date}"),
    later("the quarter reported, {date}"),
    later("{number} before {date}"),
    later("{number} after {date}"),
    later("{date} in the text"),
    later("publication"),
)


def in_our_words(reason: str) -> str:
    """The reason in the language that is spoken."""
    if language() == "en":
        return reason
    for sentence, pattern in _patterns():
        if found := pattern.fullmatch(reason):
            return say(sentence, **{gap: in_our_words(words) for gap, words in found.groupdict().items()})
    return reason


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """Each sentence with the pattern that knows it; those with fewer gaps first."""
    ordered = sorted(_SENTENCES, key=lambda sentence: (sentence.count("{"), -len(sentence)))
    return [(sentence, re.compile(_pattern(sentence))) for sentence in ordered]


def _pattern(sentence: str) -> str:
    pieces = re.split(r"\{(\w+)\}", sentence)
    return "".join(f"(?P<{p}>.+?)" if place % 2 else re.escape(p) for place, p in enumerate(pieces))
