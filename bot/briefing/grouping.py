"""Groups of mentions that grow by uniting two at a time, never against a contradiction."""

from collections.abc import Iterable, Sequence

from bot.briefing.features import Features
from bot.briefing.matching import Relation, Tie, tie

Unit = tuple[Features, ...]  # one mention, or several that people joined


def unit_tie(one: Unit, other: Unit) -> Tie:
    """Two units are tied as their closest members are: what a person joined to a mention, it tells too."""
    if len(one) == len(other) == 1:
        return tie(one[0], other[0])
    ties = [tie(a, b) for a in one for b in other]
    return max(ties, key=lambda t: (_RANK[t.relation], not t.contrary, t.strength))


_RANK = {Relation.DIFFERENT: 0, Relation.UNSURE: 1, Relation.SAME: 2}


class Partition:
    """Disjoint groups of the numbers 0 … n-1."""

    def __init__(self, size: int) -> None:
        self._group = list(range(size))
        self._members = [[place] for place in range(size)]

    def group(self, place: int) -> Sequence[int]:
        """The members of the group that holds `place`."""
        return self._members[self._group[place]]

    def apart(self, one: int, other: int) -> bool:
        return self._group[one] != self._group[other]

    def unite(self, one: int, other: int) -> None:
        """Makes one group of the two, numbered by the lower."""
        low, high = sorted((self._group[one], self._group[other]))
        for place in self._members[high]:
            self._group[place] = low
        self._members[low] = sorted(self._members[low] + self._members[high])
        self._members[high] = []

    def groups(self) -> Iterable[Sequence[int]]:
        return (members for members in self._members if members)
