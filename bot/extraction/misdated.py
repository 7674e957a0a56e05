"""Dates that no calendar has, as in "on 31.02.2020": their sentence must not be given another day instead."""

import re
from collections.abc import Iterator

from bot.extraction.calendar_words import calendar_words
from bot.extraction.sentence import Sentence

_FIGURE = re.compile(r"\d")
_FIGURES = re.compile(
    r"(?<![\w.,:/-])(?:\d{1,2}([./-])\d{1,2}\1\d{4,5}|\d{4,5}([./-])\d{1,2}\2\d{1,2})(?![\w/-]|[.,:]\d)"
)
_DAY_MONTH = re.compile(r"(?<![\w.,:/-])\d{1,2}(?:st|nd|rd|th|\.)? (?:of )?([^\W\d_]+)")
_MONTH_DAY = re.compile(r"\b([^\W\d_]+) \d{1,2}\b(?![,.]?\d)")


def names_no_day(sentence: Sentence) -> bool:
    """Whether it names a day in figures that was not read, as there is none: "31.02.2020", "31 April"."""
    return any(
        all(end <= timex.start or timex.end <= start for timex in sentence.timexes)
        for start, end in _days(sentence)
    )


def _days(sentence: Sentence) -> Iterator[tuple[int, int]]:
    if not _FIGURE.search(sentence.text, sentence.start, sentence.end):
        return
    yield from (match.span() for match in _FIGURES.finditer(sentence.text, sentence.start, sentence.end))
    months = calendar_words(sentence.lexicon.language).months
    for form in (_DAY_MONTH, _MONTH_DAY):
        for match in form.finditer(sentence.text, sentence.start, sentence.end):
            if match[1][0].isupper() and match[1].lower() in months:  # "32 may come" is no date
                yield match.span()
