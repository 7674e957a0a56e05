"""When a text was published: from what came with it, or from its top."""

from datetime import date

import pytest

from bot.extraction.dct import find_dct
from bot.model.timex import Dct, DctOrigin

TODAY = date(2021, 4, 22)


def read(
    text: str, language: str = "en", given: Dct | None = None, today: date | None = TODAY
) -> tuple[str, str]:
    """The date with its origin, and the header text that was found."""
    dct, spans = find_dct(text, language=language, given=given, today=today)
    return (f"{dct.value} {dct.origin}" if dct else "none"), "|".join(text[a:b].strip() for a, b in spans)


@pytest.mark.parametrize(
    ("language", "top", "day"),
    [
        ("en", "date 2021-04-21", "2021-04-21"),
        ("en", "Published: 21 April 2021", "2021-04-21"),
        ("en", "Posted on: April 20, 2021 at 5:30 PM EDT", "2021-04-20"),
        ("en", "January 09, 2008", "2008-01-09"),
        ("en", "Wednesday, April 21, 2021", "2021-04-21"),
        ("en", "By Ann Stone | April 21, 2021", "2021-04-21"),
        ("en", "2021-04-21T10:30:00Z", "2021-04-21"),
        ("en", "04/20/2021", "2021-04-20"),
        ("de", "20. April 2021", "2021-04-20"),
        ("de", "Stand: 20.04.2021, 14:30 Uhr", "2021-04-20"),
        ("de", "Veröffentlicht am 20. April 2021", "2021-04-20"),
        ("fr", "Publié le 20 avril 2021 à 14h30", "2021-04-20"),
        ("es", "Fecha: 20 de abril de 2021", "2021-04-20"),
        ("ru", "Опубликовано: 20 апреля 2021 г.", "2021-04-20"),
        ("zh", "2021年4月20日", "2021-04-20"),
    ],
)
def test_a_date_at_the_top_is_that_of_publication(language: str, top: str, day: str) -> None:
    assert read(f"{top}\n\nThe bridge fell.", language) == (f"{day} text", top)


def test_the_news_may_follow_the_date_on_one_line() -> None:
    assert read(" date 2021-04-21 The army on April 20 said") == ("2021-04-21 text", "date 2021-04-21")


@pytest.mark.parametrize(
    ("language", "line", "day"),
    [
        ("en", "DAMASCUS, April 20 (Agency) —", "2021-04-20"),
        ("en", "WASHINGTON, Dec. 30 (Agency) -", "2020-12-30"),
        ("en", "April 20 (Agency) -", "2021-04-20"),
        ("en", "PORT-AU-PRINCE, Haiti, 20 April 2021 --", "2021-04-20"),
        ("en", "LONDON, February 29 (Agency) -", "2020-02-29"),
        ("de", "Damaskus, 20. April (Agentur) -", "2021-04-20"),
        ("de", "Berlin/Wien, 20. April 2021 –", "2021-04-20"),
        ("fr", "DAMAS, 20 avril (Agence) -", "2021-04-20"),
        ("ru", "МОСКВА, 20 апр — Агентство.", "2021-04-20"),
        ("uk", "Київ, 20 квітня (Агентство) —", "2021-04-20"),
        ("pl", "Warszawa, 20 kwietnia 2021 r. –", "2021-04-20"),
    ],
)
def test_a_dateline_names_the_day(language: str, line: str, day: str) -> None:
    found, header = read(f"{line} The bridge fell.", language)

    assert (found, line.startswith(header), "bridge" in header) == (f"{day} dateline", True, False)


def test_a_dateline_without_a_day_is_a_header_all_the_same() -> None:
    assert read("BAGHDAD, Iraq (Agency) _ The bridge fell.") == (
        "2021-04-22 message",
        "BAGHDAD, Iraq (Agency) _",
    )


def test_the_year_of_a_dateline_is_the_latest_before_what_is_known() -> None:
    assumed = Dct(date(2015, 1, 1), DctOrigin.MESSAGE)

    assert read("OSLO, December 30 (Agency) - Snow fell.", given=assumed)[0] == "2014-12-30 dateline"


def test_a_dateline_without_a_year_says_nothing_when_no_year_is_known() -> None:
    assert read("OSLO, December 30 (Agency) - Snow.", today=None) == ("none", "OSLO, December 30 (Agency) -")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (DctOrigin.GIVEN, "2020-01-01 given"),
        (DctOrigin.METADATA, "2020-01-01 metadata"),
        (DctOrigin.FORWARD, "2020-01-01 forward"),
        (DctOrigin.ADDRESS, "2020-01-01 address"),
        (DctOrigin.MESSAGE, "2021-04-21 text"),
    ],
)
def test_the_more_trusted_origin_wins(given: DctOrigin, expected: str) -> None:
    text = "Published: 21 April 2021\nThe bridge fell."

    assert read(text, given=Dct(date(2020, 1, 1), given)) == (expected, "Published: 21 April 2021")


def test_the_day_of_arrival_is_assumed_when_nothing_tells() -> None:
    dct, spans = find_dct("The bridge fell.", language="en", given=None, today=TODAY)

    assert (dct, spans) == (Dct(TODAY, DctOrigin.MESSAGE), ())


def test_nothing_is_assumed_without_a_day_of_arrival() -> None:
    assert find_dct("The bridge fell.", language="en", given=None, today=None) == (None, ())


@pytest.mark.parametrize(
    "text",
    [
        "Date: 2021-02-30\nThe bridge fell.",
        "31/31/2020\nThe bridge fell.",
        "04/05/2021\nEither day could be meant.",
        "Published 21 April 2021 in London, the book tells of a bridge.",
        "January 9, 2008\nThe bridge fell.\nJanuary 12, 2008\nIt was mended.",
        "Dated 5 May 1945, the letter tells of a bridge.",
        "Date: 25 December 2026\nCome to our feast.",
        "May 2019 was wet - the army said on May 5 - and cold.",
        "The army - which on April 20 (a Tuesday) - left.",
        "In 2015 - the year of the bridge - it rained.",
        "April 20 - the bridge falls",
        "date 99999-01-01",
        "",
    ],
)
def test_what_is_no_header_tells_nothing(text: str) -> None:
    assert read(text) == ("2021-04-22 message", "")


def test_only_the_top_is_looked_at() -> None:
    assert read("The bridge fell. " * 200 + "\nPublished: 20 April 2021")[0] == "2021-04-22 message"
