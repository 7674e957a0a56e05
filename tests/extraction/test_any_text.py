"""Whatever the text: no exception, every mention verbatim, every line fit to show."""

import re
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.extraction import extract
from bot.model.news import Draft
from bot.model.timex import Dct, DctOrigin

PIECES = [
    *(
        "on Tuesday",
        "in 2015",
        "2015",
        "May 2012",
        "the 2008 crisis",
        "between 1990 and 1995",
        "Hours later",
        "31.02.2020",
    ),
    *(
        "said",
        "said that",
        "who",
        "which",
        "that",
        "and",
        "but",
        "after",
        "when",
        "if",
        "because",
        "according to",
    ),
    *(
        "Rebels",
        "Karsk",
        "Steve Berg",
        "the firm",
        "he",
        "she",
        "its",
        "US",
        "iLamp",
        "General Motors",
        "Syrian",
    ),
    *(
        "killed",
        "was founded",
        "will open",
        "had been",
        "to be released",
        "denied",
        "announcing",
        "of",
        "by the",
    ),
    *(
        ",",
        ".",
        ". ",
        ";",
        ":",
        "(",
        ")",
        "“",
        "”",
        '"',
        "'",
        "’s",
        " - ",
        "–",
        "\n",
        "\n\n",
        "\u200f",
        "<b>",
        "&",
        "…",
    ),
]
TEXTS = st.one_of(st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join), st.text(max_size=200))


@settings(max_examples=200, deadline=None)
@given(text=TEXTS, language=st.sampled_from(["en", "de", "fr", None]))
def test_a_reading_holds_only_what_stands_in_the_text(text: str, language: str | None) -> None:
    published = Dct(date(2021, 4, 21), DctOrigin.GIVEN)

    reading = extract(Draft(text=text, published=published, language=language))

    for found in reading.mentions:
        assert text[found.start : found.end] == found.sentence
        assert found.start <= found.clause[0] < found.clause[1] <= found.end
        assert 0 < len(found.headline) <= 90
        assert found.headline == found.headline.strip()
        assert "\n" not in found.headline
        assert 0 < found.confidence <= 1
        if found.timex is None:
            assert found.reason
        else:
            assert found.clause[0] <= found.timex.start < found.timex.end <= found.clause[1]


@settings(max_examples=100, deadline=None)
@given(text=TEXTS)
def test_a_headline_holds_only_words_of_its_sentence(text: str) -> None:
    reading = extract(Draft(text=text, published=Dct(date(2021, 4, 21), DctOrigin.GIVEN), language="en"))

    for found in reading.mentions:
        line = found.headline.split(" [")[0].casefold()
        assert all(word in found.sentence.casefold() for word in re.findall(r"\w+", line))
