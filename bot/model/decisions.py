"""What people decided about events, by the numbers of the mentions concerned."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.model.timespan import When


@dataclass(frozen=True, slots=True)
class Decisions:
    """Pairs of mentions that must, or must not, tell one event; and what a person chose for an event.

    A date or headline belongs to the event that holds the mention; `hidden` mentions tell no event at all.
    """

    joined: frozenset[tuple[int, int]] = frozenset()
    parted: frozenset[tuple[int, int]] = frozenset()
    dates: Mapping[int, When] = field(default_factory=dict)
    headlines: Mapping[int, str] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()

    def over(self, older: "Decisions") -> "Decisions":
        """These decisions laid over older ones: where the two contradict each other, these hold."""
        return Decisions(
            joined=self.joined | (older.joined - self.parted),
            parted=self.parted | (older.parted - self.joined),
            dates={**older.dates, **self.dates},
            headlines={**older.headlines, **self.headlines},
            hidden=self.hidden | older.hidden,
        )

    def handed_on(self, heirs: Mapping[int, int]) -> "Decisions":
        """What of these concerns mentions that have an heir, said of the heirs."""
        return Decisions(
            joined=frozenset(_handed_on(self.joined, heirs)),
            parted=frozenset(_handed_on(self.parted, heirs)),
            dates={heirs[id]: when for id, when in self.dates.items() if id in heirs},
            headlines={heirs[id]: words for id, words in self.headlines.items() if id in heirs},
            hidden=frozenset(heirs[id] for id in self.hidden if id in heirs),
        )


def _handed_on(pairs: Iterable[tuple[int, int]], heirs: Mapping[int, int]) -> Iterable[tuple[int, int]]:
    for pair in pairs:
        one, other = (heirs.get(id, id) for id in pair)
        if (one, other) != pair:
            yield min(one, other), max(one, other)
