"""The corpus of mentions: short articles in our own words, and all that must be read out of them."""

import tomllib
from pathlib import Path

import pytest

from bot.extraction import extract
from bot.model.news import Draft
from bot.model.timex import Dct, DctOrigin

CORPUS = sorted((Path(__file__).parent.parent / "corpus" / "mentions").glob("*.toml"))


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_an_article_tells_what_its_file_says(path: Path) -> None:
    article = tomllib.loads(path.read_text("utf-8"))

    reading = extract(Draft(text=article["text"], published=Dct(article["published"], DctOrigin.GIVEN)))

    assert [
        [m.when.value, m.headline, m.kind or "", m.modality.value, m.attribution or ""]
        for m in reading.mentions
    ] == article["mentions"]


def test_the_corpus_is_there() -> None:
    assert len(CORPUS) >= 14
