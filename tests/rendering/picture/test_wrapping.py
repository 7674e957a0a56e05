"""Lines of a picture: none wider than there is room, nothing lost but what is said to be left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.picture.fonts import MISSING, runs, width
from bot.rendering.picture.wrapping import cut, wrapped

ROOM = 400.0


@given(st.text(max_size=300))
def test_no_line_is_wider_than_the_room(text: str) -> None:
    for line in wrapped(text, 32, ROOM, 3):
        assert width(line, 32) <= ROOM


def test_words_stay_whole_and_the_rest_is_marked() -> None:
    text = "The council approves a plan to rebuild the harbour wall after the floods of the winter"

    whole, short = wrapped(text, 32, ROOM, 20), wrapped(text, 32, ROOM, 2)

    assert " ".join(whole) == text
    assert short[0] == whole[0]
    assert short[1].endswith("…")


def test_scripts_without_spaces_break_between_characters() -> None:
    lines = wrapped("日本の研究所が新しい衛星を打ち上げたと発表した", 32, 320, 9)

    assert "".join(lines) == "日本の研究所が新しい衛星を打ち上げたと発表した"
    assert len(lines) == 3


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("Łódź Москва Αθήνα", "Noto Sans"),
        ("أعلنت", "Noto Sans Arabic"),
        ("שלום", "Noto Sans Hebrew"),
        ("हिन्दी", "Noto Sans Devanagari"),
        ("中文の", "Droid Sans Fallback"),
        ("한국", "Dateline Hangul"),
        ("🚀", "Noto Emoji"),
    ],
)
def test_every_script_has_its_font(text: str, family: str) -> None:
    assert [name for name, piece in runs(text) if piece.strip()] == [family]


def test_what_no_font_has_shows_as_a_box() -> None:
    assert list(runs("a\U00012000")) == [("Noto Sans", f"a{MISSING}")]


def test_a_text_that_fits_is_left_alone() -> None:
    assert cut("Strike", 32, ROOM) == "Strike"
