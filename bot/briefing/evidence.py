"""How much speaks for two mentions telling one happening, and what speaks against it beyond doubt."""

from collections.abc import Iterable, Sequence

from bot.briefing.features import Features
from bot.briefing.proper import Name
from bot.briefing.windows import Timing

WEEK, MONTH = 7, 31  # days

# What each agreement adds and each disagreement takes. Tuned on the open half of tests/corpus/pairs.
SAME_ACT, NEAR_ACT, OTHER_ACT, OTHER_HEAD = 2.0, 0.8, -1.5, -0.7
SAME_KIND, OTHER_KIND = 0.4, -0.4
FIRST_NAME, NEXT_NAME, STRANGE_NAME, NO_COMMON_NAME = 1.2, 0.7, -0.9, -3.0
COUNTRY = 0.5
OTHER_PLACE = -1.8
OTHER_PATIENT, OTHER_AGENT, OTHER_OBJECT = -1.6, -0.5, -1.8
SAME_WORDS, OTHER_WORDS = 2.0, -0.9
SAME_NUMBER = 0.6
SAME_DAY, SAME_MONTH, SAME_YEAR, NESTED, OVERLAPPING = 1.0, 0.6, 0.3, 0.2, -0.8
SAME_ONCE = 1.0


def weigh(one: Features, other: Features, timing: Timing) -> float:
    """The evidence for one happening: acts, names, places, words, numbers and time, summed."""
    return (
        weigh_acts(one, other)
        + weigh_names(one.names, other.names)
        + weigh_places(one.names, other.names)
        + weigh_roles(one, other)
        + weigh_words(one, other)
        + weigh_numbers(one, other)
        + weigh_time(max(one.window.days, other.window.days), timing)
        + (SAME_ONCE if same_once(one, other) else 0.0)
    )


def weigh_acts(one: Features, other: Features) -> float:
    kind = 0.0
    if one.kind and other.kind:
        kind = SAME_KIND if one.kind == other.kind else OTHER_KIND
    if not one.acts or not other.acts:
        return kind
    if one.acts & other.acts:
        return max(kind, 0.0) + SAME_ACT + (0.0 if _heads_agree(one, other) else OTHER_HEAD)
    return kind + (NEAR_ACT if one.families & other.families else OTHER_ACT)


def _heads_agree(one: Features, other: Features) -> bool:
    """Whether what each says mainly is at least named in the other."""
    if one.head is None or other.head is None:
        return True
    return bool(one.head.family & other.families or other.head.family & one.families)


def weigh_names(names: Sequence[Name], others: Sequence[Name]) -> float:
    """Shared names, less and less for each more; against it, names that neither finds in the other."""
    if not names or not others:
        return 0.0
    met, strange = shared_names(names, others)
    if not met:
        return NO_COMMON_NAME
    return FIRST_NAME + NEXT_NAME * min(met - 1, 2) + STRANGE_NAME * min(strange, 2.0)


def shared_names(names: Sequence[Name], others: Sequence[Name]) -> tuple[int, float]:
    """How many names the two have in common, and how many each has that the other lacks.

    A country counts half: "American champions" says little more than "champions".
    """
    met = [name for name in names if any(name.meets(other) for other in others)]
    met_back = [other for other in others if any(other.meets(name) for name in names)]
    return min(len(met), len(met_back)), min(_strange(names, met), _strange(others, met_back))


def _strange(names: Sequence[Name], met: Sequence[Name]) -> float:
    return sum(COUNTRY if name.known else 1.0 for name in names if name not in met)


def weigh_places(names: Sequence[Name], others: Sequence[Name]) -> float:
    return OTHER_PLACE if elsewhere(names, others) else 0.0


def elsewhere(names: Iterable[Name], others: Iterable[Name]) -> bool:
    """Whether both say where, and not the same; a country says nothing against a town."""
    here = [name for name in names if name.local]
    there = [name for name in others if name.local]
    if not here or not there:
        return False
    if any(name.meets(other) for name in here for other in others):
        return False
    if any(name.meets(other) for name in there for other in names):
        return False
    return any(name.known is other.known for name in here for other in there)


def weigh_roles(one: Features, other: Features) -> float:
    """What speaks against it when the same was done to, or by, somebody or something else."""
    if (
        one.head is None
        or other.head is None
        or one.head.mutual
        or one.head.family.isdisjoint(other.head.family)
    ):
        return 0.0
    patient = OTHER_PATIENT if _none_meets(one.patients, other.patients) else 0.0
    agent = OTHER_AGENT if _none_meets(one.agents, other.agents) else 0.0
    return patient + agent + OTHER_OBJECT * _unlike(one.objects, other.objects)


