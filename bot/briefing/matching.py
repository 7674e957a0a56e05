"""Whether two mentions tell the same happening: precision before recall, by the two of them alone."""

from dataclasses import dataclass
from enum import StrEnum

from bot.briefing.features import Features, features_of
from bot.briefing.windows import Timing, timing_of
from bot.model.news import Mention


class Relation(StrEnum):
    """What is held of two mentions."""

    SAME = "same"
    UNSURE = "unsure"  # worth asking a person
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Tie:
    """How two mentions stand to each other, how strongly, and whether they cannot be one event."""

    relation: Relation
    strength: float
    contrary: bool = False


def relate(a: Mention, b: Mention) -> Relation:
    """Whether two mentions tell one event. Symmetric; it depends on the two alone."""
    return tie(features_of(a), features_of(b)).relation


def lookup_keys(mention: Mention) -> tuple[str, ...]:
    """At most eight words by which the database finds mentions worth comparing.

    Mentions that share none are never SAME or UNSURE: `relate` looks at them first.
    """
    return features_of(mention).keys


def tie(one: Features, other: Features) -> Tie:
    """Compares two mentions by their features."""
    timing = timing_of(one.window, other.window)
    contrary = timing is Timing.DISJOINT
    if set(one.keys).isdisjoint(other.keys):
        return Tie(Relation.DIFFERENT, 0.0, contrary)
    likeness = _likeness(one, other)
    if contrary:
        return Tie(Relation.DIFFERENT, likeness, contrary)
    if likeness >= 0.6:
        return Tie(Relation.SAME, likeness)
    return Tie(Relation.UNSURE if likeness >= 0.4 else Relation.DIFFERENT, likeness)


def _likeness(one: Features, other: Features) -> float:
    """The weight of shared words in that of all, 0 to 1."""
    shared = sum(weight for stem, weight in one.stems.items() if stem in other.stems)
    return 2 * shared / ((one.weight + other.weight) or 1.0)
