"""Clause: a stretch of a sentence with a verb of its own, and how it hangs on the others."""

from dataclasses import dataclass, field
from enum import StrEnum

from bot.extraction.verbs import Group

Range = tuple[int, int]


class Role(StrEnum):
    """How a clause stands in its sentence."""

    MAIN = "main"
    COORDINATE = "coordinate"  # shares the subject of the clause before it
    RELATIVE = "relative"
    SUBORDINATE = "subordinate"
    COMPLEMENT = "complement"  # what was said
    PARTICIPIAL = "participial"
    ASIDE = "aside"  # in brackets


@dataclass(slots=True, eq=False)
class Clause:
    """A clause over token indices. `pieces` may leave out what stands between ("Karpov, who …, said").

    `extra` are pieces without a verb set off by commas: appositions, adverbials, lists. `host` is the
    index of the clause it hangs on. It is filled while the sentence is read and not changed after.
    """

    role: Role
    pieces: list[Range]
    opener: int | None = None
    verb: Group | None = None
    subject: Range | None = None
    host: int | None = None
    antecedent: Range | None = None  # what a relative clause is about
    extra: list[Range] = field(default_factory=list)

    @property
    def hull(self) -> Range:
        ranges = [*self.pieces, *self.extra]
        return min(a for a, _ in ranges), max(b for _, b in ranges)
