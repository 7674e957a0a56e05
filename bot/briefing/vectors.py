"""Texts as sparse vectors of words, each weighed by how few sentences of a collection hold it (TF-IDF)."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from math import log, sqrt

from bot.briefing.stems import background, stem
from bot.briefing.words import words_of

Vector = Mapping[str, float]


def stems_of(text: str) -> list[str]:
    """The stems of all words of a text in order."""
    return [stem(word) for word in words_of(text)]


def telling_stems(text: str) -> list[str]:
    """The stems of a text in order, without the words that tell nothing.

    >>> telling_stems("The rebels were shelling Karsk again on Tuesday")
    ['rebel', 'shell', 'karsk']
    """
    return [stem(word) for word in words_of(text) if not _is_empty(word)]


@lru_cache(maxsize=50_000)
def _is_empty(word: str) -> bool:
    return word in background().empty or (len(word) == 1 and word.isascii() and not word.isdigit())


def rarity(texts: Collection[Iterable[str]]) -> dict[str, float]:
    """Word → log of how many texts there are for each that holds it (Spärck Jones 1972)."""
    counts = Counter(word for text in texts for word in set(text))
    return {word: log((1 + len(texts)) / count) for word, count in counts.items()}


def vector(words: Sequence[str], weights: Mapping[str, float]) -> Vector:
    """Each word by how often it stands there and how much it weighs, of length 1."""
    counts = Counter(words)
    return unit({word: (1 + log(n)) * weights.get(word, 1.0) for word, n in counts.items()})


def unit(vector: Vector) -> Vector:
    """The same direction, of length 1."""
    length = sqrt(sum(weight * weight for weight in vector.values())) or 1.0
    return {word: weight / length for word, weight in vector.items()}


def dot(one: Vector, other: Vector) -> float:
    """How much two vectors have in common: of unit ones, the cosine."""
    if len(one) > len(other):
        one, other = other, one
    return sum(weight * other[word] for word, weight in one.items() if word in other)


def centre(weighed: Iterable[tuple[float, Vector]]) -> Vector:
    """What these have in common, of length 1."""
    total: dict[str, float] = {}
    for share, vector in weighed:
        for word, weight in vector.items():
            total[word] = total.get(word, 0.0) + share * weight
    return unit(total)
