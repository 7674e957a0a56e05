"""Which days a mention's date leaves open, and whether two dates can both be right."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from bot.model.news import Mention
from bot.model.timespan import Grain, TimeSpan, When, day_value
from bot.model.timex import Mod

REPORTING_DAYS = 3  # news of a day tells what happened then or in the few days before
_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()

# How many days "about" reaches to either side.
_SLACK = {
    Grain.DAY: 3,
    Grain.WEEKEND: 4,
    Grain.WEEK: 7,
    Grain.MONTH: 31,
    Grain.SEASON: 92,
    Grain.QUARTER: 92,
    Grain.HALF: 184,
    Grain.YEAR: 366,
    Grain.DECADE: 1826,
    Grain.CENTURY: 9131,
}


@dataclass(frozen=True, slots=True)
class Window:
    """The days from `first` up to and including `last`, as ordinals, on which it may have been."""

    first: int
    last: int

    @property
    def days(self) -> int:
        return self.last - self.first + 1

    def meets(self, other: "Window") -> bool:
        return self.first <= other.last and other.first <= self.last

    def holds(self, other: "Window") -> bool:
        return self.first <= other.first and other.last <= self.last

    def gap(self, other: "Window") -> int:
        """Days from the end of the earlier to the start of the later; 0 or less when they meet."""
        first = self.first if self.first > other.first else other.first
        return first - (self.last if self.last < other.last else other.last)


class Timing(StrEnum):
    """How two dates stand to each other."""

    EQUAL = "equal"
    NESTED = "nested"
    OVERLAPPING = "overlapping"
    DISJOINT = "disjoint"


@lru_cache(maxsize=8_000)
def window_of(mention: Mention) -> Window:
    """The days a mention leaves open; one dated by its publication reaches a few days back."""
    window = window_of_date(mention.when)
    return Window(max(_FIRST, window.first - REPORTING_DAYS), window.last) if mention.reported else window


def window_of_date(when: When) -> Window:
    """The days a date leaves open, its modifier considered.

    "Before September 2015" ends with August, "about 2015" reaches into the years beside it, "early
    2015" is its first half.
    """
    first, last = when.span.start.toordinal(), when.span.last.toordinal()
    if when.mod in _EDGES:
        return _edge(when.mod, first, last)
    if when.mod is Mod.APPROX:
        slack = _SLACK.get(when.span.grain, max(3, (last - first) // 2))
        return _kept(first - slack, last + slack)
    return _part(when.mod, first, last)


_EDGES = (Mod.BEFORE, Mod.AFTER, Mod.ON_OR_BEFORE, Mod.ON_OR_AFTER)


def _edge(mod: Mod | None, first: int, last: int) -> Window:
    if mod is Mod.BEFORE:
        return _kept(_FIRST, first - 1)
    if mod is Mod.ON_OR_BEFORE:
        return _kept(_FIRST, last)
    return _kept(last + 1 if mod is Mod.AFTER else first, _LAST)


def _part(mod: Mod | None, first: int, last: int) -> Window:
    length = last - first + 1
    if mod is Mod.START:
        return Window(first, first + length // 2)
    if mod is Mod.END:
        return Window(last - length // 2, last)
    if mod is Mod.MID:
        return Window(first + length // 5, last - length // 5)
    return Window(first, last)


def _kept(first: int, last: int) -> Window:
    """Within the calendar, and never empty."""
    first, last = max(_FIRST, min(first, _LAST)), max(_FIRST, min(last, _LAST))
    return Window(min(first, last), max(first, last))


def timing_of(one: Window, other: Window) -> Timing:
    """How two windows stand to each other."""
    if one == other:
        return Timing.EQUAL
    if not one.meets(other):
        return Timing.DISJOINT
    return Timing.NESTED if one.holds(other) or other.holds(one) else Timing.OVERLAPPING


def shared_window(windows: Iterable[Window]) -> Window | None:
    """The days that all windows leave open, None when there is no such day."""
    every = tuple(windows)
    first, last = max(w.first for w in every), min(w.last for w in every)
    return Window(first, last) if first <= last else None


def value_over(dates: Iterable[When]) -> When:
    """One date that spans them all, written "A/B" in the values of its first and last."""
    every = tuple(dates)
    first = min(every, key=lambda w: (w.span.start, w.span.end, w.value))
    last = max(every, key=lambda w: (w.span.end, w.span.start, w.value))
    joined = When.of(f"{_edge_value(first, 0)}/{_edge_value(last, -1)}")
    if joined is not None:
        return joined
    return days_of(Window(first.span.start.toordinal(), last.span.last.toordinal()))


def _edge_value(when: When, end: int) -> str:
    return when.value.split("/")[end].partition("T")[0]


def days_of(window: Window) -> When:
    """A window as a date of its own: one day, or a range of days."""
    first, last = date.fromordinal(window.first), date.fromordinal(window.last)
    if first == last:
        return When(day_value(first), TimeSpan(first, _after(last), Grain.DAY))
    return When(f"{day_value(first)}/{day_value(last)}", TimeSpan(first, _after(last), Grain.RANGE))


def _after(day: date) -> date:
    return date.fromordinal(min(day.toordinal() + 1, _LAST))
