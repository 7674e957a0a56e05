"""Each timex says why: the rule, the date it was counted from, and in plain words how."""

from datetime import date

import pytest

from bot.extraction.tagger import tag
from bot.model.timex import Timex

WEDNESDAY = date(2021, 4, 21)
NEXT_MONDAY = "the next Monday after publication"
BEGAN = "It began on 3 May 2015."


def the_timex(text: str, dct: date | None = WEDNESDAY) -> Timex:
    return tag(text, "en", dct, [(0, len(text))])[-1]


@pytest.mark.parametrize(
    ("text", "value", "reason"),
    [
        ("He left on Monday.", "2021-04-19", "the last Monday before publication"),
        ("He left on Wednesday.", "2021-04-21", "the day of publication itself"),
        ("He will go on Monday.", "2021-04-26", f"{NEXT_MONDAY}, since “will” looks forward"),
        ("He must go by Monday.", "2021-04-26", f"{NEXT_MONDAY}, since “by” looks forward"),
        ("He left in November.", "2020-11", "the last November before publication"),
        ("He left this February.", "2021-02", "the February of the year of publication"),
        ("He left two years ago.", "2019", "2 years before publication"),
        ("He left last month.", "2021-03", "1 month before publication"),
        ("He left on 3 May 2015.", "2015-05-03", "as written"),
        ("He left for six years.", "P6Y", "a length of time, not a date"),
        (f"{BEGAN} The next day it ended.", "2015-05-04", "1 day after 2015-05-03 in the text"),
    ],
)  # fmt: skip
def test_a_timex_says_why_it_was_read_so(text: str, value: str, reason: str) -> None:
    timex = the_timex(text)

    assert (timex.value, timex.reason) == (value, reason)


def test_a_relative_date_keeps_what_it_was_counted_from() -> None:
    timex = the_timex("He left on Monday.")

    assert (timex.rule, timex.anchor, timex.anchor_origin) == ("weekday", "2021-04-21", "dct")


def test_a_date_of_the_story_keeps_the_date_of_the_text() -> None:
    timex = the_timex("It began on 3 May 2015. The next day it ended.")

    assert (timex.anchor, timex.anchor_origin) == ("2015-05-03", "text")


def test_a_written_date_needs_no_anchor() -> None:
    timex = the_timex("It began on 3 May 2015.")

    assert (timex.anchor, timex.anchor_origin) == (None, None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("He left on Monday.", "XXXX-WXX-1"),
        ("He left on 3 May.", "XXXX-05-03"),
        ("He left yesterday.", "XXXX-XX-XX"),
        ("He left last year.", "XXXX"),
        ("He left last June.", "XXXX-06"),
    ],
)
def test_without_a_publication_day_the_value_stays_open(text: str, value: str) -> None:
    timex = the_timex(text, dct=None)

    assert (timex.value, timex.anchor) == (value, None)


@pytest.mark.parametrize(
    "text",
    [
        "31.02.2020",
        "30 February 2020",
        "2020-13-01",
        "25:61",
        "at 25:61",
        "year 0",
        "99999",
        "in 99999",
        "0.0.0000",
    ],
)
def test_a_date_that_does_not_exist_is_no_timex(text: str) -> None:
    assert tag(text, "en", WEDNESDAY, [(0, len(text))]) == []


def test_a_set_says_how_often() -> None:
    timex = the_timex("They meet every week.")

    assert (timex.type, timex.value, timex.quant) == ("SET", "P1W", "EVERY")


@pytest.mark.parametrize(
    ("text", "value", "freq"),
    [("They meet twice a week.", "P1W", "2X"), ("They meet three times a month.", "P1M", "3X")],
)
def test_a_set_says_how_many_times(text: str, value: str, freq: str) -> None:
    timex = the_timex(text)

    assert (timex.type, timex.value, timex.freq) == ("SET", value, freq)


def test_a_language_without_a_grammar_finds_nothing() -> None:
    assert tag("le 3 mai 2015", "xx", WEDNESDAY, [(0, 13)]) == []


def test_a_text_that_opens_with_its_own_date_is_counted_from_publication() -> None:
    timex = the_timex("date 2021-04-21 The navy said on April 20 that two boats had sunk.")

    assert (timex.value, timex.anchor, timex.anchor_origin) == ("2021-04-20", "2021-04-21", "dct")
