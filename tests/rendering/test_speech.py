"""What is said in which language, and what becomes of the gaps in a sentence."""

import pytest

from bot.rendering.html import bold
from bot.rendering.speech import grouped, language, nearest, plural, plurals, say, speaking, told


def test_english_is_spoken_unless_another_language_is_asked_for() -> None:
    assert language() == "en"
    with speaking("de-AT"):
        assert language() == "de"
    assert language() == "en"


@pytest.mark.parametrize(
    ("wanted", "found"), [("ru", "ru"), ("es-419", "es"), ("DE_at", "de"), ("pt-BR", "en"), (None, "en")]
)
def test_the_nearest_language_answers(wanted: str | None, found: str) -> None:
    assert nearest(wanted) == found


def test_gaps_are_filled_once_and_braces_in_values_stay() -> None:
    assert say("{who} said {what}.", who="{what}", what="A") == "{what} said A."


def test_markup_stays_markup_and_words_are_escaped() -> None:
    found = told("Read {title} <now>.", title=bold("A & B"))

    assert found.markup == "Read <b>A &amp; B</b> &lt;now&gt;."


def test_a_number_chooses_its_form() -> None:
    assert plural("{n} event", "{n} events", 1) == "1 event"
    assert plural("{n} event", "{n} events", 12345) == "12,345 events"
    assert plurals("{n} event of {x}", "{n} events of {x}", 2, x=bold("A")).markup == "2 events of <b>A</b>"


def test_thousands_stand_apart_as_the_language_has_it() -> None:
    with speaking("de"):
        assert grouped(12345) == "12.345"
