"""Words of a statement as stems with a weight: how much it tells that two statements share one."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
FREQUENT_WEIGHT, RARE_WEIGHT = 0.4, 1.0


@lru_cache(maxsize=1)
def lexicon() -> Mapping[str, Any]:
    """The word lists of lexicon.toml."""
    return tomllib.loads(files("bot.briefing").joinpath("lexicon.toml").read_text("utf-8"))


def words_of(text: str) -> list[str]:
    """Words and numbers, casefolded, without diacritics; possessive "s" falls off.

    >>> words_of("Erdoğan’s 4,000 soldiers")
    ['erdogan', '4,000', 'soldiers']
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return _WORD.findall(re.sub(r"['’]s\b", "", plain).replace("’", "'"))


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    import snowballstemmer  # late: 20 ms that a command without matching need not pay

    return snowballstemmer.stemmer("english")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The English stem of one word; words of other languages lose at most an ending."""
    return str(_stemmer().stemWord(word))


@dataclass(frozen=True, slots=True)
class _Background:
    empty: frozenset[str]
    frequent: frozenset[str]


@lru_cache(maxsize=1)
def _background() -> _Background:
    common = lexicon()["common"]
    return _Background(
        frozenset(common["empty"].split()), frozenset(stem(word) for word in common["frequent"].split())
    )


def stems_of(words: list[str]) -> dict[str, float]:
    """Stem → weight, without the words that say nothing of what happened."""
    background = _background()
    stems = {stem(word) for word in words if word not in background.empty and len(word) > 1}
    return {s: FREQUENT_WEIGHT if s in background.frequent else RARE_WEIGHT for s in stems}
