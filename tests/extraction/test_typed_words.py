"""Dates that people type in a language without a grammar of its own, and in English anywhere."""

from datetime import date

import pytest

from bot.extraction.typed import read_date
from bot.model.timex import Mod

TODAY = date(2021, 4, 22)


@pytest.mark.parametrize(
    ("language", "words", "value", "mod"),
    [
        ("es", "19 abr 2021", "2021-04-19", None),
        ("es", "abril de 2021", "2021-04", None),
        ("es", "hacia 2015", "2015", Mod.APPROX),
        ("es", "antes de septiembre de 2015", "2015-09", Mod.BEFORE),
        ("es", "a mediados de 2015", "2015", Mod.MID),
        ("es", "18 a 20 abr 2021", "2021-04-18/2021-04-20", None),
        ("es", "entre marzo y mayo de 2015", "2015-03/2015-05", None),
        ("es", "ayer", "2021-04-21", None),
        ("ru", "19 апреля 2021", "2021-04-19", None),
        ("ru", "в апреле 2021", "2021-04", None),
        ("ru", "около 2015", "2015", Mod.APPROX),
        ("ru", "до сентября 2015", "2015-09", Mod.BEFORE),
        ("ru", "начало мая 2015", "2015-05", Mod.START),
        ("ru", "с 18 по 20 апреля 2021", "2021-04-18/2021-04-20", None),
        ("ru", "март 2015 – май 2016", "2015-03/2016-05", None),
        ("ru", "вчера", "2021-04-21", None),
        ("ru", "about 2015", "2015", Mod.APPROX),
        ("es", "12 Apr 2021", "2021-04-12", None),
        ("de", "18. bis 20. April 2021", "2021-04-18/2021-04-20", None),
        ("de", "before Sep 2015", "2015-09", Mod.BEFORE),
    ],
)
def test_a_typed_date_is_read(language: str, words: str, value: str, mod: Mod | None) -> None:
    when = read_date(words, language, TODAY)

    assert when is not None
    assert (when.value, when.mod) == (value, mod)


@pytest.mark.parametrize(
    ("language", "words"), [("es", "antes de comer"), ("ru", "после обеда"), ("ru", "с")]
)
def test_other_words_are_no_date(language: str, words: str) -> None:
    assert read_date(words, language, TODAY) is None
