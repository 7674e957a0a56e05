"""Headlines: cut from the source's words, never written, and fit for one line."""

import pytest

from tests.support.reading import mention, mentions, read


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "However, on 3 May 2020 the harbour, which is the largest of the coast, burned down.",
            "The harbour burned down",
        ),
        ("According to the guard, rebels shelled Karsk on 3 May 2020.", "Rebels shelled Karsk"),
        ("The pier reopened on 3 May 2020, officials said.", "The pier reopened"),
        ("Olla Berg, a lawyer from Karsk, won the vote on 3 May 2020.", "Olla Berg won the vote"),
        ("A storm hit Karsk, Port Sana and Mira on 3 May 2020.", "A storm hit Karsk, Port Sana and Mira"),
        ("The station closed on 3 May 2020 after a fire had damaged its roof.", "The station closed"),
        ("Rebels reportedly took the town in 2015.", "Rebels took the town"),
        (
            "Karsk elected its first mayor on 3 May 2020, ending a long dispute.",
            "Karsk elected its first mayor",
        ),
        ("The band's singer left on 3 May 2020.", "The band's singer left"),
    ],
)
def test_a_headline_says_who_did_what(text: str, line: str) -> None:
    assert line in [headline for _, headline in mentions(text)]


def test_a_pronoun_is_followed_by_the_name_it_stands_for() -> None:
    text = "Olla Berg leads the union. She was born in Karsk in 1960."

    assert ("1960", "She [Olla Berg] was born in Karsk") in mentions(text, None)


def test_a_pronoun_of_what_was_said_gives_way_to_the_speaker() -> None:
    ministry = "The ministry denied on Monday that it had sold ships to Morania in 2010."
    mayor = "Mayor Lena Orb said on Monday she left the party in 2010."

    assert ("2010", "The ministry had sold ships to Morania") in mentions(ministry)
    assert ("2010", "Mayor Lena Orb left the party") in mentions(mayor)


def test_a_pronoun_for_somebody_else_stays() -> None:
    assert ("2010", "He was shot in Karsk") in mentions("Police said on Monday he was shot in Karsk in 2010.")


def test_a_long_clause_is_cut_where_a_phrase_begins() -> None:
    text = (
        "In 2015 the regional government presented a detailed programme of repairs for the bridges"
        " and tunnels of the northern valleys to the assembled mayors of the province."
    )

    line = mention(text, None).headline

    assert len(line) <= 90
    assert line == "The regional government presented a detailed programme of repairs for the bridges"


@pytest.mark.parametrize(
    "text",
    [
        "“We left (all of us) in 2015,” said “Olla” Berg, who ‘knows’ it.",
        "In 2015, and in spite of, the (so-called) “Karsk affair” ended; or so, it seemed.",
        '2015: "Ship" - blocks, canal: (again)',
    ],
)
def test_a_headline_has_no_loose_signs(text: str) -> None:
    for found in read(text, None).mentions:
        assert not set(found.headline) & set('"“”()')
        assert found.headline[0].isalnum()
        assert found.headline[-1].isalnum()


def test_a_small_letter_that_belongs_to_a_name_stays_small() -> None:
    assert mentions("On 3 May 2020 iPlanet opened a shop in Karsk.")[0][1] == "iPlanet opened a shop in Karsk"
