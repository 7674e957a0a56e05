"""Dates in words: at the precision they were written, never padded."""

from datetime import date

import pytest

from bot.model.timespan import When
from bot.model.timex import Mod
from bot.rendering.citations import letter
from bot.rendering.dates import either, in_words, range_in_words, within_year
from bot.rendering.speech import speaking


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
        ("19", Mod.START, "early 20th century"),
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


@pytest.mark.parametrize(
    ("value", "mod", "german", "spanish", "russian"),
    [
        ("2021-05-20", None, "20. Mai 2021", "20 may 2021", "20 мая 2021"),
        ("2021-05-20TMO", None, "20. Mai 2021, morgens", "20 may 2021, por la mañana", "20 мая 2021, утром"),
        ("2015-05", None, "Mai 2015", "may 2015", "май 2015"),
        ("2015-03", Mod.BEFORE, "vor März 2015", "antes de mar 2015", "до марта 2015"),
        ("2021-04-20", Mod.BEFORE, "vor dem 20. Apr. 2021", "antes del 20 abr 2021", "до 20 апр. 2021"),
        ("2011-06", Mod.MID, "Mitte Juni 2011", "mediados de jun 2011", "середина июня 2011"),
        (
            "2020-01-03",
            Mod.START,
            "früh am 3. Jan. 2020",
            "a primera hora del 3 ene 2020",
            "3 янв. 2020, начало дня",
        ),
        ("2021-04-18/2021-04-20", None, "18. bis 20. Apr. 2021", "18 a 20 abr 2021", "18 – 20 апр. 2021"),
        ("2012-05/2012-07", None, "Mai bis Juli 2012", "may a jul 2012", "май – июль 2012"),
        ("2021-W15", None, "Woche vom 12. Apr. 2021", "semana del 12 abr 2021", "неделя с 12 апр. 2021"),
        ("2015-Q3", None, "3. Quartal 2015", "T3 2015", "3 кв. 2015"),
        ("2015-H1", None, "1. Halbjahr 2015", "primer semestre de 2015", "1-е полугодие 2015"),
        ("2015-SU", Mod.END, "Ende Sommer 2015", "finales de verano 2015", "конец лета 2015"),
        (
            "FY2015",
            Mod.BEFORE,
            "vor Geschäftsjahr 2015",
            "antes de año fiscal 2015",
            "до финансового года 2015",
        ),
        ("199X", None, "1990er-Jahre", "década de 1990", "1990-е"),
        ("199X", Mod.START, "Anfang 1990er-Jahre", "comienzos de la década de 1990", "начало 1990-х"),
        ("19", None, "20. Jahrhundert", "siglo XX", "XX век"),
        ("19", Mod.START, "Anfang 20. Jahrhundert", "comienzos de siglo XX", "начало XX века"),
        ("0476", None, "476 n. Chr.", "476 d. C.", "476 г. н. э."),
    ],
)
def test_each_language_has_its_own_dates(
    value: str, mod: Mod | None, german: str, spanish: str, russian: str
) -> None:
    for language, words in (("de", german), ("es", spanish), ("ru", russian)):
        with speaking(language):
            assert in_words(a_when(value, mod)) == words


@pytest.mark.parametrize(
    ("language", "below", "half", "days", "since"),
    [
        ("de", "30. Sept.", "1. Halbjahr", "19. oder 20. Apr.", "seit März 2015"),
        ("es", "30 sept", "primer semestre", "19 o 20 abr", "desde mar 2015"),
        ("ru", "30 сент.", "1-е полугодие", "19 или 20 апр.", "с марта 2015"),
    ],
)
def test_the_year_is_left_out_below_it_in_each_language(
    language: str, below: str, half: str, days: str, since: str
) -> None:
    with speaking(language):
        assert within_year(a_when("2015-09-30"), 2015) == below
        assert within_year(a_when("2015-H1"), 2015) == half
        assert either([a_when("2021-04-20"), a_when("2021-04-19")], 2021) == days
        assert range_in_words(date(2015, 3, 1), None) == since
