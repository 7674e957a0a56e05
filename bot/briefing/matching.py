"""Whether two mentions tell the same happening: precision before recall, by the two of them alone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from bot.briefing.evidence import MONTH, WEEK, contradict, weigh
from bot.briefing.features import SAYING, Features, features_before, features_of
from bot.briefing.likeness import (
    alike_in_words,
    elsewhere,
    heads_agree,
    only_places_met,
    other_doers,
    other_numbers,
    other_sufferers,
    same_statement,
    shared_names,
    unlike,
    who_met,
)
from bot.briefing.once import beyond, farthest, happens_once, horizon, often, same_bearer
from bot.briefing.windows import Timing, timing_of, window_of
from bot.model.news import Mention, Modality

SURE, LIKELY = 3.2, 2.0  # evidence from which two mentions are one, or worth a question
TOLD_APART = 2  # names that tell a happening from its like; what comes often needs one more
NEXT_DAY, HALF_YEAR = 1, 190
REPRINTED = 14  # days within which a sentence is printed again
TIES = 20_000  # pairs whose tie is remembered
SLIPPED = 62  # days by which a plan may come true late and still be asked about


class Relation(StrEnum):
    """What is held of two mentions."""

    SAME = "same"
    UNSURE = "unsure"  # worth asking a person
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Tie:
    """How two mentions stand to each other, how strongly, and whether they cannot be one event.

    Of those that tell different things nothing is said of how strongly.
    """

    relation: Relation
    strength: float = 0.0
    contrary: bool = False


_STRANGERS = Tie(Relation.DIFFERENT)
_CONTRARY = Tie(Relation.DIFFERENT, contrary=True)


def relate(a: Mention, b: Mention) -> Relation:
    """Whether two mentions tell one event. Symmetric; it depends on the two alone."""
    return tie(features_of(a), features_of(b)).relation


def relations(mention: Mention, others: Iterable[Mention]) -> Iterator[tuple[Mention, Relation]]:
    """How a mention stands to those of others that it can tell one event with, or may."""
    own = features_of(mention)
    latest = max(SLIPPED, farthest(own))
    first, last = own.window.first - latest, own.window.last + latest
    for other in others:
        window = window_of(other)
        if first <= window.last and window.first <= last:  # what lies beyond need not even be read
            yield other, tie(own, features_of(other)).relation


def lookup_keys(mention: Mention) -> tuple[str, ...]:
    """At most eight words by which the database finds mentions worth comparing.

    Mentions that share none are never SAME or UNSURE: `relate` looks at them first.
    """
    return (features_of if mention.id else features_before)(mention).keys


def tie(one: Features, other: Features) -> Tie:
    """Compares two mentions by their features, once: stories are held against each other again and again."""
    days, others = one.window, other.window
    apart = days.last + NEXT_DAY < others.first or others.last + NEXT_DAY < days.first
    if apart and _out_of_reach(one, other, days.gap(others)):
        return _CONTRARY
    return _tie(one, other) if id(one) < id(other) else _tie(other, one)


@lru_cache(maxsize=TIES)
def _tie(one: Features, other: Features) -> Tie:
    """Of two within reach of each other."""
    timing = timing_of(one.window, other.window)
    if timing is Timing.DISJOINT:
        return _apart(one, other, one.window.gap(other.window))
    if one.keyset.isdisjoint(other.keyset):
        return _STRANGERS
    if contradict(one, other):
        return _CONTRARY
    strength = weigh(one, other, timing, LIKELY)
    if strength < LIKELY:
        return _STRANGERS
    sure = strength >= SURE and timing is not Timing.OVERLAPPING and _same_act(one, other)
    sure = sure and not _at_odds(one, other) and not _may_be_another(one, other)
    return Tie(_capped(Relation.SAME if sure else Relation.UNSURE, one, other), strength)


def _same_act(one: Features, other: Features) -> bool:
    """Whether both do the same, or say much the same: names and a day are not enough, nor is speaking."""
    if alike_in_words(one, other):
        return True
    if one.head is None or other.head is None:
        return heads_agree(one, other) or (one.kind == other.kind and one.kind not in _VAGUE)
    return heads_agree(one, other) and SAYING not in one.head.family | other.head.family


_VAGUE = (None, "statement", "result", "policy")  # kinds that hold all sorts of happenings


def _at_odds(one: Features, other: Features) -> bool:
    """Whether something leaves a doubt that likeness does not outweigh: another place, doer or object."""
    if elsewhere(one, other) or other_sufferers(one, other) or other_doers(one, other):
        return True
    acts = [features.head for features in (one, other) if features.head is not None]
    if any(act.scored for act in acts) and other_numbers(one, other):
        return True
    vague = any(act.mutual for act in acts) or who_met(one, other) < TOLD_APART
    return vague and unlike(one.objects, other.objects) > 0 and not same_bearer(one, other)


def _may_be_another(one: Features, other: Features) -> bool:
    """Whether what one dates by the month or year may be another of the like that the other dates exactly.

    It is not where the like hardly comes twice, to one bearer above all; else names and a number tell it
    apart.
    """
    days = max(one.window.days, other.window.days)
    if days > WEEK and not _same_count(one, other):
        return True
    if days <= WEEK or same_bearer(one, other) or not one.numbers.isdisjoint(other.numbers):
        return False
    frequent = often(one) or often(other)
    if one.window == other.window and (not frequent or same_statement(one, other)):
        return False
    if same_statement(one, other) and (days <= MONTH or _tells_which(one, other, frequent=frequent)):
        return False
    if not frequent and days <= horizon(one, other):
        return False
    met, _ = shared_names(one.names, other.names)
    return met < (TOLD_APART + 1 if frequent else TOLD_APART)


def _same_count(one: Features, other: Features) -> bool:
    """Whether both count it alike: "a planet" and "a second planet" may be two."""
    return _turn(one) == _turn(other)


def _turn(features: Features) -> frozenset[str]:
    return frozenset(word for row, word in features.series if row == 0)


def _tells_which(one: Features, other: Features, *, frequent: bool) -> bool:
    """Whether the same words told of a year mean one thing: "the dam above Corvara", not "a bus"."""
    if one.head is None or other.head is None:
        return False
    if not frequent:
        placed = 0 in (one.head.once, other.head.once) and only_places_met(one, other)
        known = one.definite and other.definite and not placed
        return known or max(one.window.days, other.window.days) <= HALF_YEAR
    return bool(one.stems) and sum(not name.known for name in one.names) >= TOLD_APART


def _apart(one: Features, other: Features, gap: int) -> Tie:
    """Two mentions whose dates cannot both be right."""
    if one.print is not None and _reprinted(one, other, gap):
        return Tie(Relation.SAME, SURE)
    if one.keyset.isdisjoint(other.keyset) or contradict(one, other):
        return _CONTRARY
    if happens_once(one, other, gap):
        strength = weigh(one, other, Timing.DISJOINT, LIKELY)
        relation = Relation.SAME if strength >= LIKELY else Relation.UNSURE
        return Tie(_capped(relation, one, other), strength)
    contrary = beyond(one, other, gap) or not same_bearer(one, other)
    if gap > _askable(one, other):
        return _CONTRARY if contrary else _STRANGERS
    strength = weigh(one, other, Timing.DISJOINT, SURE)
    if strength < SURE:
        return _CONTRARY if contrary else _STRANGERS
    return Tie(Relation.UNSURE, strength, contrary=contrary)


def _reprinted(one: Features, other: Features, gap: int) -> bool:
    return one.print is not None and one.print == other.print and gap <= REPRINTED


def _out_of_reach(one: Features, other: Features, gap: int) -> bool:
    """Whether two dates lie so far from each other that nothing in the words brings them together."""
    if gap <= _askable(one, other) or not beyond(one, other, gap):
        return False
    return not _reprinted(one, other, gap)


def _askable(one: Features, other: Features) -> int:
    """Days between two dates up to which it is worth a question."""
    slipped = (one.modality is Modality.PLANNED) != (other.modality is Modality.PLANNED)
    return SLIPPED if slipped else NEXT_DAY


def _capped(relation: Relation, one: Features, other: Features) -> Relation:
    """What one denies, or tells under a condition, does not merge with what another tells: ask people."""
    doubts = _DOUBTFUL & {one.modality, other.modality}
    capped = bool(doubts) and one.modality is not other.modality and relation is Relation.SAME
    return Relation.UNSURE if capped else relation


_DOUBTFUL = frozenset({Modality.DENIED, Modality.CONDITIONAL})
