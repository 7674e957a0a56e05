"""Whether two mentions tell the same happening: precision before recall, by the two of them alone."""

from dataclasses import dataclass
from enum import StrEnum

from bot.briefing.evidence import WEEK, contradict, often, same_once, shared_names, weigh
from bot.briefing.features import Features, features_of
from bot.briefing.once import happens_once, horizon
from bot.briefing.windows import Timing, timing_of
from bot.model.news import Mention, Modality

SURE, LIKELY = 3.2, 2.0  # evidence from which two mentions are one, or worth a question
TOLD_APART = 3  # names
NEXT_DAY = 1
SLIPPED = 62  # days by which a plan may come true late and still be asked about


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
    if one.keyset.isdisjoint(other.keyset):
        return Tie(Relation.DIFFERENT, 0.0, timing is Timing.DISJOINT)
    if contradict(one, other):
        return Tie(Relation.DIFFERENT, 0.0, contrary=True)
    strength = weigh(one, other, timing)
    if timing is Timing.DISJOINT:
        return _apart(one, other, strength)
    if strength < LIKELY:
        return Tie(Relation.DIFFERENT, strength)
    sure = strength >= SURE and timing is not Timing.OVERLAPPING and not _may_be_another(one, other)
    return Tie(_capped(Relation.SAME if sure else Relation.UNSURE, one, other), strength)


def _may_be_another(one: Features, other: Features) -> bool:
    """Whether what one dates by the month or year may be another of the many the other dates exactly.

    Who, whom and where together, or a number, tell it apart from its like.
    """
    days = max(one.window.days, other.window.days)
    if days <= WEEK or not (often(one) or often(other)):
        return False
    met, _ = shared_names(one.names, other.names)
    return met < TOLD_APART and one.numbers.isdisjoint(other.numbers)


def _apart(one: Features, other: Features, strength: float) -> Tie:
    """Two mentions whose dates cannot both be right."""
    gap = one.window.gap(other.window)
    if happens_once(one, other, gap):
        relation = Relation.SAME if strength >= LIKELY else Relation.UNSURE
        return Tie(_capped(relation, one, other), strength)
    askable = gap <= (SLIPPED if _plan_and_act(one, other) else NEXT_DAY)
    relation = Relation.UNSURE if strength >= SURE and askable else Relation.DIFFERENT
    return Tie(relation, strength, contrary=gap > horizon(one, other) or not same_once(one, other))


def _plan_and_act(one: Features, other: Features) -> bool:
    return (one.modality is Modality.PLANNED) != (other.modality is Modality.PLANNED)


def _capped(relation: Relation, one: Features, other: Features) -> Relation:
    """What one denies, or tells under a condition, is not merged with what another tells: people are asked."""
    doubts = _DOUBTFUL & {one.modality, other.modality}
    unlike = bool(doubts) and one.modality is not other.modality
    return Relation.UNSURE if unlike and relation is Relation.SAME else relation


_DOUBTFUL = frozenset({Modality.DENIED, Modality.CONDITIONAL})
