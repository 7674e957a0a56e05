"""The topic of a query: which articles belong to it, and which of their sentences speak of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from bot.briefing.aliases import Way
from bot.briefing.stems import plain, stem
from bot.extraction.lexicon.places import gazetteer

_SHARE = 0.05  # of an article's sentences: what names the topic only once by the way is not about it


@dataclass(frozen=True, slots=True)
class Topic:
    """The words or names of a topic, as stems: of each, the ways to say it. Without any, all is on topic."""

    parts: tuple[tuple[frozenset[str], ...], ...] = ()

    @classmethod
    def of(cls, tokens: Sequence[str | Sequence[Way]]) -> Self:
        """The topic of the words that were typed, each alone or with the other forms of the name it is.

        A country stands for its people, and they for it.
        """
        ways = ([(token,)] if isinstance(token, str) else token for token in tokens)
        return cls(tuple(tuple(_forms(each)) for each in ways))

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
        """The articles on topic, by the stems of their sentences: no other article changes the answer."""
        held: dict[int, list[frozenset[int]]] = {}
        for article, stems in sentences:
            held.setdefault(article, []).append(self.held(stems))
        return frozenset(article for article, each in held.items() if self._is_about(each))

    def _is_about(self, held: Sequence[frozenset[int]]) -> bool:
        if not self.parts:
            return True
        speaking = sum(map(bool, held))
        return len(frozenset().union(*held)) >= self.enough and speaking >= _SHARE * len(held)


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
