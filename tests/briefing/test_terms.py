"""An event is found by what it is and who takes part, not by what is named beside it."""

from bot.briefing.terms import search_terms
from tests.support.builders import a_mention, an_event

FINE = a_mention(
    "Months after Nordbank failed, regulators in Oslo fined Alva Oil for explosives kept near the pier.",
    "2015",
    headline="Regulators fined Alva Oil",
    participants=("Alva Oil",),
    places=("Oslo",),
    number=1,
)


def terms(language: str) -> list[str]:
    return search_terms(an_event(1, "2015", mentions=(1,)), {1: FINE}, {1: language}).split()


def test_what_takes_part_and_what_is_said_finds_an_event() -> None:
    assert {"regulators", "alva", "oil", "oslo", "explosives", "pier"} <= set(terms("en"))


def test_a_name_beside_it_does_not() -> None:
    assert "nordbank" not in terms("en")


def test_a_capital_is_no_sign_of_a_name_where_every_noun_has_one() -> None:
    assert "nordbank" in terms("de")


def test_each_word_stands_once() -> None:
    assert len(terms("en")) == len(set(terms("en")))
