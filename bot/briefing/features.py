"""What of a mention is compared when two are held against each other, worked out once."""

from dataclasses import dataclass
from functools import lru_cache

from bot.briefing.stems import stems_of, words_of
from bot.briefing.windows import Window, window_of
from bot.model.news import Mention, Modality

KEYS = 8


@dataclass(frozen=True, slots=True)
class Features:
    """A mention, ready to be compared."""

    window: Window
    reported: bool
    stems: dict[str, float]
    weight: float
    names: frozenset[str]
    places: frozenset[str]
    kind: str | None
    modality: Modality
    keys: tuple[str, ...]


@lru_cache(maxsize=20_000)
def features_of(mention: Mention) -> Features:
    """The features of a mention; they depend on it alone, so they are kept for the next comparison."""
    stems = stems_of(words_of(_words_told(mention)))
    names = frozenset(stems_of(words_of(" ".join(mention.participants))))
    places = frozenset(stems_of(words_of(" ".join(mention.places))))
    return Features(
        window=window_of(mention),
        reported=mention.reported,
        stems=stems,
        weight=sum(stems.values()),
        names=names,
        places=places,
        kind=mention.kind,
        modality=mention.modality,
        keys=_keys(stems, names, places),
    )


def _words_told(mention: Mention) -> str:
    """The clause and the headline, without the words of the date."""
    first, last = mention.clause
    text = mention.sentence
    if mention.timex is not None:
        start, end = mention.timex.start - mention.start, mention.timex.end - mention.start
        if 0 <= start < end <= len(text):
            text = text[:start] + " " * (end - start) + text[end:]
    clause = text[max(0, first - mention.start) : max(0, last - mention.start)]
    return f"{clause} {mention.headline}"


def _keys(stems: dict[str, float], names: frozenset[str], places: frozenset[str]) -> tuple[str, ...]:
    """Names first, then the rarest words: the longer a word, the rarer."""
    rest = sorted(stems.keys() - names - places, key=lambda s: (-stems[s], -len(s), s))
    ordered = (*sorted(names, key=lambda s: (-len(s), s))[:3], *sorted(places)[:2], *rest)
    return tuple(dict.fromkeys(ordered))[:KEYS]
