"""What holds for any text: timexes in order and in place, nothing invented, work that grows with the text."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.extraction.rules import grammar_of
from bot.extraction.scan import Scan, spelled_plainly
from bot.extraction.tagger import tag
from bot.model.timespan import span_of
from bot.model.timex import TimexType

WORDS = (
    "1 2 31 1999 2020 99999 0 may May March ago the a year years last next third quarter of in until by",
    "Monday night 10 p.m. noon and to - – / : . , ( ) ' ’ İ ß é 早 '90s 25:61 31.02.2020 BC",
    "two three hundred half Easter Q3 first week",
)
PIECES = st.sampled_from([word for line in WORDS for word in line.split()] + ["\n", "\n\n", "\u00a0"])
SPACED = st.lists(PIECES, max_size=60).map(" ".join)
TEXTS = SPACED | st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=80)
# Rules that read a date out of words alone.
IN_WORDS = frozenset(
    [
        "spoken-year",
        "spoken-month-year",
        "decade-name",
        "century",
        "part-of-century",
        "two-thousand",
        "anno-domini",
        "anno-domini-first",
    ]
)
DAYS = st.none() | st.dates()


@given(TEXTS, DAYS)
@settings(max_examples=300, deadline=None)
def test_any_text_gives_timexes_in_order_that_are_its_own_words(text: str, dct: date | None) -> None:
    found = tag(text, "en", dct, [(0, len(text))])

    assert all(text[timex.start : timex.end] == timex.text != "" for timex in found)
    assert all(first.end <= second.start for first, second in pairwise(found))


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_without_a_day_to_count_from_only_what_is_written_is_dated(text: str) -> None:
    digits = "".join(c if c.isascii() and c.isdigit() else " " for c in text).split()
    if any(len(word) >= 2 for word in digits):
        return

    found = tag(text, "en", None, [(0, len(text))])

    dates = [timex for timex in found if timex.type in (TimexType.DATE, TimexType.TIME)]
    assert [timex for timex in dates if span_of(timex.value) and timex.rule not in IN_WORDS] == []


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_plain_spelling_keeps_every_character_in_its_place(text: str) -> None:
    assert len(spelled_plainly(text)) == len(text)


@pytest.mark.parametrize("dct", [date.min, date(1, 1, 2), date(9999, 12, 31), date(1582, 10, 10)])
def test_days_at_the_ends_of_the_calendar_are_no_trouble(dct: date) -> None:
    text = "Two years ago, next Monday, in May, a year later, last night, by Easter, in the third quarter."

    for timex in tag(text, "en", dct, [(0, len(text))]):
        assert timex.value


HOSTILE = ("1 ", "may ", "May ", "ago ", "a year ago ", "(", "(1", "7", " ", "the ", "one ", "in 1990 ", "1,")


@pytest.mark.parametrize("unit", [*HOSTILE, "\n", "' ", "until Friday "])
def test_work_grows_with_the_text_however_hostile(unit: str) -> None:
    short, long = (Scan(unit * times, grammar_of("en")) for times in (200, 400))

    for scan in (short, long):
        list(scan.found())

    assert long.attempts <= 2 * short.attempts + 100
    assert long.attempts <= 60 * len(long.text)


@given(st.lists(PIECES, min_size=5, max_size=40))
@settings(max_examples=100, deadline=None)
def test_saying_it_twice_is_at_most_twice_the_work(pieces: list[str]) -> None:
    once = Scan(" ".join(pieces) + " . ", grammar_of("en"))
    twice = Scan(once.text * 2, grammar_of("en"))

    list(once.found())
    list(twice.found())

    assert twice.attempts <= 2 * once.attempts + 200
