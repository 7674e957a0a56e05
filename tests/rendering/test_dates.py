"""Dates in words: at the precision they were written, never padded."""

from datetime import date

import pytest

from bot.model.timespan import When
from bot.model.timex import Mod
from bot.rendering.citations import letter
from bot.rendering.dates import either, in_words, range_in_words, within_year


def a_when(value: str, mod: Mod | None = None) -> When:
    when = When.of(value, mod)
    assert when is not None
    return when


@pytest.mark.parametrize(
    ("value", "mod", "words"),
    [
        ("2021-04-20", None, "20 Apr 2021"),
        ("2021-04-02", None, "2 Apr 2021"),
        ("2021-04-20T14:30", None, "20 Apr 2021, 14:30"),
        ("2021-04-20TMO", None, "20 Apr 2021, morning"),
        ("2015-09", None, "Sep 2015"),
        ("2015", None, "2015"),
        ("2015", Mod.APPROX, "about 2015"),
        ("2015-09", Mod.BEFORE, "before Sep 2015"),
        ("2015-09", Mod.AFTER, "after Sep 2015"),
        ("2021-04-20", Mod.ON_OR_BEFORE, "by 20 Apr 2021"),
        ("2021-04-20", Mod.ON_OR_AFTER, "from 20 Apr 2021"),
        ("2015", Mod.START, "early 2015"),
        ("2011-03", Mod.MID, "mid-Mar 2011"),
        ("2010-12", Mod.END, "late Dec 2010"),
        ("2020-01-03", Mod.START, "early on 3 Jan 2020"),
        ("2020-01-03", Mod.END, "late on 3 Jan 2020"),
        ("2021-04-18/2021-04-20", None, "18 to 20 Apr 2021"),
        ("2012-05/2012-07", None, "May to Jul 2012"),
        ("2012/2015", None, "2012 to 2015"),
        ("2015-09/2021-04-20", None, "Sep 2015 to 20 Apr 2021"),
        ("2021-W15", None, "week of 12 Apr 2021"),
        ("2021-W15-WE", None, "weekend of 17 Apr 2021"),
        ("2015-Q3", None, "Q3 2015"),
        ("2015-H1", None, "first half of 2015"),
        ("2015-SU", None, "summer 2015"),
        ("2015-WI", None, "winter 2015/16"),
        ("FY2015", None, "fiscal 2015"),
        ("199", None, "1990s"),
        ("199X", Mod.START, "early 1990s"),
        ("19", None, "20th century"),
        ("20XX", None, "21st century"),
        ("0476", None, "AD 476"),
    ],
)
def test_a_date_is_said_as_exactly_as_it_was_written(value: str, mod: Mod | None, words: str) -> None:
    assert in_words(a_when(value, mod)) == words


@pytest.mark.parametrize(
    ("value", "mod", "words"),
    [
        ("2015-09-30", None, "30 Sep"),
        ("2015-07", None, "Jul"),
        ("2015-07", Mod.START, "early Jul"),
        ("2015-07-01T14:30", None, "1 Jul, 14:30"),
        ("2015-09/2015-11", None, "Sep to Nov"),
        ("2015-H1", None, "first half"),
        ("2015", None, "2015"),
        ("2015", Mod.BEFORE, "before 2015"),
        ("FY2015", None, "fiscal 2015"),
        ("2015-WI", None, "winter 2015/16"),
        ("2015-09/2021", None, "Sep 2015 to 2021"),
        ("201", None, "2010s"),
    ],
)
def test_below_its_year_a_date_does_not_repeat_it(value: str, mod: Mod | None, words: str) -> None:
    assert within_year(a_when(value, mod), a_when(value).span.start.year) == words


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (["2021-04-19", "2021-04-20"], "19 or 20 Apr 2021"),
        (["2021-04-18", "2021-04-19", "2021-04-20"], "18, 19 or 20 Apr 2021"),
        (["2015-07", "2015-09"], "Jul or Sep 2015"),
        (["2020-01-03", "2019"], "2019 or 3 Jan 2020"),
        (["2015", "2015-07"], "2015 or Jul 2015"),
        (["2015"], "2015"),
    ],
)
def test_a_dispute_says_what_is_shared_once(values: list[str], words: str) -> None:
    assert either([a_when(value) for value in values]) == words


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        ("2015-01-01", "2022-01-01", "2015 to 2021"),
        ("2015-01-01", "2016-01-01", "2015"),
        ("2015-03-01", None, "since Mar 2015"),
        (None, "2016-01-01", "up to 2015"),
        (None, "2021-04-21", "up to 20 Apr 2021"),
        ("2021-04-18", "2021-04-21", "18 to 20 Apr 2021"),
        ("2021-03-01", "2021-04-01", "Mar 2021"),
        (None, None, ""),
    ],
)
def test_a_range_is_said_as_a_person_would(since: str | None, until: str | None, words: str) -> None:
    days = [None if day is None else date.fromisoformat(day) for day in (since, until)]

    assert range_in_words(*days) == words


@pytest.mark.parametrize(
    ("number", "letters"),
    [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (53, "BA"), (702, "ZZ"), (703, "AAA")],
)
def test_sources_are_lettered_past_z(number: int, letters: str) -> None:
    assert letter(number) == letters
