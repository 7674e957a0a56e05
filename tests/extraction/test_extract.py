"""The door: a whole text in, a reading out, whatever the text."""

import pytest

from bot.model.timex import DctOrigin
from tests.support.reading import mentions, read

BACKGROUNDER = """date 2021-04-21 The Veltish navy said on April 20 that it had freed 30 hostages off \
Port Sana with a raid on two camps.

Veltland went to war in September 2015, when the 12-year conflict in Morania seemed lost for its ally. \
The navy keeps some 4,000 soldiers and 10-20 boats there, and last week lost 500 kilograms of fuel.

Its first adviser was General Ilan Dorvak, who visited Port Sana in 2014 and was killed by rebels in Karsk \
in 2019. Nearly six years of patrols have changed little.
"""


def test_a_backgrounder_gives_each_event_at_the_precision_that_was_written() -> None:
    found = mentions(BACKGROUNDER, None)

    assert found == [
        ("2021-04-20", "The Veltish navy had freed 30 hostages off Port Sana with a raid on two camps"),
        ("2015-09", "Veltland went to war"),
        ("2021-W15", "The navy lost 500 kilograms of fuel"),
        ("2014", "General Ilan Dorvak visited Port Sana"),
        ("2019", "General Ilan Dorvak was killed by rebels in Karsk"),
    ]


def test_lengths_of_time_are_told_as_not_added() -> None:
    undated = {(each.timex.text, each.reason) for each in read(BACKGROUNDER, None).undated}

    assert ("12-year", "a length of time, not a date") in undated


def test_every_mention_stands_verbatim_in_its_sentence() -> None:
    for found in read(BACKGROUNDER, None).mentions:
        assert BACKGROUNDER[found.start : found.end] == found.sentence
        assert found.start <= found.clause[0] < found.clause[1] <= found.end
        assert (
            found.timex is None or found.clause[0] <= found.timex.start < found.timex.end <= found.clause[1]
        )


def test_the_day_of_arrival_is_read_against_when_nothing_better_is_known() -> None:
    reading = read("Rebels shelled the harbour on Tuesday.", None, today="2021-04-21")

    assert reading.dct is not None
    assert reading.dct.origin is DctOrigin.MESSAGE
    assert [m.when.value for m in reading.mentions] == ["2021-04-20"]


def test_without_any_publication_date_a_weekday_is_not_placed() -> None:
    reading = read("Rebels shelled the harbour on Tuesday.", None)

    assert reading.mentions == ()
    assert [each.reason for each in reading.undated] == ["no publication date to read it against"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t ",
        "12345 67.89 %%% ###",
        "\u202e\u200f\u2067 2015 \u2069",
        "\x00\x01\xff binary \x7f 2015",
        "<b>2015</b> & <i>March",
        "on on on in 2015 in 2015 by by",
        ", , , ; ; ; ( ( ( 2015 ) ) \" ' “",
        "In 2015, in 2016, in 2017, and in 2018.",
        "31.02.2020 year 0 in 99999",
        "who which that and but 2015 if when 2016 because",
        "\ud800 2015 broke",
    ],
)
def test_no_text_is_too_strange_to_read(text: str) -> None:
    reading = read(text)

    assert all(text[m.start : m.end] == m.sentence for m in reading.mentions)
    assert all(0 < len(m.headline) <= 90 for m in reading.mentions)