def _unlike(objects: frozenset[str], others: frozenset[str]) -> float:
    """The share of words that either has for itself, 0 when all of one are in the other."""
    shared = len(objects & others)
    if not objects or not others or shared in (len(objects), len(others)):
        return 0.0
    return 1 - 2 * shared / (len(objects) + len(others))


def _none_meets(names: Sequence[Name], others: Sequence[Name]) -> bool:
    return bool(names) and bool(others) and not _meet(names, others)


def weigh_words(one: Features, other: Features) -> float:
    """The share of common content words, less what both have for themselves."""
    if not one.stems or not other.stems:
        return 0.0
    shared = sum(weight for stem, weight in one.stems.items() if stem in other.stems)
    dice = 2 * shared / (one.weight + other.weight)
    alone = min(one.weight, other.weight) - shared
    return SAME_WORDS * dice + OTHER_WORDS * min(alone, 2.0)


def weigh_numbers(one: Features, other: Features) -> float:
    return SAME_NUMBER * min(len(one.numbers & other.numbers), 2)


def weigh_time(days: int, timing: Timing) -> float:
    """What the dates add: the same day much, the same year little. `days`: of the coarser of the two."""
    if timing is Timing.EQUAL:
        return SAME_DAY if days <= WEEK else SAME_MONTH if days <= MONTH else SAME_YEAR
    return {Timing.NESTED: NESTED, Timing.OVERLAPPING: OVERLAPPING}.get(timing, 0.0)


def often(features: Features) -> bool:
    """Whether the like comes again and again: an attack, a meeting, a killing of people without a name."""
    if features.head is None:
        return False
    return features.head.often or ("harm" in features.head.family and not sufferers(features))


def sufferers(features: Features) -> Sequence[Name]:
    """Whom it befell: the object of "killed", the subject of "died" and "sank"."""
    subject = features.head is not None and features.head.befalls_subject
    return features.agents if subject else features.patients


def same_once(one: Features, other: Features) -> bool:
    """Whether both say what hardly comes twice, of the same person or thing."""
    if not _once(one) or not _once(other) or not _heads_alike(one, other):
        return False
    return share_person(sufferers(one), sufferers(other))


def _once(features: Features) -> bool:
    return features.head is not None and features.head.once > WEEK


def _heads_alike(one: Features, other: Features) -> bool:
    return one.head is not None and other.head is not None and bool(one.head.family & other.head.family)


def share_person(names: Sequence[Name], others: Sequence[Name]) -> bool:
    """A shared name that is not just a place."""
    return any(name.meets(other) for name in names for other in others if not (name.known or other.known))


def contradict(one: Features, other: Features) -> bool:
    """Whether the words rule out one happening: another turn of a series, an opposite, an anniversary."""
    return (
        _other_turn(one, other)
        or _opposite(one, other)
        or one.about != other.about
        or _turned_round(one, other)
    )


def _other_turn(one: Features, other: Features) -> bool:
    """ "First" and "second", "semi-final" and "final"; one without the word contradicts nothing."""
    rows = {row for row, _ in one.series} & {row for row, _ in other.series}
    shared = {row for row, _ in one.series & other.series}
    return bool(rows - shared)


def _opposite(one: Features, other: Features) -> bool:
    only_one, only_other = one.acts - other.acts, other.acts - one.acts
    return bool(only_one & other.opposed or only_other & one.opposed)


def _turned_round(one: Features, other: Features) -> bool:
    """Whether who did it to whom in one is whom by whom in the other."""
    if one.head is None or other.head is None or not (one.head.directed and other.head.directed):
        return False
    if one.head.name == other.head.name:
        return _roles_meet(one.agents, one.patients, other.patients, other.agents)
    reverse = one.head.reverse == other.head.name or other.head.reverse == one.head.name
    return reverse and _roles_meet(one.agents, one.patients, other.agents, other.patients)


def _roles_meet(
    names: Sequence[Name], objects: Sequence[Name], others: Sequence[Name], their_objects: Sequence[Name]
) -> bool:
    return _meet(names, others) and _meet(objects, their_objects) and not _meet(names, their_objects)


def _meet(names: Sequence[Name], others: Sequence[Name]) -> bool:
    return any(name.meets(other) for name in names for other in others)
