"""The dates that carry a story are those that many articles tell, and still remember later."""

from datetime import date

import pytest

from bot.briefing.dates import DatedTellings, Support, by_date, ranked, weight_of
from bot.model.briefing import Telling
from bot.model.news import Modality
from tests.briefing.tellings import a_telling

STRIKES = "Russian warplanes struck rebel positions near Homs for the first time on 30 September 2015."
TALKS = "Foreign ministers met in Vienna on 30 October 2015 for talks about the future of the country."
VIENNA = "2015-10-30"


def all_on_topic(_: Telling) -> float:
    return 1.0


def order(*tellings: Telling) -> list[str]:
    return [one.value for one in ranked(by_date(tellings, all_on_topic))]


def test_the_date_told_by_more_articles_comes_first() -> None:
    assert order(a_telling(TALKS, VIENNA), a_telling(STRIKES), a_telling(STRIKES, article=2)) == [
        "2015-09-30",
        VIENNA,
    ]


def test_an_article_that_says_a_date_often_counts_once() -> None:
    often = [a_telling(STRIKES, start=place) for place in (0, 100, 200, 300)]

    assert order(*often, a_telling(TALKS, VIENNA), a_telling(TALKS, VIENNA, article=2)) == [
        VIENNA,
        "2015-09-30",
    ]


def test_a_date_that_is_still_named_weeks_later_counts_more() -> None:
    at_once = [a_telling(STRIKES, article=n, published="2015-10-01") for n in (1, 2)]
    remembered = [a_telling(TALKS, VIENNA, article=n, published="2015-12-01") for n in (1, 2)]

    assert order(*at_once, *remembered) == [VIENNA, "2015-09-30"]


def test_a_date_that_is_told_on_several_days_counts_more() -> None:
    echo = [a_telling(STRIKES, article=n, published="2015-10-01") for n in (1, 2)]
    followed = [a_telling(TALKS, VIENNA, article=n, published=f"2015-10-3{n}") for n in (0, 1)]

    assert order(*echo, *followed) == [VIENNA, "2015-09-30"]


def test_what_changes_how_things_stand_counts_more_than_what_was_said() -> None:
    said = a_telling(STRIKES, kind="statement")
    turned = a_telling(TALKS, VIENNA, article=2, kind="resignation")

    assert order(said, turned) == [VIENNA, "2015-09-30"]


def test_a_telling_whose_clause_does_not_speak_of_the_topic_counts_less() -> None:
    beside, within = a_telling(STRIKES), a_telling(TALKS, VIENNA, article=2)
    dated = by_date([beside, within], lambda telling: 1.0 if telling is within else 0.7)

    assert [one.value for one in ranked(dated)] == [VIENNA, "2015-09-30"]


@pytest.mark.parametrize("support", [Support(0.0, named=1), Support(0.0)])
def test_what_no_article_tells_and_only_one_names_weighs_nothing(support: Support) -> None:
    assert weight_of(support) == 0.0


def test_what_several_articles_name_weighs_less_than_what_one_tells() -> None:
    assert 0.0 < weight_of(Support(0.0, named=2)) < weight_of(Support(1.0))


def test_where_an_article_stands_for_ten_so_do_its_memories_but_not_its_day() -> None:
    assert Support(2.0, 1, 1, 3).times(10.0) == Support(20.0, 1, 10, 30)


def test_what_is_told_counts_more_than_what_is_only_announced() -> None:
    announced = [a_telling(STRIKES, article=n, modality=Modality.PLANNED) for n in (1, 2, 3)]
    told = [a_telling(TALKS, VIENNA, article=n) for n in (4, 5)]

    assert order(*announced, *told) == [VIENNA, "2015-09-30"]


def test_of_days_told_alike_those_come_first_that_fall_as_most_of_the_story_does() -> None:
    fridays = [f"2015-10-{day:02}" for day in (9, 16, 23, 30)]
    tellings = [a_telling(TALKS, day, article=n) for n, day in enumerate(["2015-10-06", *fridays])]

    assert order(*tellings) == [*fridays, "2015-10-06"]


def test_of_dates_that_matter_alike_the_earlier_comes_first_whatever_the_order() -> None:
    tellings = [a_telling(TALKS, VIENNA), a_telling(STRIKES)]

    assert order(*tellings) == order(*reversed(tellings)) == ["2015-09-30", VIENNA]


@pytest.mark.parametrize(
    ("lighter", "heavier"),
    [
        (a_telling(TALKS, VIENNA, modality=Modality.PLANNED), a_telling(STRIKES, article=2)),
        (a_telling(TALKS, VIENNA, modality=Modality.CONDITIONAL), a_telling(STRIKES, article=2)),
    ],
    ids=["planned", "conditional"],
)
def test_a_date_counts_more_when_it_is_past(lighter: Telling, heavier: Telling) -> None:
    weights = {one.value: one.weight for one in by_date([lighter, heavier], all_on_topic)}

    assert weights[lighter.when.value] < weights[heavier.when.value]


def test_a_date_that_is_only_named_beside_the_topic_does_not_count() -> None:
    (one,) = by_date([a_telling(STRIKES)], lambda _: 0.0)

    assert ranked([one]) == []


def test_a_month_that_is_told_more_than_its_days_is_a_date_of_its_own() -> None:
    battle = "The battle for Karsk lasted through all of September 2015 and left the city in ruins."
    whole = [a_telling(battle, "2015-09", article=n) for n in (1, 2, 3)]

    assert order(*whole, a_telling(STRIKES, article=1)) == ["2015-09", "2015-09-30"]


def test_a_month_is_no_date_of_its_own_where_one_of_its_days_is_told_more() -> None:
    passing = a_telling("In September 2015 everything changed in the valley, people say.", "2015-09")
    days = [a_telling(STRIKES, article=n) for n in (1, 2)]

    assert order(passing, *days) == ["2015-09-30"]


def test_times_of_one_day_are_one_date() -> None:
    (day,) = by_date(
        [a_telling(STRIKES, "2015-09-30T19:00"), a_telling(TALKS, "2015-09-30T09:00")], all_on_topic
    )

    assert isinstance(day, DatedTellings)
    assert (day.value, day.span.start) == ("2015-09-30", date(2015, 9, 30))
