"""What kind of passage it is: news, told from the publication day, or history, told from itself."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.extraction.calendar import BEFORE_CHRIST
from bot.extraction.scan import Found

OLD = 2  # years before publication that make a date history
_MUCH_RARER = 4
_RUN, _NEAR = (
    3,
    300,
)  # so many old dates in a row, the last so many characters away, make a history of a passage
_MANY = 6  # expressions of time that make a tale with few years in it
_YEAR = re.compile(r"\d{4}(?!\d)")
_FROM_PUBLICATION = frozenset({"publication", "last", "next", "this"})


@dataclass(frozen=True, slots=True)
class Passages:
    """Where in a text things are told from publication, and where old dates stand; positions ascending."""

    all_history: bool
    deictic: tuple[int, ...]
    old: tuple[int, ...]

    def is_history(self, start: int) -> bool:
        """Whether an expression hangs on the text: in a history, or right behind several old dates."""
        if self.all_history:
            return True
        at = bisect_left(self.old, start)
        if at < _RUN or start - self.old[at - 1] > _NEAR:
            return False
        return not _any_between(self.deictic, self.old[at - _RUN], start)


def passages_of(found: Sequence[Found], dct: date | None) -> Passages:
    """A text is a history when it names years of old far more often than days seen from publication."""
    if dct is None:
        return Passages(all_history=True, deictic=(), old=())
    deictic = tuple(f.start for f in found if _deictic(f))
    dated = [(f, year) for f in found if (year := _year(f)) is not None]
    old = [f for f, year in dated if year <= dct.year - OLD]
    mostly_old = len(old) * 2 > len(dated) and len(old) >= 3
    starts = tuple(f.start for f in old)
    told_from_itself = mostly_old and len(deictic) * _MUCH_RARER <= len(old)
    return Passages(told_from_itself or _is_tale(found, dated, deictic, dct), deictic, starts)


def _is_tale(
    found: Sequence[Found], dated: Sequence[tuple[Found, int]], deictic: Sequence[int], dct: date
) -> bool:
    """Many dates, the first one's year said and past, and never a look from publication."""
    past = [year for _, year in dated if year < dct.year]
    return (
        len(found) >= _MANY
        and not deictic
        and len(past) * 2 > len(dated)
        and any(f is dated[0][0] for f in found[:2])
        and dated[0][1] <= dct.year - OLD
    )


def _deictic(found: Found) -> bool:
    value = found.rule.values[0]
    return value.startswith("XXXX-WXX") or any(name in _FROM_PUBLICATION for name in found.rule.resolvers)


def _year(found: Found) -> int | None:
    """The year that is written; none where only a history makes a year of the figures."""
    if "year-of-history" in found.rule.resolvers:
        return None
    value = found.rule.values[0].format_map(found.slots)
    written = _YEAR.match(value)
    return 0 if value.startswith(BEFORE_CHRIST) else int(written[0]) if written else None


def _any_between(positions: Sequence[int], start: int, end: int) -> bool:
    return bisect_left(positions, end) > bisect_right(positions, start)
