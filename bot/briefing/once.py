"""What happens only once: two dates for it are a dispute, not two happenings."""

from bot.briefing.evidence import elsewhere, share_person, shared_names, sufferers
from bot.briefing.features import Features
from bot.model.news import Modality

FIRST_OF_ITS_KIND = 300  # days within which "the first …" can be told only once
_TELLS = frozenset({Modality.HAPPENED, Modality.SUPPOSED, Modality.DENIED})


def happens_once(one: Features, other: Features, gap: int) -> bool:
    """Whether two mentions, `gap` days apart, surely tell the one happening there can have been.

    Both say the same act of the same names, at no other place, and it hardly comes twice in that time;
    neither was merely reported that day or planned.
    """
    if one.reported or other.reported or one.modality not in _TELLS or other.modality not in _TELLS:
        return False
    if gap > horizon(one, other) or elsewhere(one.names, other.names):
        return False
    return _identical(one, other)


def horizon(one: Features, other: Features) -> int:
    """Days within which the act cannot come again, 0 when it can."""
    head, act = one.head, other.head
    if head is None or act is None or head.family.isdisjoint(act.family):
        return 0
    return min(head.once, act.once)


def _identical(one: Features, other: Features) -> bool:
    met, strange = shared_names(one.names, other.names)
    if not met or strange or _other_words(one, other):
        return False
    if _befalls(one) or _befalls(other):
        return share_person(sufferers(one), sufferers(other))
    return _of_place(one) or share_person(one.names, other.names)


def _befalls(features: Features) -> bool:
    return features.head is not None and (features.head.befalls_subject or "harm" in features.head.family)


def _of_place(features: Features) -> bool:
    return features.head is not None and features.head.of_place


def _other_words(one: Features, other: Features) -> bool:
    """Whether both say something the other does not, and hardly anything in common."""
    if not one.stems or not other.stems:
        return False
    shared = sum(weight for stem, weight in one.stems.items() if stem in other.stems)
    return min(one.weight, other.weight) - shared > max(1.0, shared)
