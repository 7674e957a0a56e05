"""The words of a statement: as they stand, plain, as stems, and how much each tells."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

_WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W_]+(?:[.,]\d+)*")
_POSSESSIVE = re.compile(r"['’]s\b|(?<=s)['’](?=\s)")
FREQUENT_WEIGHT, RARE_WEIGHT = 0.4, 1.0
_NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 2
    )
}


@dataclass(frozen=True, slots=True)
class Token:
    """A word or number: as it stands, casefolded without accents, and its stem."""

    raw: str
    word: str
    stem: str
    capital: bool  # written as names are: "Putin", "iPhone", "MH17"
    number: bool


def figures(tokens: Iterable[Token]) -> frozenset[str]:
    """The numbers in digits, "twelve" and "4,000" too."""
    return frozenset(_NUMBERS.get(t.word, t.word.replace(",", "")) for t in tokens if t.number)


def tokens_of(text: str) -> list[Token]:
    """The words of a text in order; a possessive "s" falls off.

    >>> [token.word for token in tokens_of("Erdoğan’s 4,000 soldiers in the U.S.")]
    ['erdogan', '4,000', 'soldiers', 'in', 'the', 'us']
    """
    return [_token(raw) for raw in _WORD.findall(_POSSESSIVE.sub(" ", text))]


@lru_cache(maxsize=50_000)
def _token(raw: str) -> Token:
    word = plain(raw).replace(".", "") if raw[0].isalpha() else raw
    number = raw[0].isdigit() or word in _NUMBERS
    return Token(raw, word, stem(word), capital=raw != raw.lower(), number=number)


def plain(text: str) -> str:
    """Casefolded, without accents."""
    parted = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in parted if not unicodedata.combining(c))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The English stem of one word; words of other languages lose at most an ending."""
    return str(_stemmer().stemWord(word))


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    import snowballstemmer  # late: what does not match need not load it

    return snowballstemmer.stemmer("english")


def read_table(name: str) -> Mapping[str, Any]:
    """A table of this room, as it stands in its TOML file."""
    return tomllib.loads(files("bot.briefing").joinpath(name).read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Background:
    """Words by how little they tell: `empty` ones nothing, `frequent` stems little."""

    empty: frozenset[str]
    frequent: frozenset[str]
    synonyms: Mapping[str, str]


@lru_cache(maxsize=1)
def background() -> Background:
    """The word lists of words.toml."""
    table = read_table("words.toml")
    synonyms = {stem(word): stem(group.split()[0]) for group in table["synonyms"] for word in group.split()}
    return Background(
        empty=frozenset(table["empty"].split()),
        frequent=frozenset(stem(word) for word in table["frequent"].split()),
        synonyms=synonyms,
    )


def weighted_stems(tokens: Iterable[Token]) -> dict[str, float]:
    """Stem → weight, without the words that say nothing of what happened."""
    known = background()
    kept = (t for t in tokens if t.word not in known.empty and (len(t.word) > 1 or t.number))
    stems = {known.synonyms.get(t.stem, t.stem) for t in kept}
    return {s: FREQUENT_WEIGHT if s in known.frequent else RARE_WEIGHT for s in stems}
