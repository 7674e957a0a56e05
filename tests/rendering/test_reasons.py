"""Every reason that extraction gives is said in the reader's language, to its last part."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from bot.extraction import extract
from bot.model.news import Draft
from bot.model.timex import Dct, DctOrigin
from bot.rendering.reasons import in_our_words, is_known
from bot.rendering.speech import speaking
from tests.corpus.marked import Marked, articles, files, languages, marked

ENGLISH = re.compile(r"\b(?:the|of|publication|before|after|text|months?|weeks?|days?|years?)\b")
QUOTED = re.compile(r"“.*?”|„.*?“|«.*?»", re.DOTALL)


def lines() -> Iterator[Marked]:
    for language in languages():
        yield from articles(language)
        for file in files(language):
            yield from marked(language, file)


def of(line: Marked) -> Iterator[str | None]:
    published = Dct(line.dct, DctOrigin.GIVEN) if line.dct else None
    for date in (published, None):
        reading = extract(Draft(line.text, published=date, language=line.language))
        yield from (timex.reason for timex in reading.timexes)
        yield from (mention.reason for mention in reading.mentions)
        yield from (left.reason for left in reading.undated)


@cache
def given() -> frozenset[str]:
    """The reasons that the corpus gives."""
    return frozenset(reason for line in lines() for reason in of(line) if reason)


def test_every_reason_that_the_corpus_gives_is_known() -> None:
    assert len(given()) > 100
    assert sorted(reason for reason in given() if not is_known(reason)) == []


@pytest.mark.parametrize("language", ["de", "es", "ru"])
def test_no_english_is_left_in_a_reason(language: str) -> None:
    with speaking(language):
        said = {reason: QUOTED.sub("", in_our_words(reason)) for reason in given()}

    assert {reason: words for reason, words in said.items() if ENGLISH.search(words)} == {}


@pytest.mark.parametrize(
    ("reason", "german", "spanish", "russian"),
    [
        ("as written", "wie geschrieben", "como está escrito", "как написано"),
        (
            "the last Tuesday before publication",
            "letztes Mal vor Veröffentlichung: Dienstag",
            "el último antes de la publicación: martes",
            "последний раз до публикации: вторник",
        ),
        (
            "3 months before 2015-09 in the text",
            "3 Monate vor Sept. 2015 (im Text)",
            "3 meses antes de sept 2015 (en el texto)",
            "за 3 месяца до сент. 2015 (в тексте)",
        ),
        (
            "1 week after publication",
            "1 Woche nach Veröffentlichung",
            "1 semana después de la publicación",
            "через 1 неделю после публикации",
        ),
        (
            "the 3 May nearest to publication",
            "3. Mai, der Veröffentlichung am nächsten",
            "3 may, lo más cercano a la publicación",
            "3 мая, ближайшее к публикации",
        ),
        ("a reason of tomorrow", "a reason of tomorrow", "a reason of tomorrow", "a reason of tomorrow"),
    ],
)
def test_a_reason_is_said_with_its_parts(reason: str, german: str, spanish: str, russian: str) -> None:
    for language, words in (("en", reason), ("de", german), ("es", spanish), ("ru", russian)):
        with speaking(language):
            assert in_our_words(reason) == words


def test_the_names_of_parts_are_those_of_extraction() -> None:
    """A word that extraction gains shows here, before anybody reads it in English."""
    source = (Path(__file__).parent.parent.parent / "bot/extraction/occurrences.py").read_text("utf-8")
    seasons = re.findall(r'"(?:SP|SU|FA|WI)": "(\w+)"', source)

    assert len(seasons) == 4
    with speaking("ru"):
        assert all(in_our_words(f"the last {name} before publication")[-4:].isalpha() for name in seasons)
        assert not any(name in in_our_words(f"the last {name} before publication") for name in seasons)
