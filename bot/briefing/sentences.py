"""Sentence selection: which sentences tell a date, so that each can be read alone and none twice."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import sqrt

from bot.briefing.dates import DatedTellings
from bot.briefing.vectors import Vector, centre, dot, telling_stems, vector
from bot.model.briefing import Sentence, Telling
from bot.model.timespan import TimeSpan

SHORTEST, LONGEST = 8, 35  # words of a sentence that reads well alone
_CUT = 0.7  # what a clause is worth beside a whole sentence: it is shown when the whole is too long
_SAME = 0.4  # the cosine from which on two sentences say the same thing
_LOOKED_AT = 60  # the most central candidates of a date, of which the best combination is looked for
# A sentence that opens with one of these leans on the one before it.
_OPENINGS = """
    he she it they this that these those his her its their him them such also but and or so yet however
    moreover meanwhile instead thus hence therefore then which who whom whose where when while because
"""
_LEANING = frozenset(_OPENINGS.split())
# Outside of quotation marks the writer speaks for himself, or to the reader: a comment, no report.
_QUOTED = re.compile(r"[\"“”„«].*?[\"“”»]|``.*?''")
_SPEAKING = re.compile(r"\b(?:I|[Yy]ou|[Yy]our|[Mm]y|me)\b|[?!]$")

Place = tuple[int, int, int]  # article, start, end


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence, or the clause of one, that may be shown; how it weighs as a piece of reading."""

    sentence: Sentence
    weight: float
    whole: bool = True
    telling: Telling | None = None  # none: a lead that came out then

    @property
    def place(self) -> Place:
        return (self.sentence.article, self.sentence.start, self.sentence.end)

    def overlaps(self, other: "Candidate") -> bool:
        """Whether some words of one article stand in both."""
        one, two = self.sentence, other.sentence
        return one.article == two.article and one.start < two.end and two.start < one.end


@dataclass(slots=True)
class Selection:
    """Chooses sentences and remembers what was said. `weights` are of the words of the collection."""

    weights: Mapping[str, float]
    said: list[Candidate] = field(default_factory=list)
    _vectors: dict[str, Vector] = field(default_factory=dict)

    def tell(self, candidates: Iterable[Candidate], count: int) -> list[Candidate]:
        """The sentences that together come closest to what all candidates have in common, at most `count`.

        Greedy centroid summarisation (Radev 2004; as in Gholipour Ghalandari 2017): each time the one with
        which the sum of the chosen has the highest cosine with the centre. What was said is not said again.
        """
        pool = list(self._distinct(candidates))
        middle = centre((c.weight, self.vector(c)) for c in pool if c.whole)
        pool.sort(key=lambda c: (-c.weight * dot(self.vector(c), middle), c.place))
        pool = [c for c in pool[:_LOOKED_AT] if self._is_new(c)]
        chosen, summed = list[Candidate](), dict[str, float]()
        while pool and len(chosen) < count:
            best = max(pool, key=lambda c: c.weight * self._closeness(summed, c, middle))
            chosen.append(best)
            for word, weight in self.vector(best).items():
                summed[word] = summed.get(word, 0.0) + weight
            pool = [c for c in pool if not self._same(c, best)]
        self.said += chosen
        return chosen

    def again(self, candidates: Iterable[Candidate]) -> list[Candidate]:
        """For a date whose sentences were all said under others: the clause that is its own, if any."""
        said = {candidate.place for candidate in self.said}
        own = [c for c in candidates if not c.whole and c.place not in said]
        own = sorted(own, key=lambda c: (-c.weight, c.place))[:1]
        self.said += own
        return own

    def vector(self, candidate: Candidate) -> Vector:
        text = candidate.sentence.text
        if text not in self._vectors:
            self._vectors[text] = vector(telling_stems(text), self.weights)
        return self._vectors[text]

    def _closeness(self, summed: Vector, more: Candidate, middle: Vector) -> float:
        """The cosine of what is chosen so far and one more with the centre."""
        added = self.vector(more)
        length = sqrt(dot(summed, summed) + 1 + 2 * dot(added, summed))
        return (dot(summed, middle) + dot(added, middle)) / length

    def _distinct(self, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
        """Of those that say the same in the same words, the best."""
        best: dict[frozenset[str], Candidate] = {}
        for candidate in candidates:
            words = frozenset(self.vector(candidate))
            known = best.get(words)
            if known is None or (-candidate.weight, candidate.place) < (-known.weight, known.place):
                best[words] = candidate
        yield from best.values()

    def _is_new(self, candidate: Candidate) -> bool:
        return not any(self._same(candidate, said) for said in self.said)

    def _same(self, one: Candidate, other: Candidate) -> bool:
        return one.overlaps(other) or dot(self.vector(one), self.vector(other)) >= _SAME


def candidates(dated: DatedTellings) -> Iterator[Candidate]:
    """The sentences that tell a date, and their clauses; each place of each article once."""
    found: dict[Place, Candidate] = {}
    for telling in dated.tellings:
        for candidate in _forms(telling, _agreement(telling, dated.span)):
            best = found.get(candidate.place)
            if best is None or candidate.weight > best.weight:
                found[candidate.place] = candidate
    yield from found.values()


def fitness(text: str) -> float:
    """1 for a report that can be read alone.

    Less for what leans on something before it, what asks or addresses the reader, is too long or too short.
    """
    words = text.split()
    if not words:
        return 0.0
    fit = 1.0 if SHORTEST <= len(words) <= LONGEST else 0.2
    leans = words[0].strip("“\"'(‘`").lower() in _LEANING
    speaks = _SPEAKING.search(_QUOTED.sub(" ", text).strip("”\"' "))
    return fit * (0.5 if leans else 1.0) * (0.5 if speaks else 1.0)


def clause_of(telling: Telling) -> str:
    """The words of the clause that tells it."""
    start, end = telling.clause
    return telling.sentence[start - telling.start : end - telling.start]


def _agreement(telling: Telling, span: TimeSpan) -> float:
    """A sentence that says the very date is worth more than one that is less exact, or says another."""
    if not telling.written.overlaps(span):
        return 0.3
    return 1.0 if telling.written == span else 0.8


def _forms(telling: Telling, worth: float) -> Iterator[Candidate]:
    """The sentence, and the clause that tells this event."""
    whole = Sentence(telling.sentence, telling.article, telling.start, telling.end, telling.event)
    yield Candidate(whole, worth * fitness(whole.text), telling=telling)
    start, end = telling.clause
    clause = clause_of(telling)
    if clause and clause != whole.text:
        cut = replace(whole, text=clause, start=start, end=end)
        yield Candidate(cut, worth * _CUT * fitness(clause), whole=False, telling=telling)
