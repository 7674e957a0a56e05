"""Sentence selection: which sentences tell a date, so that each can be read alone and none twice."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import log, log1p, sqrt
from typing import Self

from bot.briefing.dates import DatedEntries, standing_weight
from bot.briefing.words import topic_words
from bot.model.briefing import Entry, Sentence
from bot.model.news import Mention
from bot.model.timespan import TimeSpan

SHORTEST, LONGEST = 8, 35  # words of a sentence that reads well alone
_CUT = 0.7  # what a clause is worth beside a whole sentence: it is shown when the whole is too long
_STORY = 2.0  # how much more it counts to be central to the story than to the date
_SAME = 0.6  # of the words' weight shared: the same thing said again
# A sentence that opens with one of these leans on the one before it.
_OPENINGS = """
    he she it they this that these those his her its their him them such also but and or so yet however
    moreover meanwhile instead thus hence therefore then which who whom whose where when while because
"""
_LEANING = frozenset(_OPENINGS.split())

Vector = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence, or the clause of one, that may be shown; how it weighs as a piece of reading."""

    sentence: Sentence
    weight: float
    vector: Vector

    @property
    def place(self) -> tuple[int, int, int]:
        return (self.sentence.article, self.sentence.start, self.sentence.end)

    def overlaps(self, other: "Candidate") -> bool:
        """Whether some words of one article stand in both."""
        one, two = self.sentence, other.sentence
        return one.article == two.article and one.start < two.end and two.start < one.end


@dataclass(slots=True)
class Selection:
    """Chooses sentences and remembers what was said.

    `rarity` weighs the words of the collection, `story` is what all its sentences have in common.
    """

    rarity: Mapping[str, float]
    story: Vector = field(default_factory=dict)
    said: list[Candidate] = field(default_factory=list)
    vectors: dict[str, Vector] = field(default_factory=dict)

    @classmethod
    def over(cls, entries: Iterable[Entry]) -> Self:
        """Ready to choose from these entries; a word that few of their sentences hold weighs more."""
        texts = sorted({mention.sentence for entry in entries for mention in entry.mentions})
        counts = Counter(word for text in texts for word in set(topic_words(text)))
        selection = cls({word: log((1 + len(texts)) / count) for word, count in counts.items()})
        selection.story = _centre(map(selection._vector, texts))
        return selection

    def ranked(self, dated: DatedEntries) -> list[Candidate]:
        """What may be shown of a date: the most central to it and to the whole story first."""
        candidates = list(self._candidates(dated))
        day = _centre(candidate.vector for candidate in candidates)

        def worth(candidate: Candidate) -> float:
            central = _dot(candidate.vector, day) + _STORY * _dot(candidate.vector, self.story)
            return central * candidate.weight

        return sorted(candidates, key=lambda c: (-worth(c), c.place))

    def new(self, ranked: Iterable[Candidate]) -> Sentence | None:
        """The first that says something new; from now on that is said."""
        for candidate in ranked:
            if self._new(candidate):
                self.said.append(candidate)
                return candidate.sentence
        return None

    def again(self, ranked: Iterable[Candidate]) -> Sentence | None:
        """For a date whose sentences were all said under others: the clause that is its own."""
        said = {candidate.place for candidate in self.said}
        return next((c.sentence for c in ranked if c.place not in said), None)

    def _candidates(self, dated: DatedEntries) -> Iterator[Candidate]:
        """Each place of each article once, though several mentions stand in it."""
        found: dict[tuple[int, int, int], Candidate] = {}
        for entry in dated.entries:
            support = 1 + log1p(entry.event.support)
            for mention in entry.mentions:
                told = support * standing_weight(mention) * _agreement(mention, dated.span)
                for sentence, fit in _forms(mention, entry.event.number):
                    candidate = Candidate(sentence, told * fit, self._vector(sentence.text))
                    best = found.get(candidate.place)
                    if best is None or candidate.weight > best.weight:
                        found[candidate.place] = candidate
        yield from found.values()

    def _vector(self, text: str) -> Vector:
        """The words of a text by how much they tell, of length 1."""
        if text not in self.vectors:
            counts = Counter(topic_words(text))
            self.vectors[text] = _unit(
                {word: (1 + log(n)) * self.rarity.get(word, 1.0) for word, n in counts.items()}
            )
        return self.vectors[text]

    def _new(self, candidate: Candidate) -> bool:
        return not any(
            candidate.overlaps(said) or _dot(candidate.vector, said.vector) >= _SAME for said in self.said
        )


def fitness(text: str) -> float:
    """1 for what can be read alone, less for what is too long, too short or leans on something before it."""
    words = text.split()
    if not words or words[0].strip("“\"'(‘").lower() in _LEANING:
        return 0.3
    return 1.0 if SHORTEST <= len(words) <= LONGEST else 0.5


def _agreement(mention: Mention, span: TimeSpan) -> float:
    """A sentence that says the very date is worth more than one that is less exact, or says another."""
    if not mention.when.span.overlaps(span):
        return 0.3
    return 1.0 if mention.when.span == span else 0.8


def _forms(mention: Mention, event: int) -> Iterator[tuple[Sentence, float]]:
    """The sentence, and the clause that tells this event; how fit each is to be read."""
    whole = Sentence(mention.sentence, mention.article, mention.start, mention.end, event)
    yield whole, fitness(whole.text)
    start, end = mention.clause
    clause = mention.sentence[start - mention.start : end - mention.start]
    if clause and clause != whole.text:
        yield Sentence(clause, mention.article, start, end, event), _CUT * fitness(clause)


def _centre(vectors: Iterable[Vector]) -> Vector:
    """What these have in common, of length 1."""
    total: dict[str, float] = {}
    for vector in vectors:
        for word, weight in vector.items():
            total[word] = total.get(word, 0.0) + weight
    return _unit(total)


def _unit(vector: Vector) -> Vector:
    length = sqrt(sum(weight * weight for weight in vector.values())) or 1.0
    return {word: weight / length for word, weight in vector.items()}


def _dot(one: Vector, other: Vector) -> float:
    return sum(weight * other.get(word, 0.0) for word, weight in one.items())
