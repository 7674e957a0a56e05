"""Positions: the ranges of a query hold every event that overlaps it, once, and no walk starts too early."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.model.briefing import Query
from bot.model.timespan import Grain, TimeSpan
from storage.positions import REACHES, Range, position, ranges, reach

DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
LENGTHS = st.sampled_from([1, 2, 7, 30, 31, 32, 365, 366, 367, 3_653, 3_654, 40_000])


def holds(part: Range, span: TimeSpan, number: int) -> bool:
    return (
        part.low <= position(span.start, number) < part.high
        and part.reach in (None, reach(span))
        and (part.ending is None or span.end > part.ending)
    )


def overlaps(query: Query, span: TimeSpan) -> bool:
    return (query.until is None or span.start < query.until) and (
        query.since is None or query.since < span.end
    )


@given(DAYS, LENGTHS, st.integers(1, 1 << 31), st.none() | DAYS, st.none() | DAYS, st.booleans())
def test_an_event_is_in_one_range_exactly_when_it_overlaps_the_query(
    start: date, days: int, number: int, since: date | None, until: date | None, classes: bool
) -> None:
    span = TimeSpan(start, start + timedelta(days=days), Grain.RANGE)
    query = Query(since=since, until=until)

    found = [part for part in ranges(query, None, None, classes=classes) if holds(part, span, number)]

    empty = since is not None and until is not None and since >= until
    assert len(found) == (overlaps(query, span) and not empty)


@given(DAYS, LENGTHS, st.integers(1, 1 << 31), st.integers(-5, 1 << 62), st.integers(-5, 1 << 62))
def test_a_range_holds_nothing_outside_its_cursors(
    start: date, days: int, number: int, after: int, before: int
) -> None:
    span = TimeSpan(start, start + timedelta(days=days), Grain.RANGE)
    pos = position(start, number)

    found = any(holds(part, span, number) for part in ranges(Query(), after, before))

    assert found == (after < pos < before)


def test_no_range_of_a_query_starts_further_back_than_its_spans_are_long() -> None:
    since = date(2021, 4, 20)

    for part in ranges(Query(since=since), None, None):
        longest = 0 if part.reach is None else REACHES[part.reach]
        assert part.low >> 32 == max(since.toordinal() - longest, 0)


def test_the_whole_calendar_has_its_place() -> None:
    first = TimeSpan(date.min, date(1, 1, 2), Grain.DAY)
    last = TimeSpan(date.min, date.max, Grain.RANGE)

    assert [holds(part, first, 1) for part in ranges(Query(), None, None)] == [True]
    assert reach(last) == max(REACHES)
