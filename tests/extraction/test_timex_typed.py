"""Dates as people type them alone, into a command or an answer."""

from datetime import date

import pytest

from bot.extraction.typed import read_date
from bot.model.timex import Mod

WEDNESDAY = date(2021, 4, 21)


@pytest.mark.parametrize(
    ("words", "value", "mod"),
    [
        ("2015", "2015", None),
        ("about 2015", "2015", Mod.APPROX),
        ("before Sep 2015", "2015-09", Mod.BEFORE),
        ("after 3 January 2020", "2020-01-03", Mod.AFTER),
        ("no later than June 2015", "2015-06", Mod.ON_OR_BEFORE),
        ("since 2015", "2015", Mod.ON_OR_AFTER),
        ("until May 2016", "2016-05", Mod.ON_OR_BEFORE),
        ("early 2015", "2015", Mod.START),
        ("mid-March", "2021-03", Mod.MID),
        ("late 2019", "2019", Mod.END),
        ("18 to 20 Apr 2021", "2021-04-18/2021-04-20", None),
        ("between May and July 2012", "2012-05/2012-07", None),
        ("2015-2017", "2015/2017", None),
        ("2020-01-03", "2020-01-03", None),
        ("3/1/2020", "2020-03-01", None),
        ("3 may 2020", "2020-05-03", None),
        ("3 march", "2021-03-03", None),
        ("march", "2021-03", None),
        ("Q3 2015", "2015-Q3", None),
        ("summer 2014", "2014-SU", None),
        ("the 1990s", "199", None),
        ("around Easter 2016", "2016-03-27", Mod.APPROX),
        ("yesterday", "2021-04-20", None),
        ("Tuesday", "2021-04-20", None),
        ("last month", "2021-03", None),
    ],
)
def test_a_date_typed_alone_is_read_at_its_precision(words: str, value: str, mod: Mod | None) -> None:
    when = read_date(words, "en", WEDNESDAY)

    assert when is not None
    assert (when.value, when.mod) == (value, mod)


@pytest.mark.parametrize(
    "words", ["", "3", "hello", "31.02.2020", "25:61", "2015 elephants", "44 BC", "x" * 500]
)
def test_what_is_no_date_alone_is_none(words: str) -> None:
    assert read_date(words, "en", WEDNESDAY) is None
