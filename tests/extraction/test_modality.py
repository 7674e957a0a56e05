"""Whether a text tells that something happened, and on whose word."""

import pytest

from tests.support.reading import mention, read


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("The bridge collapsed in 2015.", "happened"),
        ("The bridge will open on 5 June 2021.", "planned"),
        ("The court is set to rule on 5 June 2021.", "planned"),
        ("The court is scheduled to meet on 5 June 2021.", "planned"),
        ("The fair opens on 5 June 2021.", "planned"),
        ("The general was reportedly killed in 2019.", "supposed"),
        ("The painting is believed to have been stolen in 1990.", "supposed"),
        ("The bridge did not open in 2015.", "denied"),
        ("The bridge would have opened in 2015.", "conditional"),
        ("The poet died in May 2015.", "happened"),
    ],
)
def test_words_around_the_verb_tell_the_manner(text: str, modality: str) -> None:
    assert mention(text).modality == modality


def test_what_was_denied_is_denied_and_the_denial_happened() -> None:
    denial, sale = read("The ministry denied on Monday that it had sold ships to Morania in 2010.").mentions

    assert (denial.modality, sale.modality) == ("happened", "denied")


def test_what_is_only_alleged_is_supposed() -> None:
    assert mention("Witnesses alleged that guards beat him in 2010.", None).modality == "supposed"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The navy said that rebels sank a ferry in 2019.", "The navy"),
        ("Rebels sank a ferry in 2019, the navy said.", "the navy"),
        ("According to the harbour office, rebels sank a ferry in 2019.", "the harbour office"),
        ("Rebels sank a ferry in 2019.", None),
    ],
)
def test_who_says_so(text: str, speaker: str | None) -> None:
    assert mention(text, None).attribution == speaker
