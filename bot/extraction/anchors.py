"""What a relative expression hangs on: the publication date, or the story as told so far."""

from dataclasses import dataclass, field
from datetime import date

from bot.extraction.calendar import BEFORE_CHRIST, first_day, holding, unit_of
from bot.extraction.cues import Cues
from bot.extraction.directions import direction_of, led_by_pluperfect
from bot.extraction.presents import Direction
from bot.model.timespan import span_of

_EXACTNESS = {"D": 0, "WE": 1, "W": 1, "M": 2, "SE": 3, "Q": 3, "H": 4, "Y": 5}
_REPORTED_AFTER, _REPORTED_UNTIL = 30, 330  # days after its first
MESSAGE = "message"  # what tells that a message looks forward, when no word of it does
_FINER = ("D", "W", "M", "SE", "Q")


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
        return "publication" if self.origin == "dct" else f"{self.value} in the text"


@dataclass(slots=True)
class Story:
    """The dates a text has named so far: the last one, and the last of each exactness.

    `reported` is the quarter that figures are given for, `reported_at` where it was named, `longer_at`
    where a stretch of several quarters was named since ("for the nine months"); `opening` is where the
    telling sets in, once the first sentence has named how far it will go.
    """

    dct: date | None = None
    last: str | None = None
    at: int = 0
    by_unit: dict[str, str] = field(default_factory=dict)
    reported: str | None = None
    reported_at: int = 0
    longer_at: int | None = None
    opening: str | None = None

    def report(self, quarter: str, at: int) -> None:
        """Remembers the quarter that figures are given for."""
        self.reported, self.reported_at, self.longer_at = quarter, at, None

    def _goes_before(self, quarter: str) -> bool:
        """Where one quarter is reported, a later one is only looked forward to, an earlier one back."""
        known, span = span_of(self.reported or ""), span_of(quarter)
        if known is None or span is None or self.dct is None:
            return True
        return span.last < self.dct and (quarter >= (self.reported or "") or known.last >= self.dct)

    def _is_recent(self, quarter: date) -> bool:
        """Figures are given for a quarter once most of its first month is over, and not for ever."""
        return self.dct is None or _REPORTED_AFTER <= (self.dct - quarter).days <= _REPORTED_UNTIL

    def tell(self, value: str, at: int) -> None:
        """Remembers a date, forgetting finer ones that lie outside it."""
        value = value.split("T")[0]
        day = first_day(value)
        if day is None:
            self._tell_before_christ(value)
            return
        unit = unit_of(value)
        self.last, self.at, self.opening = value, at, None
        if unit == "Q" and self._is_recent(day) and self._goes_before(value):
            self.report(value, at)
        for finer in _FINER:
            if not _inside(self.by_unit.get(finer), value):
                self.by_unit.pop(finer, None)
        for coarser in (*_FINER, "Y"):
            if coarser == unit or _EXACTNESS.get(unit, 9) < _EXACTNESS[coarser]:
                self.by_unit[coarser] = holding(day, coarser)

    def _tell_before_christ(self, value: str) -> None:
        if value.startswith(BEFORE_CHRIST) and len(value) >= len("BC0044"):
            self.last, self.opening = value, None
            self.by_unit = {"Y": value[: len("BC0044")]}


def _inside(finer: str | None, value: str) -> bool:
    inner, outer = span_of(finer) if finer else None, span_of(value)
    return bool(inner and outer and outer.contains(inner))


@dataclass(frozen=True, slots=True)
class Place:
    """Where an expression stands: what it can hang on, and the words around it, `plain` and as written.

    `tale`: not only this passage, the whole text is a history. `day_first` reads 4/5/2021 as 4 May, if
    somebody said how to read it.
    """

    plain: str
    start: int
    end: int
    sentence: tuple[int, int]
    dct: date | None
    story: Story
    history: bool
    cues: Cues
    text: str = ""
    tale: bool = False
    message: bool = False
    day_first: bool | None = None

    @property
    def published(self) -> Anchor | None:
        return Anchor(holding(self.dct, "D"), "dct") if self.dct else None

    def told(self, unit: str = "Y") -> Anchor | None:
        """The story's last date that is at least as exact as the unit, at that unit."""
        value = self.story.by_unit.get(unit)
        if self.published and self.published.value == value:
            return self.published  # a text that opens with its date has told nothing yet
        return Anchor(value, "text") if value else None

    @property
    def finest(self) -> Anchor | None:
        """The story's last date as exactly as it was told."""
        return next((told for unit in (*_FINER, "Y") if (told := self.told(unit))), None)

    @property
    def setting(self) -> Anchor | None:
        """What a date without a year is near to: where the telling sets in, else the story's last date."""
        opening = self.story.opening
        return Anchor(opening, "text") if opening else self.finest

    def looks_back(self) -> bool:
        """Whether the clause tells what had happened before what was last told: "had fallen in June"."""
        told = max(self.sentence[0], min(self.story.at, self.start))
        return led_by_pluperfect(self.plain, self.start, (told, self.sentence[1]), self.cues)

    def direction(self) -> Direction:
        """Which way the clause looks."""
        told = direction_of(self.plain, self.start, self.end, self.sentence, self.cues, self.text)
        neutral = not told.told_by or told.told_by in self.cues["chat_neutral"]
        return Direction(True, MESSAGE) if self.message and neutral else told
