"""Kinds: which words tell which kind of event, read from the table of kinds."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from bot.extraction.lexicon.forms import Inflect, inflections, plural


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of event; the one of higher rank names a clause that has words of two."""

    name: str
    rank: int


@dataclass(frozen=True, slots=True)
class KindWords:
    """Words that tell a kind: verb forms and nouns by themselves, and pairs "step … down"."""

    verbs: Mapping[str, Kind]
    nouns: Mapping[str, Kind]
    pairs: Mapping[str, tuple[tuple[str, Kind], ...]]


@cache
def kinds() -> dict[str, Any]:
    """The table of kinds as it is written."""
    return tomllib.loads(files(__package__).joinpath("kinds.toml").read_text("utf-8"))


def kind_words(language: str, endings: Inflect, lemmas: Mapping[str, str]) -> KindWords:
    """The table's words in one language, in all their forms."""
    verbs: dict[str, Kind] = {}
    nouns: dict[str, Kind] = {}
    pairs: dict[str, list[tuple[str, Kind]]] = {}
    for name, entry in kinds().items():
        kind, words = Kind(name, entry["rank"]), entry.get(language, {})
        for verb in words.get("verbs", ()):
            first, _, second = verb.partition(" ")
            for form in _forms(first, endings, lemmas):
                if lemmas.get(form, first) != first:
                    continue  # "found" is what finders did, not founders
                if second:
                    pairs.setdefault(form, []).append((second, kind))
                else:
                    _keep(verbs, form, kind)
        for noun in words.get("nouns", ()):
            first, _, second = noun.partition(" ")
            for form in plural(second or first, endings.present):
                if second:
                    pairs.setdefault(first, []).append((form, kind))
                else:
                    _keep(nouns, form, kind)
    return KindWords(verbs, nouns, {word: tuple(told) for word, told in pairs.items()})


def _keep(table: dict[str, Kind], word: str, kind: Kind) -> None:
    if word not in table or table[word].rank < kind.rank:
        table[word] = kind


def _forms(lemma: str, endings: Inflect, lemmas: Mapping[str, str]) -> set[str]:
    known = {form for form, base in lemmas.items() if base == lemma}
    regular = next(inflections([lemma], (), endings))[1]
    return known or {form for form, _ in regular}
