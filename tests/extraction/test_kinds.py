"""Kinds of event, by the words of the lexicon."""

import pytest

from bot.extraction.lexicon.kinds import kinds
from tests.support.reading import mention


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Veltland entered the Moranian civil war in 2015.", "intervention"),
        ("General Ilan Dorvak was assassinated in Karsk in 2019.", "killing"),
        ("An airstrike killed about 30 fighters on 3 May 2020.", "attack"),
        ("The two states signed a treaty in 1999.", "agreement"),
        ("Voters elected Olla Berg in 2018.", "election"),
        ("Olla Berg stepped quietly down in 2019.", "resignation"),
        ("The court convicted the banker in 2011.", "verdict"),
        ("The firm unveiled a lamp in 2004.", "launch"),
        ("An earthquake shook Karsk in 1980.", "disaster"),
        ("Thousands protested in Karsk in 2020.", "protest"),
        ("The king visited Karsk in 1951.", "visit"),
        ("Police arrested the owner in 2003.", "arrest"),
        ("The yard was founded in 1869.", "founding"),
        ("The ferry sank in 1987.", "accident"),
        ("The bank bought its rival in 2007.", "acquisition"),
        ("The minister apologised in 2013.", "statement"),
        ("The author died in 2001.", "death"),
        ("The troops withdrew in 1989.", "withdrawal"),
        ("The union sued the yard in 2012.", "lawsuit"),
        ("Profits rose in 2012.", "result"),
    ],
)
def test_the_verb_tells_the_kind(text: str, kind: str) -> None:
    assert mention(text, None).kind == kind


def test_a_thing_is_of_the_kind_its_noun_tells() -> None:
    assert mention("Experts recall a 2015 visit to Karsk by the king.", None).kind == "visit"


def test_what_no_word_tells_has_no_kind() -> None:
    assert mention("The choir painted its house in 2012.", None).kind is None


def test_every_kind_has_a_rank_and_words_in_both_languages() -> None:
    for name, entry in kinds().items():
        assert isinstance(entry["rank"], int), name
        for language in ("en", "de"):
            assert entry[language]["verbs"] or entry[language]["nouns"], (name, language)
