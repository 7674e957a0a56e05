"""What people decided about events, by the numbers of the mentions concerned."""

from collections.abc import Mapping
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
