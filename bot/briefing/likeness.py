"""What two mentions have in common: names, places, words, and whom it befell."""

from collections.abc import Collection, Sequence
from math import fsum

from bot.briefing.features import Features
from bot.briefing.proper import Name

COUNTRY = 0.5  # "American champions" says little more than "champions"
PARTLY_UNLIKE = 0.7  # "the interior minister", "the finance minister"
MUCH, ENOUGH = 0.6, 1.4  # share and weight of common words from which two mentions say much the same


def meet(names: Sequence[Name], others: Sequence[Name]) -> bool:
    """Whether any name of one can be a name of the other."""
    for name in names:
        for other in others:
            if name.meets(other):
                return True
    return False


def none_meets(names: Sequence[Name], others: Sequence[Name]) -> bool:
    """Whether both have names of a sort, countries or others, and none in common."""
    return not meet(names, others) and any(n.country is o.country for n in names for o in others)


def shared_names(names: Sequence[Name], others: Sequence[Name]) -> tuple[int, float]:
    """How many names the two have in common, and how many each has that the other lacks (a country half)."""
    pairs = [(a, b) for a, name in enumerate(names) for b, other in enumerate(others) if name.meets(other)]
    met, met_back = {a for a, _ in pairs}, {b for _, b in pairs}
    strange = _strange(names, met)
    return min(len(met), len(met_back)), strange and min(strange, _strange(others, met_back))


def only_places_met(one: Features, other: Features) -> bool:
    """Whether all names the two have in common are of places."""
    return not meet(one.who, other.who)


def heads_agree(one: Features, other: Features) -> bool:
    """Whether both mainly tell acts of one family, or each tells, if by the way, what the other mainly tells.

    Of a mention whose verb is not known, only a noun ("the earthquake"), nothing more can be asked.
    """
    if one.head is None or other.head is None:
        return not one.families.isdisjoint(other.families)
    if one.head.family & other.head.family:
        return True
    there, here = one.head.family & other.families, other.head.family & one.families
    if one.spoken and other.spoken:
        return bool(there) and bool(here)
    return bool(there and not one.spoken) or bool(here and not other.spoken)


def other_sufferers(one: Features, other: Features) -> bool:
    """Whether acts of one family were done to others: neither is named on the other's side at all."""
    if one.head is None or other.head is None or one.head.family.isdisjoint(other.head.family):
        return False
    crossed = meet(one.patients, other.agents) or meet(other.patients, one.agents)
    return none_meets(one.patients, other.patients) and not crossed


def other_doers(one: Features, other: Features) -> bool:
    """Whether others did it, and nobody named suffered it in both."""
    return none_meets(one.agents, other.agents) and who_met(one, other) == 0


def other_numbers(one: Features, other: Features) -> bool:
    """Whether both have numbers, and none in common."""
    return bool(one.numbers) and bool(other.numbers) and one.numbers.isdisjoint(other.numbers)


def who_met(one: Features, other: Features) -> int:
    """How many names that are not of places the two have in common."""
    return sum(meet((name,), other.who) for name in one.who)


def _strange(names: Sequence[Name], met: Collection[int]) -> float:
    if len(met) == len(names):
        return 0.0
    return sum([COUNTRY if name.country else 1.0 for place, name in enumerate(names) if place not in met])


def elsewhere(one: Features, other: Features) -> bool:
    """Whether both say where, and not the same; a country says nothing against a town."""
    here, there = one.local, other.local
    if not here or not there or meet(here, other.names) or meet(there, one.names):
        return False
    return any(name.country is place.country for name in here for place in there)


def shared_weight(one: Features, other: Features) -> float:
    """The weight of the content words that both have, the same from both sides to the last bit."""
    if one.stems.keys().isdisjoint(other.stems):
        return 0.0
    return fsum([one.stems[stem] for stem in one.stems.keys() & other.stems.keys()])


def alike_in_words(one: Features, other: Features) -> bool:
    """Whether they say much the same even if no act is known of either."""
    enough = max(ENOUGH, MUCH * min(one.weight, other.weight))
    return shared_weight(one, other) >= enough or same_words(one, other)


def same_words(one: Features, other: Features) -> bool:
    """Whether the content words of both are the same."""
    return bool(one.stems) and one.stems.keys() == other.stems.keys()


def same_statement(one: Features, other: Features) -> bool:
    """Whether both say the same of the same, in words that may stand otherwise."""
    if one.stems.keys() != other.stems.keys() or one.acts != other.acts:
        return False
    met, _ = shared_names(one.names, other.names)
    return met >= max(len(one.names), len(other.names))


def unlike(objects: frozenset[str], others: frozenset[str]) -> float:
    """How surely two objects are not one: 1 when they share no word, 0 when all of one are in the other."""
    shared = len(objects & others)
    if not objects or not others or shared in (len(objects), len(others)):
        return 0.0
    return PARTLY_UNLIKE if shared else 1.0
