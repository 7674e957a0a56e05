"""Which mentions tell one event, by what they say and by what people decided."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations, product

from bot.briefing.compose import compose, time_key
from bot.briefing.features import features_of
from bot.briefing.grouping import Partition, Unit, unit_tie
from bot.briefing.matching import Relation, Tie
from bot.model.decisions import Decisions
from bot.model.news import Mention

__all__ = ["Decisions", "cluster", "compose", "renumber"]

Group = tuple[Mention, ...]


def cluster(mentions: Collection[Mention], decisions: Decisions) -> tuple[Group, ...]:
    """The mentions of each event, events and mentions in order of time; hidden ones left out.

    What people joined comes first. Then the strongest tie of SAME goes first, and two groups become one
    unless something in them is parted by a person or contradicts: so "2015" does not draw "July 2015"
    and "September 2015" together. The outcome does not depend on the order of `mentions`, and that of one
    mention only on those that a chain of SAME links to it.
    """
    seen = sorted((m for m in mentions if m.id not in decisions.hidden), key=time_key)
    joined = _united(seen, _joins(seen, decisions), _parts(seen, decisions))
    units = [tuple(seen[place] for place in places) for places in joined]
    ties = _Ties(units, decisions)
    groups = Partition(len(units))
    for one, other in ties.strongest_first():
        if groups.apart(one, other) and not ties.forbidden(groups.group(one), groups.group(other)):
            groups.unite(one, other)
    clusters = sorted(sorted(place for unit in group for place in joined[unit]) for group in groups.groups())
    return tuple(tuple(seen[place] for place in places) for places in clusters)


Pair = tuple[int, int]


def _united(seen: Sequence[Mention], joins: Collection[Pair], parts: Collection[Pair]) -> list[Sequence[int]]:
    """Places of mentions, grouped as people joined them; a parting stands above a joining."""
    groups = Partition(len(seen))
    for one, other in sorted(joins):
        across = product(groups.group(one), groups.group(other))
        if groups.apart(one, other) and not any((min(p), max(p)) in parts for p in across):
            groups.unite(one, other)
    return list(groups.groups())


def _joins(seen: Sequence[Mention], decisions: Decisions) -> set[Pair]:
    return _places(seen, decisions.joined)


def _parts(seen: Sequence[Mention], decisions: Decisions) -> set[Pair]:
    return _places(seen, decisions.parted)


def _places(seen: Sequence[Mention], pairs: Collection[Pair]) -> set[Pair]:
    """Pairs of ids as pairs of places, the lower first; those of mentions not here fall out."""
    place = {mention.id: number for number, mention in enumerate(seen)}
    here = ((place[a], place[b]) for a, b in pairs if a in place and b in place and a != b)
    return {(min(a, b), max(a, b)) for a, b in here}


class _Ties:
    """How the units stand to each other, compared only where they share a key."""

    def __init__(self, units: Sequence[Group], decisions: Decisions) -> None:
        self._units: list[Unit] = [tuple(features_of(mention) for mention in unit) for unit in units]
        self._known: dict[Pair, Tie] = {}
        unit_of = {mention.id: number for number, unit in enumerate(units) for mention in unit}
        self._parted = {
            pair
            for a, b in decisions.parted
            if a in unit_of and b in unit_of
            for pair in ((unit_of[a], unit_of[b]), (unit_of[b], unit_of[a]))
        }

    def strongest_first(self) -> list[Pair]:
        """Pairs of units that tell the same; equally strong ones in order of the units."""
        strength = {pair: self._between(*pair) for pair in self._close()}
        same = [pair for pair, tie in strength.items() if tie.relation is Relation.SAME]
        return sorted(same, key=lambda pair: (-strength[pair].strength, pair))

    def forbidden(self, group: Sequence[int], other: Sequence[int]) -> bool:
        """Whether something in two groups of units cannot be one event."""
        return any(pair in self._parted or self._between(*pair).contrary for pair in product(group, other))

    def _between(self, one: int, other: int) -> Tie:
        """Weighed once: groups that grow are held against each other again and again."""
        pair = (one, other) if one < other else (other, one)
        if pair not in self._known:
            self._known[pair] = unit_tie(self._units[pair[0]], self._units[pair[1]])
        return self._known[pair]

    def _close(self) -> Iterator[Pair]:
        holders: dict[str, list[int]] = defaultdict(list)
        for number, unit in enumerate(self._units):
            for key in {key for features in unit for key in features.keys}:
                holders[key].append(number)
        yield from {pair for numbers in holders.values() for pair in combinations(numbers, 2)}


def renumber(old: Mapping[int, int], clusters: Sequence[Sequence[Mention]]) -> tuple[int | None, ...]:
    """The event number each cluster keeps, None where it needs a new one.

    `old` is mention id → event number as it was. A number stays with the cluster that holds the lowest of its
    mentions; a cluster with a right to several keeps the lowest.
    """
    home = {mention.id: place for place, group in enumerate(clusters) for mention in group}
    rights: dict[int, int] = {}
    for mention_id in sorted(home.keys() & old.keys()):
        rights.setdefault(old[mention_id], home[mention_id])
    kept: dict[int, int] = {}
    for number in sorted(rights):
        kept.setdefault(rights[number], number)
    return tuple(kept.get(place) for place in range(len(clusters)))
