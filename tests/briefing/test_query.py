"""What is typed behind /timeline is told apart: words of a topic, and a range of days."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.briefing.query import parse_query
from bot.errors import BadInput
from bot.model.briefing import Query

TODAY = date(2021, 4, 22)  # a Thursday


def ask(words: str) -> Query:
    return parse_query(words, TODAY)


def days(query: Query) -> str:
    """The range as "first to last", both inside it."""
    last = query.until and date.fromordinal(query.until.toordinal() - 1)
    return f"{query.since or '…'} to {last or '…'}"


@pytest.mark.parametrize(
    ("words", "topic", "expected"),
    [
        ("", "", "… to …"),
        ("Syria", "Syria", "… to …"),
        ("2015", "", "2015-01-01 to 2015-12-31"),
        ("Syria 2015..2021", "Syria", "2015-01-01 to 2021-12-31"),
        ("2015..2021 Syria", "Syria", "2015-01-01 to 2021-12-31"),
        ("Syria 2015 .. 2021", "Syria", "2015-01-01 to 2021-12-31"),
        ("Syria 2015...2021", "Syria", "2015-01-01 to 2021-12-31"),
        ("Syria 2015–2021", "Syria", "2015-01-01 to 2021-12-31"),
        ("..2015", "", "… to 2015-12-31"),
        ("2015..", "", "2015-01-01 to …"),
        ("2015-03-01..2015-04-15", "", "2015-03-01 to 2015-04-15"),
        ("since March 2015", "", "2015-03-01 to …"),
        ("GM in 2009", "GM", "2009-01-01 to 2009-12-31"),
        ("Soleimani before 2019", "Soleimani", "… to 2018-12-31"),
        ("until 2019", "", "… to 2019-12-31"),
        ("after March 2015", "", "2015-04-01 to …"),
        ("Syria on 20 April", "Syria", "2021-04-20 to 2021-04-20"),
        ("Apple 20 April 2015", "Apple", "2015-04-20 to 2015-04-20"),
        ("18 to 20 Apr 2021", "", "2021-04-18 to 2021-04-20"),
        ("bank March to May 2015", "bank", "2015-03-01 to 2015-05-31"),
        ("from March 2015 to June 2016", "", "2015-03-01 to 2016-06-30"),
        ("between 2015 and 2017", "", "2015-01-01 to 2017-12-31"),
        ("2015 to now", "", "2015-01-01 to 2021-04-22"),
        ("last month", "", "2021-03-01 to 2021-03-31"),
        ("Syria last 30 days", "Syria", "2021-03-23 to 2021-04-22"),
        ("yesterday", "", "2021-04-21 to 2021-04-21"),
        ("Q3 2015", "", "2015-07-01 to 2015-09-30"),
        ("the 1990s Balkans", "Balkans", "1990-01-01 to 1999-12-31"),
        ("“General Motors” 2009", "General Motors", "2009-01-01 to 2009-12-31"),
        ("Theresa May in May 2017", "Theresa May", "2017-05-01 to 2017-05-31"),
    ],
)
def test_a_topic_and_a_range_are_told_apart(words: str, topic: str, expected: str) -> None:
    query = ask(words)

    assert (query.topic, days(query)) == (topic, expected)


@pytest.mark.parametrize(
    "words",
    [
        "Theresa May",
        "Black Friday",
        "Boeing 737",
        "9/11 attacks",
        "10 Downing Street",
        "peace between Israel and Egypt",
        "Ever since Darwin",
        "wait.. what",
        "a topic of far more words than anybody would ever type into a chat to find one event of it",
    ],
)
def test_what_is_no_range_stays_with_the_topic(words: str) -> None:
    assert ask(words) == Query(words)


@pytest.mark.parametrize("words", ["2021..2015", "Syria 2021 to 2015", "2015-04-02..2015-04-01"])
def test_a_range_that_runs_backwards_is_refused(words: str) -> None:
    with pytest.raises(BadInput, match="runs backwards: write the earlier date first"):
        ask(words)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("Syria 31.02.2020", "31.02.2020"),
        ("since 31.02.2020", "31.02.2020"),
        ("before 99999", "before 99999"),
        ("2015..99999", "2015..99999"),
        ("foo..2015", "foo..2015"),
        ("0000..2015", "0000..2015"),
    ],
)
def test_what_is_meant_as_a_date_and_is_none_is_refused(words: str, named: str) -> None:
    with pytest.raises(BadInput) as refusal:
        ask(words)

    assert str(refusal.value).startswith(f"“{named}” is not a date. Write 2015..2021, since March 2015,")


@given(st.text(max_size=60) | st.from_regex(r"[a-z0-9. /-]{0,30}", fullmatch=True))
def test_whatever_is_typed_gives_a_query_or_words(words: str) -> None:
    with suppress(BadInput):
        query = ask(words)

        assert query.since is None or query.until is None or query.since < query.until


@pytest.mark.parametrize(
    ("language", "text", "topic", "since", "until"),
    [
        ("de", "Syrien seit März 2015", "Syrien", date(2015, 3, 1), None),
        ("de", "letzten Monat", "", date(2021, 3, 1), date(2021, 4, 1)),
        ("de", "letzte 30 Tage", "", date(2021, 3, 23), date(2021, 4, 23)),
        ("es", "Siria desde marzo de 2015", "Siria", date(2015, 3, 1), None),
        ("es", "antes de 2019", "", None, date(2019, 1, 1)),
        ("es", "entre marzo de 2015 y mayo de 2016", "", date(2015, 3, 1), date(2016, 6, 1)),
        ("es", "el mes pasado", "", date(2021, 3, 1), date(2021, 4, 1)),
        ("es", "Irán y Siria", "Irán y Siria", None, None),
        ("ru", "Сирия с марта 2015", "Сирия", date(2015, 3, 1), None),
        ("ru", "с 2015 по 2021", "", date(2015, 1, 1), date(2022, 1, 1)),
        ("ru", "в марте 2015", "", date(2015, 3, 1), date(2015, 4, 1)),
        ("ru", "последние 30 дней", "", date(2021, 3, 23), date(2021, 4, 23)),
        ("ru", "в прошлом году", "", date(2020, 1, 1), date(2021, 1, 1)),
        ("ru", "Иран и Сирия", "Иран и Сирия", None, None),
        ("ru", "Syria since March 2015", "Syria", date(2015, 3, 1), None),
    ],
)
def test_ranges_are_read_in_the_chats_language_and_in_english(
    language: str, text: str, topic: str, since: date | None, until: date | None
) -> None:
    assert parse_query(text, date(2021, 4, 22), language) == Query(topic, since, until)
