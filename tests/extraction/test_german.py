"""Deutsch: cut at its commas only, with its own words for kinds and manners."""

import pytest

from bot.extraction import extract
from bot.model.news import Draft, Mention


def read(text: str) -> tuple[Mention, ...]:
    return extract(Draft(text=text, language="de")).mentions


@pytest.mark.parametrize(
    ("text", "when", "line", "kind"),
    [
        (
            "Der Minister wurde am 5. April 2021 in Berlin verhaftet.",
            "2021-04-05",
            "Der Minister wurde in Berlin verhaftet",
            "arrest",
        ),
        (
            "Nach Angaben der Polizei wurden am 20. April 2021 drei Menschen in Bremen verletzt.",
            "2021-04-20",
            "Drei Menschen in Bremen verletzt",
            "injury",
        ),
        (
            "Am 3. Mai 2020 starb der Dichter Karl Berg.",
            "2020-05-03",
            "Am 3. Mai 2020 starb der Dichter Karl Berg",
            "death",
        ),
    ],
)
def test_a_clause_with_a_date_is_a_mention(text: str, when: str, line: str, kind: str) -> None:
    (found,) = read(text)

    assert (found.when.value, found.headline, found.kind) == (when, line, kind)


def test_a_relative_clause_and_the_main_clause_have_dates_of_their_own() -> None:
    text = "Die Bank, die am 4. Mai 1869 gegründet wurde, ging am 15. September 2008 pleite."

    assert [(m.when.value, m.headline) for m in read(text)] == [
        ("1869-05-04", "Die Bank, die gegründet wurde"),
        ("2008-09-15", "Die Bank ging pleite"),
    ]


def test_nouns_are_no_names_for_their_capital() -> None:
    (found,) = read("Kanzlerin Angela Merkel besuchte am 3. März 2015 die Werft in Hamburg.")

    assert (found.participants, found.places) == (("Angela Merkel",), ("Hamburg",))


def test_wird_tells_what_is_planned() -> None:
    (found,) = read("Am 1. Juni 2031 wird der Landtag über das Gesetz abstimmen.")

    assert found.modality == "planned"


def test_a_language_without_words_here_gives_the_whole_sentence() -> None:
    (found,) = extract(
        Draft(text="Le maire Luc Berg a ouvert le pont le 3 mai 2020.", language="fr")
    ).mentions

    assert found.kind is None
    assert found.when.value == "2020-05-03"
    assert found.headline.startswith("Le maire Luc Berg a ouvert le pont")


def test_a_source_at_the_head_gives_its_date_to_what_it_said() -> None:
    (found,) = extract(
        Draft(
            text="Wie die Polizei am 20. April 2021 mitteilte, wurden drei Menschen verletzt.", language="de"
        )
    ).mentions

    assert (found.headline, found.attribution) == ("Drei Menschen verletzt", "die Polizei")


def test_a_report_whose_content_has_no_known_verb_is_one_clause() -> None:
    text = "Noch am 5. März 2012 hatte die Gewerkschaft erklärt, sie werde den Fernverkehr bestreiken."

    assert [m.when.value for m in read(text)] == ["2012-03-05"]
