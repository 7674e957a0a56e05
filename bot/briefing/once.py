"""What happens only once, so that two dates for it are a dispute; and what comes again and again."""

from collections.abc import Sequence

from bot.briefing.features import Features
from bot.briefing.likeness import (
    alike_in_words,
    elsewhere,
    heads_agree,
    meet,
    other_numbers,
    shared_names,
    shared_weight,
    unlike,
)
from bot.briefing.proper import Name
from bot.model.news import Modality

FIRST_OF_ITS_KIND = 300  # days within which "the first …" is told of one happening
LIFE = 3000  # days: what one text dates twice is one happening only if it comes once in a life
SHORT = 7  # an act that may come again within so many days is not one of a life
_TELLS = frozenset({Modality.HAPPENED, Modality.SUPPOSED, Modality.DENIED})
_OF_MANY = frozenset({"kill", "death"})
_OF_PERSONS = frozenset(
    {"harm", "birth", "marriage", "office_end", "office_start", "arrest", "convict", "retire"}
)


def happens_once(one: Features, other: Features, gap: int) -> bool:
    """Whether two mentions, `gap` days apart, surely tell the one happening there can have been.

    Both say the same act of the same names, at no other place, with no other number, and it hardly comes
    twice in that time; neither was merely reported that day or planned.
    """
    if one.reported or other.reported or one.modality not in _TELLS or other.modality not in _TELLS:
        return False
    within = horizon(one, other)
    if gap > within or elsewhere(one, other) or (one.article == other.article and within < LIFE):
        return False
    if _other_words(one, other) or other_numbers(one, other):
        return False
    met, strange = shared_names(one.names, other.names)
    return met >= _names_needed(one) and not strange and _same_subject(one, other)


def _names_needed(features: Features) -> int:
    return 2 if features.head is not None and features.head.pair else 1


def horizon(one: Features, other: Features) -> int:
    """Days within which the act cannot come again, 0 when it can."""
    if _first_of_its_kind(one, other):
        return FIRST_OF_ITS_KIND
    if one.head is None or other.head is None or one.head.family.isdisjoint(other.head.family):
        return 0
    return min(one.head.once, other.head.once)


def farthest(features: Features) -> int:
    """Days that no horizon of this and any other mention exceeds."""
    first = FIRST_OF_ITS_KIND if any(word == "first" for _, word in features.series) else 0
    return first if features.head is None else max(first, features.head.once)


def same_bearer(one: Features, other: Features) -> bool:
    """Whether both say what comes once in a life, of the same person or thing."""
    return (
        horizon(one, other) > SHORT and not unlike(one.objects, other.objects) and _same_subject(one, other)
    )


def often(features: Features) -> bool:
    """Whether the like comes again and again: an attack, a meeting, a killing of people without a name."""
    if features.head is None:
        return False
    nameless = features.head.name in _OF_MANY and not sufferers(features)
    return features.head.often or nameless


def sufferers(features: Features) -> Sequence[Name]:
    """Whom it befell: the object of "killed", the subject of "died" and "sank"."""
    subject = features.head is not None and features.head.befalls_subject
    return features.agents if subject else features.patients


def _same_subject(one: Features, other: Features) -> bool:
    if _first_of_its_kind(one, other):
        return meet(one.names, other.names)
    if one.head is None or other.head is None:
        return False
    if one.head.befalls_subject or other.head.befalls_subject or not _OF_PERSONS.isdisjoint(one.head.family):
        return _bears(sufferers(one), sufferers(other), one, other)
    if one.head.of_place:
        return meet(one.names, other.names)
    return _bears(one.names, other.names, one, other)


def _bears(names: Sequence[Name], others: Sequence[Name], one: Features, other: Features) -> bool:
    """A shared name that is not just a place; of people the surname, within one text the whole name."""
    if one.article == other.article:
        return any(name.words == bearer.words and not name.known for name in names for bearer in others)
    if (
        one.head is not None
        and "disaster" not in one.head.family
        and not _OF_PERSONS.isdisjoint(one.head.family)
    ):
        return any(name.bears(bearer) for name in names for bearer in others)
    return any(name.meets(bearer) for name in names for bearer in others if not (name.known or bearer.known))


def _first_of_its_kind(one: Features, other: Features) -> bool:
    """ "The first kidney transplant in Osterland": both count it first, and say much the same of the same."""
    if not any(word == "first" for _, word in one.series & other.series):
        return False
    return alike_in_words(one, other) or (
        heads_agree(one, other) and shared_names(one.names, other.names)[0] > 1
    )


def _other_words(one: Features, other: Features) -> bool:
    """Whether both say something the other does not, and hardly anything in common."""
    if not one.stems or not other.stems:
        return False
    shared = shared_weight(one, other)
    return min(one.weight, other.weight) - shared > max(1.0, shared)
