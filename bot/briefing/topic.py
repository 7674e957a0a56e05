"""The topic of a query: which articles belong to it, and which of their sentences speak of it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import Self

from bot.briefing.aliases import Way
from bot.briefing.stems import FREQUENT_WEIGHT, background, plain, stem
from bot.briefing.vectors import Vector, centre, dot, unit
from bot.extraction.lexicon.places import gazetteer

_SHARE = 0.07  # of an article's sentences: what names the topic only once by the way is not about it
_COMPANY = 0.7  # how close an article that holds few of the words must be, beside those that hold enough

Bags = Sequence[frozenset[str]]  # the stems of each sentence


@dataclass(frozen=True, slots=True)
class Topic:
    """The words or names of a topic, as stems: of each, the ways to say it. Without any, all is on topic."""

    parts: tuple[tuple[frozenset[str], ...], ...] = ()

    @classmethod
    def of(cls, typed: str, tokens: Sequence[str | Sequence[Way]]) -> Self:
        """The topic that was typed, as its words, each alone or in the other forms of the name it is part of.

        A country stands for its people, and they for it. What has no words in it is never told of.
        """
        parts = tuple(tuple(_forms(ways)) for ways in ways_of_parts(tokens))
        return cls(parts or ((),) if typed else ())

    @property
    def enough(self) -> int:
        """How many of its parts an article must hold: all of two, and of more but a third of them.

        People type "death of Michael Jackson" where an article says "died".
        """
        return len(self.parts) - len(self.parts) // 3

    def held(self, stems: frozenset[str]) -> frozenset[int]:
        """Which parts stand in a text of these stems."""
        return frozenset(n for n, ways in enumerate(self.parts) if any(way <= stems for way in ways))

    def speaks(self, stems: frozenset[str]) -> bool:
        """Whether a sentence of these stems, in an article on topic, speaks of it: any part will do."""
        return not self.parts or bool(self.held(stems))

    def articles(self, sentences: Iterable[tuple[int, frozenset[str]]]) -> frozenset[int]:
        """The articles on topic, by the stems of their sentences.

        Those that hold enough of its words, and those that hold one and keep the company of the former.
        """
        bags: dict[int, list[frozenset[str]]] = {}
        for article, stems in sentences:
            bags.setdefault(article, []).append(stems)
        if not self.parts:
            return frozenset(bags)
        sure = {article for article, each in bags.items() if self._holds(each, self.enough)}
        unsure = {article for article, each in bags.items() if self._holds(each, 1)} - sure
        return frozenset(sure | _in_company(unsure, sure, bags))

    def _holds(self, bags: Bags, enough: int) -> bool:
        held = [self.held(stems) for stems in bags]
        return len(frozenset().union(*held)) >= enough and sum(map(bool, held)) >= _SHARE * len(held)


def _in_company(unsure: Iterable[int], sure: Iterable[int], bags: Mapping[int, Bags]) -> set[int]:
    """Those articles that speak of what the sure ones speak of, by how close they are to their centre."""
    vectors = {article: _article_vector(bags[article]) for article in (*sure, *unsure)}
    middle = centre((1.0, vectors[article]) for article in sure)
    close = [dot(vectors[article], middle) for article in sure]
    enough = _COMPANY * sum(close) / max(1, len(close))
    return {article for article in unsure if close and dot(vectors[article], middle) >= enough}


def _article_vector(bags: Bags) -> Vector:
    """The words of an article by how many of its sentences hold them, frequent ones of the language less."""
    known = background()
    counts = Counter(word for bag in bags for word in bag if word not in known.empty)
    return unit(
        {w: (1 + log(n)) * (FREQUENT_WEIGHT if w in known.frequent else 1.0) for w, n in counts.items()}
    )


def ways_of_parts(tokens: Iterable[str | Sequence[Way]]) -> list[list[Way]]:
    """For each part of the topic of these tokens the ways to say it."""
    return [ways for token in tokens for ways in _of_words(token)]


def _of_words(token: str | Sequence[Way]) -> Iterable[list[Way]]:
    """Each word that was typed, and the other forms of the name that it is part of: any will do."""
    name, *forms = [(token,)] if isinstance(token, str) else token
    return ([(word,), *forms] for word in name)


def _forms(ways: Iterable[Way]) -> Iterable[frozenset[str]]:
    for way in ways:
        yield frozenset(map(stem, way))
        if len(way) == 1:
            yield from (frozenset({kin}) for kin in _kin().get(way[0], ()))


@lru_cache(maxsize=1)
def _kin() -> Mapping[str, frozenset[str]]:
    """A country or people of one word → the stems of its other words: "syria" → "syrian"."""
    families: dict[str, set[str]] = {}
    for people, country in gazetteer().peoples.items():
        families.setdefault(country, {plain(country)}).add(plain(people))
    single = [{word for word in family if " " not in word} for family in families.values()]
    return {word: frozenset(stem(w) for w in family if w != word) for family in single for word in family}
