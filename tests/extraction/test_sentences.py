"""Where sentences begin and end."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.extraction.sentences import split_sentences


def sentences(text: str, language: str = "en") -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, language)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The U.S. Army met Gen. J. W. Stone in St. Louis.",
        "It left at 5 p.m. on Friday from No. 5 Quay.",
        "The bridge closed on Jan. 5 and reopened on Feb. 11.",
        "Prices rose 3.5 percent to $2.75 at Acme Inc. in Ohio.",
        'He asked "Is it over?" and left.',
        "Dr. Mary Q. Hall, a Ph.D. student, met Sen. Hart.",
        "See example.org for details, e.g. the map.",
        "They waited ... and waited.",
    ],
)
def test_a_full_stop_inside_does_not_end_a_sentence(sentence: str) -> None:
    assert sentences(f"{sentence} Then it rained.") == [sentence, "Then it rained."]


@pytest.mark.parametrize(
    "sentence",
    [
        "They flew to the U.S.",
        "It began at 5 p.m.",
        "He came in second in No. 5.",
        "She was born in 1950.",
        'He said, "We are done."',
        "Are they done?",
        "He works for Acme Inc.",
        "We saw it (and left.)",
        "They waited …",
    ],
)
def test_an_abbreviation_may_also_stand_at_the_end(sentence: str) -> None:
    assert sentences(f"{sentence} The mayor stayed.") == [sentence, "The mayor stayed."]


@pytest.mark.parametrize(
    "sentence",
    [
        "Am 20. April 2021 traf Dr. K. Meier in St. Gallen ein.",
        "Das war z. B. im 19. Jahrhundert so, d. h. vor der Eisenbahn.",
        "Der 1. FC Neustadt spielte um 14.30 Uhr.",
        "Im Jahr 44 v. Chr. starb er in Rom.",
        "Ca. 3 Mio. Menschen kamen bis zum 3. Oktober.",
        "„Ist das so?“, fragte er.",
    ],
)
def test_german_writes_ordinals_with_a_full_stop(sentence: str) -> None:
    assert sentences(f"{sentence} Danach wurde es ruhig.", "de") == [sentence, "Danach wurde es ruhig."]


def test_a_heading_without_a_full_stop_stands_alone() -> None:
    text = (
        "Why the bridge fell\nBack in September 2015 the council had been told that the piers were weak, "
        "and nobody did anything about it for years.\n\nWhat comes next\n\nA new one."
    )

    assert sentences(text) == [
        "Why the bridge fell",
        "Back in September 2015 the council had been told that the piers were weak, "
        "and nobody did anything about it for years.",
        "What comes next",
        "A new one.",
    ]


def test_a_wrapped_line_goes_on() -> None:
    text = (
        "The council met on Tuesday to talk about the budget for the\n"
        "year, and after a long debate that lasted into the night the\n"
        "Senate voted on it. It was close, said\n"
        "the mayor."
    )

    assert sentences(text) == [
        "The council met on Tuesday to talk about the budget for the\n"
        "year, and after a long debate that lasted into the night the\n"
        "Senate voted on it.",
        "It was close, said\nthe mayor.",
    ]


def test_a_wrapped_line_may_break_inside_an_abbreviation() -> None:
    text = (
        "The council of the small town on the river was led by Dr.\nStone, who had come there in the spring."
    )

    assert sentences(text) == [text]


@pytest.mark.parametrize("mark", ["- ", "• ", "* ", "– ", "1) "])
def test_items_of_a_list_are_sentences(mark: str) -> None:
    found = sentences(f"Three things:\n{mark}the bridge fell\n{mark}the mayor left\n{mark}It rained. Much.")

    assert [line.removeprefix(mark) for line in found] == [
        "Three things:",
        "the bridge fell",
        "the mayor left",
        "It rained.",
        "Much.",
    ]


def test_a_chronicle_has_an_event_a_line() -> None:
    lines = [
        "1914 The war begins in the west",
        "1918 The armistice is signed",
        "1919 A treaty is signed in the palace",
        "May 1920: the parliament agrees",
    ]

    assert sentences("\n".join(lines)) == lines


def test_scripts_without_spaces_have_marks_of_their_own() -> None:
    assert sentences("部长在周二辞职。警方逮捕了三名男子！会谈破裂", "zh") == [
        "部长在周二辞职。",
        "警方逮捕了三名男子！",
        "会谈破裂",
    ]


def test_a_language_without_data_still_has_sentences() -> None:
    assert sentences("Ministri iku të martën. Policia erdhi.", "sq") == [
        "Ministri iku të martën.",
        "Policia erdhi.",
    ]


@pytest.mark.parametrize("text", ["", " \n\t\r\n", "\ufeff", "\n" * 50])
def test_a_blank_text_has_none(text: str) -> None:
    assert split_sentences(text, "en") == []


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\u2028"])
def test_every_kind_of_line_end_counts(line_end: str) -> None:
    assert sentences(f"A heading{line_end}{line_end}The text.") == ["A heading", "The text."]


@given(
    st.text(alphabet=" \n.!?\"')-–“”„aAbU1S5é。\u200b\t", max_size=200), st.sampled_from(["en", "de", "xx"])
)
def test_spans_are_trimmed_in_order_and_hold_all_words(text: str, language: str) -> None:
    spans = split_sentences(text, language)

    assert all(start < end and text[start:end] == text[start:end].strip() for start, end in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    inside = "".join(text[start:end] for start, end in spans)
    assert [c for c in inside if c.isalnum()] == [c for c in text if c.isalnum()]


def test_a_text_without_a_full_stop_is_cut_into_bearable_pieces() -> None:
    spans = split_sentences("may " * 5_000, "en")

    assert all(end - start <= 4_000 for start, end in spans)
    assert sum(end - start + 1 for start, end in spans) == 20_000


def test_a_name_with_a_small_first_letter_opens_a_sentence() -> None:
    text = "The firm showed a lamp. iLamp goes on sale in May."

    assert [text[a:b] for a, b in split_sentences(text, "en")] == [
        "The firm showed a lamp.",
        "iLamp goes on sale in May.",
    ]
