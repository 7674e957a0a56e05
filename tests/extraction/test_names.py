"""Who takes part and where, found by capitals, titles and the gazetteer."""

import pytest

from tests.support.reading import mention, read


@pytest.mark.parametrize(
    ("text", "participants", "places"),
    [
        ("Rear Admiral Ilan Dorvak visited Moscow in 2015.", ("Ilan Dorvak", "Moscow"), ()),
        ("Syrian troops shelled a village near Homs in 2015.", ("Syria",), ("Homs",)),
        ("South Korean divers met in Port Sana in 2015.", ("South Korea",), ("Port Sana",)),
        ("The Ministry of Defence sued Karsk Motors in 2015.", ("Ministry of Defence", "Karsk Motors"), ()),
        ("A ship was bought by the US in 2015.", ("United States",), ()),
        ("The Quds Force left Baghdad in 2015.", ("Quds Force", "Baghdad"), ()),
        ("Shares fell in Tokyo in 2015.", (), ("Tokyo",)),
    ],
)
def test_names_take_part_and_places_are_where(
    text: str, participants: tuple[str, ...], places: tuple[str, ...]
) -> None:
    found = mention(text, None)

    assert (found.participants, found.places) == (participants, places)


def test_a_surname_stands_for_the_full_name() -> None:
    text = "General Ilan Dorvak led the guard. Dorvak died in Karsk in 2019."

    assert read(text, None).mentions[0].participants == ("Ilan Dorvak",)


def test_initials_stand_for_a_firm() -> None:
    text = "Veltland Union Motors builds cars. VUM closed a plant in 2019."

    assert read(text, None).mentions[0].participants == ("Veltland Union Motors",)


def test_a_pronoun_takes_part_as_who_it_stands_for() -> None:
    text = "Olla Berg leads the union. In 2019 she bought a yard."

    assert read(text, None).mentions[0].participants == ("Olla Berg",)


def test_the_first_word_of_a_sentence_is_no_name_for_its_capital() -> None:
    assert mention("Workers built the bridge in 1951.", None).participants == ()


def test_who_takes_part_in_a_thing_is_named_with_it() -> None:
    found = mention("The desk recalls a 2015 visit to Oslo by General Ilan Dorvak.", None)

    assert (found.participants, found.places) == (("Ilan Dorvak",), ("Oslo",))


def test_what_somebody_only_speaks_of_takes_no_part() -> None:
    found = mention("On Monday Olla Berg said that Karsk Motors will close a plant.")

    assert found.participants == ("Olla Berg",)


def test_a_person_named_in_two_ways_is_one() -> None:
    text = "Police seek James Vell. James Arno Vell, 44, hid in Karsk. In 1990 Vell was arrested."

    assert read(text, None).mentions[0].participants == ("James Vell",)


def test_the_company_is_the_firm_spoken_of_last() -> None:
    text = "Karsk Motors builds cars. In 2019 the carmaker closed a plant."

    assert read(text, None).mentions[0].participants == ("Karsk Motors",)


def test_the_general_is_the_person_spoken_of_last() -> None:
    text = "General Ilan Dorvak led the guard. In 2019 the general left Karsk."

    assert read(text, None).mentions[0].participants[0] == "Ilan Dorvak"
