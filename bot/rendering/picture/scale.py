"""From days to pixels: even, but for the long silences, which are folded, and far ends, which are cut off."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from bot.model.timespan import TimeSpan

FOLD = 44  # pixels of a silence that is folded
SILENCE = 0.25  # of all days: a longer stretch without an event is folded
COARSE = 800  # days: what was dated more coarsely than a year or two does not stretch the scale
_LAST = date.max.toordinal()
THINNEST = 7  # pixels of a bar: a day must be seen, however many years there are


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from `first` up to but not `end`, drawn evenly from `left` to `right`."""

    first: int
    end: int
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Bar:
    """Where a span is drawn; `from_before` and `goes_on` when it reaches beyond the scale."""

    left: float
    right: float
    from_before: bool = False
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Scale:
    """The stretches of time that are drawn, in order; between two of them time is folded."""

    stretches: tuple[Stretch, ...]

    @property
    def first(self) -> int:
        return self.stretches[0].first

    @property
    def end(self) -> int:
        return self.stretches[-1].end

    @property
    def folds(self) -> list[float]:
        """The middle of each fold."""
        return [(a.right + b.left) / 2 for a, b in pairwise(self.stretches)]

    def at(self, day: int) -> float:
        """Where a day begins; within a fold, its middle; beyond the ends, the ends."""
        for stretch in self.stretches:
            if day < stretch.first:
                return stretch.left if stretch is self.stretches[0] else stretch.left - FOLD / 2
            if day <= stretch.end:
                share = (day - stretch.first) / (stretch.end - stretch.first)
                return stretch.left + share * (stretch.right - stretch.left)
        return self.stretches[-1].right

    def bar(self, span: TimeSpan) -> Bar:
        """A span's bar, wide enough to be seen and never beyond the scale."""
        start, end = span.start.toordinal(), span.end.toordinal()
        left, right = self.at(start), self.at(end)
        if right - left < THINNEST:
            middle = (left + right) / 2
            left, right = middle - THINNEST / 2, middle + THINNEST / 2
        edge, brim = self.stretches[0].left, self.stretches[-1].right
        shift = max(edge - left, 0) - max(right - brim, 0)
        return Bar(left + shift, right + shift, start < self.first, end > self.end)


def scale_for(spans: Iterable[TimeSpan], left: float, right: float) -> Scale:
    """The scale that shows these spans between two edges; at least one span."""
    every = sorted((s.start.toordinal(), s.end.toordinal()) for s in spans)
    fine = [(start, end) for start, end in every if end - start <= COARSE] or every
    pieces = _widened(_without_silences(_united(fine)))
    days = sum(end - start for start, end in pieces)
    room = right - left - FOLD * (len(pieces) - 1)
    stretches, at = [], left
    for start, end in pieces:
        wide = room * (0.5 / len(pieces) + 0.5 * (end - start) / days)  # a short stretch must be seen, too
        stretches.append(Stretch(start, end, at, at + wide))
        at += wide + FOLD
    return Scale(tuple(stretches))


Days = tuple[int, int]


def _united(spans: Sequence[Days]) -> list[Days]:
    """Spans that touch made one."""
    united: list[Days] = []
    for start, end in spans:
        if united and start <= united[-1][1]:
            united[-1] = united[-1][0], max(end, united[-1][1])
        else:
            united.append((start, end))
    return united


def _without_silences(spans: Sequence[Days]) -> list[Days]:
    """The spans joined over short silences; where a long one lies, a new piece begins."""
    whole = spans[-1][1] - spans[0][0]
    pieces = [spans[0]]
    for start, end in spans[1:]:
        if start - pieces[-1][1] > max(whole * SILENCE, 60):
            pieces.append((start, end))
        else:
            pieces[-1] = pieces[-1][0], end
    return pieces


def _widened(pieces: Sequence[Days]) -> list[Days]:
    """The pieces, short ones with days around them: beside centuries, a lone day must not look like one."""
    least = max(end - start for start, end in pieces) // 5
    around = [max(least - (end - start), 0) // 2 for start, end in pieces]
    return [(max(start - n, 1), min(end + n, _LAST)) for (start, end), n in zip(pieces, around, strict=True)]


def ticks(scale: Scale, closest: float) -> list[tuple[float, date, str]]:
    """Places to write a date at, none nearer than `closest` pixels: (pixel, day, "year"|"month"|"day")."""
    days = sum(s.end - s.first for s in scale.stretches)
    most = (scale.stretches[-1].right - scale.stretches[0].left) / closest + len(scale.stretches)
    for months, grain in _STEPS:
        if days // (31 * months) > most:
            continue
        found = [(scale.at(d.toordinal()), d, grain) for d in _starts(scale, months)]
        gaps = [b[0] - a[0] for a, b in pairwise(found)]
        if len(found) > 1 and min(gaps) >= closest:
            return sorted([*found, *_unmarked(scale, [place for place, _, _ in found])])
    return [(scale.at(s.first), date.fromordinal(s.first), "day") for s in scale.stretches]


def _unmarked(scale: Scale, places: Sequence[float]) -> list[tuple[float, date, str]]:
    """The middles of stretches that hold none of these places."""
    return [
        ((s.left + s.right) / 2, date.fromordinal((s.first + s.end) // 2), "month")
        for s in scale.stretches
        if not any(s.left <= place <= s.right for place in places)
    ]


_STEPS = (
    (1, "month"),
    (3, "month"),
    (6, "month"),
    *((12 * n, "year") for n in (1, 2, 5, 10, 20, 50, 100, 500)),
)


def _starts(scale: Scale, months: int) -> list[date]:
    """The first days of every so many months that the scale draws."""
    found = []
    for stretch in scale.stretches:
        first = date.fromordinal(stretch.first)
        number = -(-(first.year * 12 + first.month - 1 + (first.day > 1)) // months) * months
        while (
            number // 12 < date.max.year
            and (day := date(number // 12, number % 12 + 1, 1)).toordinal() < stretch.end
        ):
            found.append(day)
            number += months
    return found
