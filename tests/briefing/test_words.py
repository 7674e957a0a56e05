"""What is stored and what is asked meet in the same words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.briefing.words import topic_words, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("al-Assad’s government", ["al", "assad", "government"]),
        ("U.S. troops, US troops", ["us", "troops", "us", "troops"]),
        ("São Tomé, ÅNGSTRÖM, Straße", ["sao", "tome", "angstrom", "strasse"]),
        ("Ёлка и Йошкар", ["елка", "и", "иошкар"]),
        ("ﬁnal Ⅳ", ["final", "iv"]),
        ("مُحَمَّد", ["محمد"]),
        ("soft\u00adware", ["software"]),
        ("snake_case 4,000", ["snake", "case", "4", "000"]),
        ("東京でG20", ["東", "京", "で", "東京", "京で", "g20"]),
        ("서울 회담", ["서울", "회담"]),
        ("  … — !", []),
    ],
)
def test_words_are_plain(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_a_word_in_hindi_keeps_its_vowels() -> None:
    assert words_of("किताब") != words_of("कुताब")


def test_words_everywhere_are_not_asked_for() -> None:
    assert topic_words("The war in the Donbas") == ["war", "donbas"]


def test_a_topic_of_nothing_but_common_words_is_asked_for_as_it_is() -> None:
    assert topic_words("The Who is") == ["who"]
    assert topic_words("is was") == ["is", "was"]


@given(st.text())
def test_words_are_letters_and_digits_and_stay_as_they_are(text: str) -> None:
    words = words_of(text)

    assert all(word and not any(c.isspace() or c in "\"'*:()-^" for c in word) for word in words)
    assert [again for word in words if len(word) > 2 for again in words_of(word)] == [
        word for word in words if len(word) > 2
    ]
