"""Positions: where an event stands in the order of its chat, and which range of them a query asks for."""

from dataclasses import dataclass
from datetime import date

from bot.model.briefing import Query
from bot.model.timespan import TimeSpan

# The longest span, in days, of each class of lengths above a day: months, years, decades, anything longer.
REACHES = {1: 31, 2: 366, 3: 3_653, 4: date.max.toordinal()}


def position(day: date, number: int) -> int:
    """Earlier first days stand first; on one day, lower numbers."""
    return day.toordinal() << 32 | number


def reach(span: TimeSpan) -> int:
    """The class of a span's length, 0 for a single day."""
    if span.days == 1:
        return 0
    return next(kind for kind, longest in REACHES.items() if span.days <= longest)


@dataclass(frozen=True, slots=True)
class Range:
    """Positions from `low` up to but not `high`; of one class (None: any) of spans, ending after `ending`."""

    low: int
    high: int
    reach: int | None = None
    ending: date | None = None


_FIRST, _END = 0, (date.max.toordinal() + 1) << 32


def ranges(query: Query, after: int | None, before: int | None, *, classes: bool = True) -> list[Range]:
    """The ranges that together hold, once each, every event of the query between two positions.

    An event may begin before the query's first day and reach into it. How far back that can be depends on its
    length, so each class of lengths is a range of its own, and no query walks through a chat from its start.
    Without `classes` they are one range, for an index of words that would be read anew for each.
    """
    low = _FIRST if after is None else max(after + 1, _FIRST)
    high = _END if before is None else min(before, _END)
    if query.until is not None:
        high = min(high, position(query.until, 0))
    if query.since is None:
        return _sound([Range(low, high)])
    if query.until is not None and query.until <= query.since:
        return []
    first = position(query.since, 0)
    reaching = [Range(low, min(high, first), ending=query.since)]
    if classes:
        reaching = [
            Range(max(low, _days_before(query.since, longest)), min(high, first), kind, query.since)
            for kind, longest in REACHES.items()
        ]
    return _sound([*reaching, Range(max(low, first), high)])


def _days_before(day: date, days: int) -> int:
    return max(day.toordinal() - days, 0) << 32


def _sound(found: list[Range]) -> list[Range]:
    return [one for one in found if one.low < one.high]
