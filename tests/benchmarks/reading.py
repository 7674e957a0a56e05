"""How fast whole texts are read, and whether hostile megabytes take longer than their length. Run by hand:

    python -m tests.benchmarks.reading

One core, processor time. `ratio` compares a text with its first half: 2 is linear.
"""

import tomllib
from datetime import date
from pathlib import Path
from time import process_time

from bot.extraction import extract
from bot.model.news import Draft
from bot.model.timex import Dct, DctOrigin

CORPUS = Path(__file__).parent.parent / "corpus" / "mentions"
PUBLISHED = Dct(date(2021, 4, 21), DctOrigin.GIVEN)
MEGABYTE = 1_000_000
HOSTILE = {
    "years": "in 2015 ",
    "commas": ", ",
    "brackets": "( ",
    "quotation marks": '" ',
    "capitals": "Alpha Beta ",
    "relatives": "who said that ",
    "verbs": "and killed in 2015 ",
    "possessives": "Monday's ",
    "initials": "A. ",
    "no blanks": "a" * 1000,
    "short sentences": "Rebels shelled Karsk on Tuesday. ",
    "lines": "12 March 2020: Schools close\n",
    "right to left": "\u200f2015 ",
}


def _seconds(text: str) -> tuple[float, int]:
    start = process_time()
    reading = extract(Draft(text=text, published=PUBLISHED, language="en"))
    return process_time() - start, len(reading.mentions)


def _news() -> None:
    texts = [tomllib.loads(path.read_text("utf-8"))["text"] for path in sorted(CORPUS.glob("*.toml"))]
    texts = [text for text in texts if "Fabrik" not in text] * 10
    size = sum(map(len, texts)) / 1000
    taken = [_seconds(text) for text in texts]
    seconds, found = sum(s for s, _ in taken), sum(n for _, n in taken)
    print(f"news of our own: {size:.0f} kB, {size / seconds:.0f} kB/s, {found / size:.1f} mentions a kB")


def main() -> None:
    _seconds("Rebels shelled Karsk on Tuesday.")  # the lexicon and the grammar are read once
    _news()
    print(f"\n{'a megabyte of':<18}{'seconds':>8}{'ratio':>7}{'kB/s':>8}{'mentions':>10}")
    for name, unit in HOSTILE.items():
        text = unit * (MEGABYTE // len(unit))
        half, _ = _seconds(text[: MEGABYTE // 2])
        whole, found = _seconds(text)
        print(f"{name:<18}{whole:>8.2f}{whole / half:>7.2f}{1000 / whole:>8.0f}{found:>10}", flush=True)


if __name__ == "__main__":
    main()
