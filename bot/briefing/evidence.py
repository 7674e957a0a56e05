"""How much speaks for two mentions telling one happening: a sum of what agrees and what does not."""

from bot.briefing.acts import Act
from bot.briefing.features import Features
from bot.briefing.likeness import (
    elsewhere,
    heads_agree,
    meet,
    none_meets,
    only_places_met,
    shared_names,
    shared_weight,
    unlike,
)
from bot.briefing.once import same_bearer
from bot.briefing.proper import Name
from bot.briefing.windows import Timing

WEEK, MONTH = 7, 31  # days

# What each agreement adds and each disagreement takes. Tuned on the open half of tests/corpus/pairs.
SAME_ACT, HALF_SAID, NAMED_ACT, SECOND_ACT, NEAR_ACT = 2.0, 1.5, 0.8, 0.4, 0.8
OTHER_HEAD, OTHER_ACT = -0.4, -1.5
SAME_KIND, OTHER_KIND = 0.4, -0.4
FIRST_NAME, FIRST_PLACE, NEXT_NAME, STRANGE_NAME = 1.2, 0.7, 0.7, -0.9
OTHER_NAMES, NO_COMMON_NAME = -3.0, -0.5
OTHER_PLACE = -2.5
OTHER_PATIENT, OTHER_AGENT, OTHER_OBJECT = -1.6, -0.5, -2.5
SAME_WORDS, OTHER_WORDS = 2.0, -0.9
SAME_NUMBER = 0.6
SAME_DAY, SAME_REPORT, SAME_MONTH, SAME_YEAR = 1.0, 0.4, 0.6, 0.3
TIMINGS = {Timing.NESTED: 0.2, Timing.OVERLAPPING: -0.8, Timing.DISJOINT: 0.0}
SAME_ONCE = 1.0
ALL_NAMES = FIRST_NAME + 2 * NEXT_NAME
ROUNDED = 1e-9


def weigh(one: Features, other: Features, timing: Timing, least: float) -> float:
    """The evidence for one happening: acts, names, places, roles, words, numbers and time, summed.

    Of what cannot come to `least` it is said what it comes to at most: then the names, which take longer
    than the words, need not be looked at, or not from all sides.
    """
    acts, words, time = weigh_acts(one, other), weigh_words(one, other), weigh_time(one, other, timing)
    numbers = 0.0 if one.numbers.isdisjoint(other.numbers) else _weigh_numbers(one, other)
    beside = acts + words + numbers + time
    if beside + ALL_NAMES + SAME_ONCE < least - ROUNDED:
        return beside + ALL_NAMES + SAME_ONCE
    names = weigh_names(one, other)
    if beside + names + SAME_ONCE < least - ROUNDED:
        return beside + names + SAME_ONCE
    place = OTHER_PLACE if elsewhere(one, other) else 0.0
    once = SAME_ONCE if same_bearer(one, other) else 0.0
    return acts + names + place + weigh_roles(one, other) + words + numbers + time + once


def _weigh_numbers(one: Features, other: Features) -> float:
    return SAME_NUMBER * min(len(one.numbers & other.numbers), 2)


def weigh_acts(one: Features, other: Features) -> float:
    """The same act tells most, one of the same family less; acts of their own speak against it."""
    kind = 0.0
    if one.kind and other.kind:
        kind = SAME_KIND if one.kind == other.kind else OTHER_KIND
    if not one.acts or not other.acts:
        return NEAR_ACT if kind > 0 else kind
    if not heads_agree(one, other):
        return kind + (OTHER_ACT if one.families.isdisjoint(other.families) else OTHER_HEAD)
    shared = one.acts & other.acts
    if not shared:
        return kind + NEAR_ACT
    if shared & one.said & other.said:
        act = SAME_ACT
    else:
        act = HALF_SAID if shared & (one.said | other.said) else NAMED_ACT
    return max(kind, 0.0) + act + (SECOND_ACT if len(shared) > 1 else 0.0)


def weigh_names(one: Features, other: Features) -> float:
    """Shared names, less and less for each more; against it, names that neither finds in the other."""
    if not one.names or not other.names:
        return 0.0
    met, strange = shared_names(one.names, other.names)
    if not met:
        return OTHER_NAMES if none_meets(_who(one), _who(other)) else NO_COMMON_NAME
    first = FIRST_PLACE if only_places_met(one, other) else FIRST_NAME
    return first + NEXT_NAME * min(met - 1, 2) + STRANGE_NAME * min(strange, 2.0)


def _who(features: Features) -> list[Name]:
    return [name for name in features.names if not name.local]


def weigh_roles(one: Features, other: Features) -> float:
    """What speaks against it when the same was done to, or by, somebody or something else."""
    if one.head is None or other.head is None or one.head.family.isdisjoint(other.head.family):
        return 0.0
    strange = OTHER_OBJECT * unlike(one.objects, other.objects)
    if one.head.mutual or other.head.mutual:
        return strange
    patient = OTHER_PATIENT if none_meets(one.patients, other.patients) else 0.0
    agent = OTHER_AGENT if none_meets(one.agents, other.agents) else 0.0
    return patient + agent + strange


def weigh_words(one: Features, other: Features) -> float:
    """The share of common content words, less what both have for themselves."""
    if not one.stems or not other.stems:
        return 0.0
    shared = shared_weight(one, other)
    alone = min(one.weight, other.weight) - shared
    return SAME_WORDS * 2 * shared / (one.weight + other.weight) + OTHER_WORDS * min(alone, 2.0)


def weigh_time(one: Features, other: Features, timing: Timing) -> float:
    """What the dates add: the same day much, the same year little, the same day of reporting less."""
    if timing is not Timing.EQUAL:
        return TIMINGS[timing]
    if one.reported and other.reported:
        return SAME_REPORT
    days = max(one.window.days, other.window.days)
    return SAME_DAY if days <= WEEK else SAME_MONTH if days <= MONTH else SAME_YEAR


def contradict(one: Features, other: Features) -> bool:
    """Whether the words rule out one happening: another turn of a series, an opposite, an anniversary."""
    if one.about != other.about or (one.series and other.series and _other_turn(one, other)):
        return True
    if (one.opposed or other.opposed) and _opposite(one, other):
        return True
    return _turned_round(one, other)


def _other_turn(one: Features, other: Features) -> bool:
    """ "First" and "second", "semi-final" and "final"; one without the word contradicts nothing."""
    rows = {row for row, _ in one.series} & {row for row, _ in other.series}
    return bool(rows - {row for row, _ in one.series & other.series})


def _opposite(one: Features, other: Features) -> bool:
    """Whether one mainly says the opposite of the other, or has an opposite that the other lacks."""
    if one.head and other.head and _ruled_out(one.head, other.head):
        return True
    return bool((one.acts - other.acts) & other.opposed or (other.acts - one.acts) & one.opposed)


def _ruled_out(act: Act, other: Act) -> bool:
    return act.name in other.opposes or other.name in act.opposes


def _turned_round(one: Features, other: Features) -> bool:
    """Whether who did it to whom in one is whom by whom in the other."""
    if one.head is None or other.head is None or not (one.head.directed and other.head.directed):
        return False
    if one.head.name == other.head.name:
        across = meet(one.agents, other.patients) and meet(one.patients, other.agents)
        return across and not meet(one.agents, other.agents)
    reverse = one.head.reverse == other.head.name or other.head.reverse == one.head.name
    straight = meet(one.agents, other.agents) and meet(one.patients, other.patients)
    return reverse and straight and not meet(one.agents, other.patients)
