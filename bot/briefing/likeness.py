"""What two mentions have in common: names, places, words, and whom it befell."""

from collections.abc import Sequence

from bot.briefing.features import Features
from bot.briefing.proper import Name

COUNTRY = 0.5  # "American champions" says little more than "champions"
PARTLY_UNLIKE = 0.7  # "the interior minister", "the finance minister"
MUCH, ENOUGH = 0.6, 1.4  # share and weight of common words from which two mentions say much the same


def meet(names: Sequence[Name], others: Sequence[Name]) -> bool:
    """Whether any name of one can be a name of the other."""
    return any(name.meets(other) for name in names for other in others)


def none_meets(names: Sequence[Name], others: Sequence[Name]) -> bool:
    """Whether both have names of a sort, countries or others, and none in common."""
    return not meet(names, others) and any(n.country is o.country for n in names for o in others)


def shared_names(names: Sequence[Name], others: Sequence[Name]) -> tuple[int, float]:
    """How many names the two have in common, and how many each has that the other lacks (a country half)."""
    met = [name for name in names if any(name.meets(other) for other in others)]
    met_back = [other for other in others if any(other.meets(name) for name in names)]
    return min(len(met), len(met_back)), min(_strange(names, met), _strange(others, met_back))


def only_places_met(one: Features, other: Features) -> bool:
    """Whether all names the two have in common are of places."""
    return not any(
        name.meets(twin) for name in one.names for twin in other.names if not (_where(name) or _where(twin))
    )


def _where(name: Name) -> bool:
    return name.known or name.local


def heads_agree(one: Features, other: Features) -> bool:
    """Whether both mainly tell acts of one family, or each tells, if by the way, what the other mainly tells.

    Of a mention whose verb is not known, only a noun ("the earthquake"), nothing more can be asked.
    """
    if one.head is None or other.head is None:
        return not one.families.isdisjoint(other.families)
    if one.head.family & other.head.family:
        return True
    if not (one.spoken and other.spoken):
        named, told = (other, one) if one.spoken else (one, other)
        return named.head is not None and bool(named.head.family & told.families)
    return bool(one.head.family & other.families) and bool(other.head.family & one.families)


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
    return sum(any(n.meets(o) and not _where(o) for o in other.names) for n in one.names if not _where(n))


def _strange(names: Sequence[Name], met: Sequence[Name]) -> float:
    return sum(COUNTRY if name.country else 1.0 for name in names if name not in met)


def elsewhere(one: Features, other: Features) -> bool:
    """Whether both say where, and not the same; a country says nothing against a town."""
    here, there = one.local, other.local
    if not here or not there or meet(here, other.names) or meet(there, one.names):
        return False
    return any(name.country is place.country for name in here for place in there)


def shared_weight(one: Features, other: Features) -> float:
    """The weight of the content words that both have."""
    return sum(weight for stem, weight in one.stems.items() if stem in other.stems)


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
