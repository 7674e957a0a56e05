"""How fast dates are read: news, hostile text, growth, and dateparser's search beside it. Run by hand:

python -m tests.benchmarks.tagging [KILOBYTES]

One process, warm; the texts are our own; processor time, so that other work on the machine does not show.
"""

import sys
from datetime import date
from time import perf_counter, process_time

from bot.extraction import extract
from bot.extraction.sentences import split_sentences
from bot.extraction.tagger import tag
from bot.model.news import Draft
from bot.model.timex import Dct, DctOrigin
from tests.corpus.marked import articles

DCT = date(2021, 4, 21)
HOSTILE = {
    "digits": "7",
    "one one one": "1 ",
    "may may may": "may ",
    "May May May": "May ",
    "ago ago": "ago ",
    "a year ago": "a year ago ",
    "parentheses": "(",
    "until Friday": "until Friday ",
}
PROSE = """
The council met behind closed doors while a crowd waited outside in the rain, and nobody was willing
to say who had asked for the vote. A spokeswoman for the harbour said the cranes had been inspected
and found safe; the union, which speaks for some four hundred dockers, disputed that and pointed to a
report that the ministry has not made public. Prices for diesel and flour rose again in the northern
districts, where two of the larger mills stand idle for want of power. The head of the chamber of
commerce called the plan generous but too small, and a deputy from the opposition said it would do
nothing for those who needed help most. Neither the owner of the yard nor his lawyer could be reached.
"""  # as much as stands between two dates in a newspaper, and a little more
SEARCHED = 3000  # characters that dateparser is given: more takes minutes


def news(characters: int) -> str:
    paragraphs = [line for article in articles("en") for line in article.text.splitlines()]
    text = "\n\n".join(f"{paragraph}\n{PROSE}" for paragraph in paragraphs)
    return (text * (characters // len(text) + 1))[:characters]


def seconds(text: str) -> float:
    begun = process_time()
    tag(text, "en", DCT, [(0, len(text))])
    return process_time() - begun


def rate(text: str, rounds: int = 3) -> float:
    """Kilobytes a second, the best of some rounds."""
    return len(text) / 1000 / min(seconds(text) for _ in range(rounds))


def growth(unit: str, characters: int) -> float:
    short, long = (unit * (size // len(unit)) for size in (characters // 2, characters))
    return seconds(long) / seconds(short)


def reading_rate(characters: int) -> float:
    """Kilobytes a second of the whole of `extract`, article by article."""
    texts = [news(characters)[at : at + 4000] for at in range(0, characters, 4000)]
    begun = process_time()
    for text in texts:
        extract(Draft(text=text, published=Dct(DCT, DctOrigin.GIVEN)))
    return sum(map(len, texts)) / 1000 / (process_time() - begun)


def search_rate(text: str) -> float:
    from dateparser.search import search_dates

    search_dates(text[:500], languages=["en"])
    begun = process_time()
    search_dates(text, languages=["en"])
    return len(text) / 1000 / (process_time() - begun)


def main(kilobytes: int) -> None:
    begun = perf_counter()
    tag("It opened on Tuesday.", "en", DCT, [(0, 21)])
    print(f"first text after {1000 * (perf_counter() - begun):.0f} ms")
    text = news(1000 * kilobytes)
    split_sentences(text[:1000], "en")
    print(f"{'tagging news':24}{rate(text):10,.0f} kB/s   t(2n)/t(n) {growth(news(20_000), len(text)):.2f}")
    print(f"{'extract':24}{reading_rate(len(text) // 4):10,.0f} kB/s")
    ours, theirs = rate(text[:SEARCHED]), search_rate(text[:SEARCHED])
    print(f"{'dateparser.search':24}{theirs:10,.0f} kB/s   ours is {ours / theirs:,.0f} times that")
    for name, unit in HOSTILE.items():
        hostile = unit * (1000 * kilobytes // len(unit))
        print(f"{name:24}{rate(hostile, 1):10,.0f} kB/s   t(2n)/t(n) {growth(unit, len(hostile)):.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
