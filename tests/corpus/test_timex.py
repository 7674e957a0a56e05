"""The date reader reads the corpus as it is marked: every value, every negative, whole articles."""

import pytest

from bot.extraction.sentences import split_sentences
from bot.extraction.tagger import tag
from tests.corpus.marked import Marked, articles, files, languages, marked

LINES = [line for language in languages() for file in files(language) for line in marked(language, file)]
ARTICLES = [article for language in languages() for article in articles(language)]


def read(marked: Marked) -> tuple[tuple[str, str, str | None], ...]:
    sentences = split_sentences(marked.text, marked.language)
    found = tag(marked.text, marked.language, marked.dct, sentences)
    return tuple((timex.text, timex.value, timex.mod.value if timex.mod else None) for timex in found)


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.name)
def test_a_line_reads_as_marked(line: Marked) -> None:
    assert read(line) == line.gold


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.name)
def test_an_article_reads_as_marked(article: Marked) -> None:
    assert read(article) == article.gold


def test_the_english_corpus_has_its_hundreds_of_lines_and_a_negative_part() -> None:
    english = [line for line in LINES if line.language == "en"]

    assert len(english) >= 250
    assert sum(not line.gold for line in english) >= 45


def test_the_german_corpus_has_its_hundreds_of_lines_and_a_negative_part() -> None:
    german = [line for line in LINES if line.language == "de"]

    assert len(german) >= 250
    assert sum(not line.gold for line in german) >= 40
