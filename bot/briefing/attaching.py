"""How a long story grows: new mentions are put to the events there are, without weighing these anew.

Reconciling weighs every pair of mentions, which is exact and takes the square of their number. Past some
dozens this is enough: each new mention joins the event with the strongest tie to some of those that tell it,
unless one of these contradicts, or it begins an event of its own.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.briefing.compose import time_key
from bot.briefing.features import Features, features_of
from bot.briefing.matching import Relation, tie
from bot.model.decisions import Decisions
from bot.model.news import Mention

FACES = 16  # mentions that stand for an event told by more
CROWD = 50  # events that share a word; one in more brings none together


@dataclass(frozen=True, slots=True)
class _Event:
    members: list[Mention]
    faces: list[Features]

    def take(self, mention: Mention) -> None:
        self.members.append(mention)
        if len(self.faces) < FACES:
            self.faces.append(features_of(mention))


def attach(
    known: Iterable[Sequence[Mention]], new: Collection[Mention], decisions: Decisions
) -> tuple[tuple[Mention, ...], ...]:
    """The known events with the new mentions that tell them, and those that these begin.

    Hidden mentions are left out; the outcome does not depend on the order of `new`.
    """
    story = _Story(decisions)
    for mentions in known:
        story.begin(sorted((m for m in mentions if m.id not in decisions.hidden), key=time_key))
    for mention in sorted((m for m in new if m.id not in decisions.hidden), key=time_key):
        story.hear(mention)
    return tuple(map(tuple, story.told()))


class _Story:
    """The events so far, found by the words they share with a mention."""

    def __init__(self, decisions: Decisions) -> None:
        self.events: list[_Event] = []
        self._holders: dict[str, set[int]] = defaultdict(set)
        self._grown: set[int] = set()
        self._parted = decisions.parted | {(b, a) for a, b in decisions.parted}

    def begin(self, mentions: Sequence[Mention]) -> None:
        """One more event, told by these."""
        if mentions:
            self.events.append(_Event([], []))
        for mention in mentions:
            self._take(len(self.events) - 1, mention)

    def hear(self, mention: Mention) -> None:
        """Put a mention where it belongs."""
        place = self._closest(mention)
        if place is None:
            self.begin([mention])
        else:
            self._take(place, mention)
            self._grown.add(place)

    def told(self) -> Iterator[Sequence[Mention]]:
        """The mentions of each event in order of time, in which they were begun with."""
        for place, event in enumerate(self.events):
            yield sorted(event.members, key=time_key) if place in self._grown else event.members

    def _take(self, place: int, mention: Mention) -> None:
        self.events[place].take(mention)
        for key in features_of(mention).keys:
            self._holders[key].add(place)

    def _closest(self, mention: Mention) -> int | None:
        own = features_of(mention)
        crowds = (self._holders.get(key, ()) for key in own.keys)
        near = {place for holders in crowds if len(holders) <= CROWD for place in holders}
        strength = {place: self._strength(mention, own, self.events[place]) for place in sorted(near)}
        best = max(strength, key=lambda place: (strength[place], -place), default=None)
        return best if best is not None and strength[best] > 0 else None

    def _strength(self, mention: Mention, own: Features, event: _Event) -> float:
        """Of the strongest tie to what stands for the event; 0 when none holds or one contradicts."""
        if self._parted and any((mention.id, member.id) in self._parted for member in event.members):
            return 0.0
        strongest = 0.0
        for face in event.faces:
            found = tie(own, face)
            if found.contrary:
                return 0.0
            if found.relation is Relation.SAME and found.strength > strongest:
                strongest = found.strength
        return strongest
