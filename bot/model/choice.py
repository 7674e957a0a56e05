"""What of a timeline is shown: the choice of somebody who presses the buttons below it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True, slots=True)
class Only:
    """What events must be to be shown: all of what is set.

    `source` is the number of an article that tells them. `ended`: they were over before that day.
    """

    disputed: bool = False
    planned: bool = False
    kind: str | None = None
    source: int | None = None
    ended: date | None = None

    @property
    def pressed(self) -> bool:
        """Whether anything was chosen by a button."""
        return self.disputed or self.planned or self.kind is not None or self.source is not None


ALL: Final = Only()


@dataclass(frozen=True, slots=True)
class Facets:
    """How many of the events asked for are of which sort. Kinds are in order, the most frequent first.

    `more`: there are more than these `total`, of which nobody knows what they are.
    """

    total: int = 0
    disputed: int = 0
    planned: int = 0
    kinds: tuple[tuple[str, int], ...] = ()
    sources: int = 0
    more: bool = False

    @classmethod
    def of(
        cls, groups: Mapping[tuple[bool, bool, str | None], int], sources: int = 0, most: int | None = None
    ) -> "Facets":
        """From how many events there are by whether they are disputed, whether planned, and their kind.

        With `most`, there are more than that.
        """
        kinds: dict[str, int] = {}
        for (_, _, kind), count in groups.items():
            if kind is not None:
                kinds[kind] = kinds.get(kind, 0) + count
        return cls(
            total=sum(groups.values()) if most is None else most,
            disputed=sum(count for (disputed, _, _), count in groups.items() if disputed),
            planned=sum(count for (_, planned, _), count in groups.items() if planned),
            kinds=tuple(sorted(kinds.items(), key=lambda kind: (-kind[1], kind[0]))),
            sources=sources,
            more=most is not None,
        )
