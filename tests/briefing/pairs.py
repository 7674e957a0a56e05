"""The corpus of pairs: read by the real reader, matched, and counted against their labels."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from hashlib import sha256
from itertools import product
from pathlib import Path

from bot.briefing.compose import compose
from bot.briefing.matching import Relation, relate
from bot.extraction import extract
from bot.model.decisions import Decisions
from bot.model.news import Draft, EventStatus, Mention
from bot.model.timex import Dct, DctOrigin

CORPUS = Path(__file__).parent.parent / "corpus" / "pairs"
MERGED = ("same", "refines", "disputes")
LABELS = (*MERGED, "unsure", "different")
_NEARNESS = (Relation.DIFFERENT, Relation.UNSURE, Relation.SAME)


class Half(StrEnum):
    """Rules and weights are tuned on the open half; the held one is only counted."""

    OPEN = "open"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence or two of news and the day it was published."""

    published: date
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements, and how what they tell stands to each other. `seen` ones were written while tuning."""

    domain: str
    label: str
    one: Statement
    other: Statement
    seen: bool = False

    @property
    def half(self) -> Half:
        """By a fixed hash of the texts, unless it was seen."""
        if self.seen:
            return Half.OPEN
        digest = sha256(f"{self.one.text}|{self.other.text}".encode()).digest()
        return Half.HELD if digest[0] % 2 else Half.OPEN


@cache
def pairs() -> tuple[Pair, ...]:
    """All pairs, by domain."""
    return tuple(_pairs())


def _pairs() -> Iterator[Pair]:
    for path in sorted(CORPUS.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            one, other = _statement(row["a"]), _statement(row["b"])
            yield Pair(path.stem, row["label"], one, other, seen=row.get("seen", False))


def _statement(row: dict[str, str]) -> Statement:
    return Statement(date.fromisoformat(row["published"]), row["text"])


@cache
def mentions_of(statement: Statement, article: int) -> tuple[Mention, ...]:
    """What the reader finds in a statement, as of an article of that number."""
    published = Dct(statement.published, DctOrigin.GIVEN)
    reading = extract(Draft(statement.text, published=published, language="en"))
    return tuple(
        replace(mention, article=article, id=10 * article + place)
        for place, mention in enumerate(reading.mentions)
    )


def outcome(pair: Pair) -> str:
    """What becomes of a pair, in the words of the labels: by the closest two of their mentions."""
    across = [(a, b) for a in mentions_of(pair.one, 1) for b in mentions_of(pair.other, 2)]
    if not across:
        return "different"
    one, other = max(across, key=lambda two: _NEARNESS.index(relate(*two)))
    relation = relate(one, other)
    return _merged(one, other) if relation is Relation.SAME else relation.value


def _merged(one: Mention, other: Mention) -> str:
    event = compose(1, (one, other), Decisions(), {1: "a", 2: "b"})
    if event.status is EventStatus.DISPUTED:
        return "disputes"
    return "same" if one.when == other.when else "refines"


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often each label came out as what."""

    counts: Counter[tuple[str, str]]

    @classmethod
    def of(cls, half: Half) -> "Confusion":
        return cls(Counter((pair.label, outcome(pair)) for pair in pairs() if pair.half is half))

    def count(self, labels: Iterable[str], outcomes: Iterable[str]) -> int:
        """How many with one of these labels had one of these outcomes."""
        return sum(self.counts[pair] for pair in product(labels, outcomes))

    @property
    def precision(self) -> float:
        """Of what was merged, how much is one happening."""
        return self.count(MERGED, MERGED) / self.count(LABELS, MERGED)

    @property
    def recall(self) -> float:
        """Of what is one happening, how much was merged."""
        return self.count(MERGED, MERGED) / self.count(MERGED, LABELS)

    def table(self) -> str:
        """A row a label, a column an outcome."""
        rows = [(label, *(str(self.counts[label, out]) for out in LABELS)) for label in LABELS]
        return "\n".join("".join(f"{cell:>10}" for cell in row) for row in [("", *LABELS), *rows])
