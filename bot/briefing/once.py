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
    if surely_beyond(one, other, gap):
        return False
    within = horizon(one, other)
    if gap > within or elsewhere(one, other) or (one.article == other.article and within < LIFE):
        return False
    if _other_words(one, other) or other_numbers(one, other):
        return False
    met, strange = shared_names(one.names, other.names)
    return met >= _names_needed(one, other) and not strange and _same_subject(one, other)


def _names_needed(one: Features, other: Features) -> int:
    return 2 if any(act is not None and act.pair for act in (one.head, other.head)) else 1


def horizon(one: Features, other: Features) -> int:
    """Days within which the act cannot come again, 0 when it can."""
    if _first_of_its_kind(one, other):
        return FIRST_OF_ITS_KIND
    if not one.once or not other.once:
        return 0
    if one.head is None or other.head is None or one.head.family.isdisjoint(other.head.family):
        return 0
    return min(one.head.once, other.head.once)


def farthest(features: Features) -> int:
    """Days that no horizon of this and any other mention exceeds."""
    return max(FIRST_OF_ITS_KIND if features.first else 0, features.once)


def beyond(one: Features, other: Features, gap: int) -> bool:
    """Whether the act can have come again within so many days."""
    return surely_beyond(one, other, gap) or gap > horizon(one, other)


def surely_beyond(one: Features, other: Features, gap: int) -> bool:
    """Whether no horizon of the two is so far, told without a look at their words."""
    once = one.once if one.once < other.once else other.once
    return gap > once and (gap > FIRST_OF_ITS_KIND or not (one.first and other.first))


def same_bearer(one: Features, other: Features) -> bool:
    """Whether both say what comes once in a life, of the same person or thing."""
    return (
        not surely_beyond(one, other, SHORT)
        and horizon(one, other) > SHORT
        and not unlike(one.objects, other.objects)
        and _same_subject(one, other)
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
    family = one.head.family & other.head.family
    person = not _OF_PERSONS.isdisjoint(family)
    if one.head.befalls_subject or other.head.befalls_subject or person:
        names, others = sufferers(one), sufferers(other)
    else:
        names, others = one.names, other.names
        if one.head.of_place and other.head.of_place:
            return meet(names, others)
    person = person and "disaster" not in family
    return _bears(names, others, within=one.article == other.article, person=person)


def _bears(names: Sequence[Name], others: Sequence[Name], *, within: bool, person: bool) -> bool:
    """A shared name that is not just a place; of people the surname, within one text the whole name."""
    if within:
        return any(name.words == bearer.words and not name.known for name in names for bearer in others)
    if person:
        return any(name.bears(bearer) for name in names for bearer in others)
    return any(name.meets(bearer) for name in names for bearer in others if not (name.known or bearer.known))


def _first_of_its_kind(one: Features, other: Features) -> bool:
    """ "The first kidney transplant in Osterland": both count it first, and say much the same of the same."""
    if not (one.first and other.first):
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
