"""What a relative expression hangs on: the publication date or the story, and which way a clause looks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.extraction.calendar import first_day, holding, unit_of
from bot.extraction.rules import Cues

_WORDS = re.compile(r"[^\W_]+(?:'[^\W_]+)?|[.;:!?\"]|``|''|\n")
LEFT, RIGHT = 240, 160


@dataclass(frozen=True, slots=True)
class Direction:
    """Which way a clause looks, and the word that told."""

    forward: bool
    told_by: str = ""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The date something is counted from; `origin` is "dct" or "text"."""

    value: str
    origin: str

    @property
    def day(self) -> date | None:
        return first_day(self.value)

    @property
    def words(self) -> str:
        """How a reason names it."""
        return "publication" if self.origin == "dct" else self.value


@dataclass(slots=True)
class Story:
    """The dates a text has named so far, which later ones hang on."""

    last: str | None = None
    by_unit: dict[str, str] = field(default_factory=dict)

    def tell(self, value: str) -> None:
        """Remembers a date, and the month and year it lies in."""
        value = value.split("T")[0]
        day = first_day(value)
        if day is None:
            return
        unit = unit_of(value)
        self.last = value
        for coarser in ("D", "W", "M", "Q", "Y"):
            if coarser == unit or _lies_in(unit, coarser):
                self.by_unit[coarser] = holding(day, coarser)
            elif coarser in self.by_unit and coarser not in ("Q",):
                del self.by_unit[coarser]

    def near(self, unit: str) -> str | None:
        """The last date that is at least as exact as the unit, at that unit."""
        return self.by_unit.get(unit)


def _lies_in(unit: str, coarser: str) -> bool:
    order = {"D": 0, "WE": 0, "W": 1, "M": 2, "Q": 3, "SE": 3, "H": 4, "Y": 5}
    return order.get(unit, 9) < order[coarser]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an expression stands: what it can hang on, and the words around it."""

    plain: str
    start: int
    end: int
    sentence: tuple[int, int]
    dct: date | None
    story: Story
    history: bool
    cues: Cues

    @property
    def published(self) -> Anchor | None:
        return Anchor(holding(self.dct, "D"), "dct") if self.dct else None

    def told(self, unit: str = "Y") -> Anchor | None:
        """The story's last date, at least as exact as the unit."""
        value = self.story.near(unit)
        return Anchor(value, "text") if value else None

    def direction(self) -> Direction:
        """Forward when the clause says so, else back."""
        before = _WORDS.findall(self.plain, max(self.sentence[0], self.start - LEFT), self.start)
        after = _WORDS.findall(self.plain, self.end, min(self.sentence[1], self.end + RIGHT))
        return _looking(before, after, self.cues)


def _looking(before: Sequence[str], after: Sequence[str], cues: Cues) -> Direction:
    if before and before[-1] in cues["toward"]:
        backward = [w for w in before[-8:] if w in cues["perfect"]]
        if not backward:
            return Direction(True, before[-1])
    for word in reversed(before):
        if told := _cue(word, cues):
            return told
        if word in cues["boundary"]:
            break
    for word in after:
        if told := _cue(word, cues):
            return told
        if word in cues["boundary"]:
            break
    return Direction(False)


def _cue(word: str, cues: Cues) -> Direction | None:
    if word in cues["future"]:
        return Direction(True, word)
    if word in cues["past"] or (len(word) > 4 and word.endswith(cues.endings.get("past_endings", ("\0",)))):
        return Direction(False, word)
    return None
