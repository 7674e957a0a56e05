"""The bridge from TIMEX3 values to the calendar: what is written comes back, in order, at its grain."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.extraction.calendar import holding, shifted
from bot.model.timespan import Grain, TimeSpan, day_value, span_of

DAYS = st.dates(min_value=date(1, 2, 1), max_value=date(9990, 1, 1))
UNITS = {
    "D": Grain.DAY,
    "W": Grain.WEEK,
    "WE": Grain.WEEKEND,
    "M": Grain.MONTH,
    "SE": Grain.SEASON,
    "Q": Grain.QUARTER,
    "H": Grain.HALF,
    "Y": Grain.YEAR,
    "DE": Grain.DECADE,
    "CE": Grain.CENTURY,
}
IMPOSSIBLE = ("2021-02-30", "2021-13", "2021-00", "2021-W54", "2021-Q5", "99999", "0-1")
HOLDING = st.sampled_from([unit for unit in UNITS if unit != "WE"])


@pytest.mark.parametrize(
    ("value", "start", "end", "grain"),
    [
        ("2021-04-20", date(2021, 4, 20), date(2021, 4, 21), Grain.DAY),
        ("2021-04-20T22:00", date(2021, 4, 20), date(2021, 4, 21), Grain.DAY),
        ("2021-W16", date(2021, 4, 19), date(2021, 4, 26), Grain.WEEK),
        ("2021-W16-WE", date(2021, 4, 24), date(2021, 4, 26), Grain.WEEKEND),
        ("2015-09", date(2015, 9, 1), date(2015, 10, 1), Grain.MONTH),
        ("2015-Q4", date(2015, 10, 1), date(2016, 1, 1), Grain.QUARTER),
        ("2015-H1", date(2015, 1, 1), date(2015, 7, 1), Grain.HALF),
        ("2015-WI", date(2015, 12, 1), date(2016, 3, 1), Grain.SEASON),
        ("2015", date(2015, 1, 1), date(2016, 1, 1), Grain.YEAR),
        ("FY2015", date(2015, 1, 1), date(2016, 1, 1), Grain.YEAR),
        ("201", date(2010, 1, 1), date(2020, 1, 1), Grain.DECADE),
        ("19", date(1900, 1, 1), date(2000, 1, 1), Grain.CENTURY),
        ("2012-05/2012-07", date(2012, 5, 1), date(2012, 8, 1), Grain.RANGE),
    ],
)
def test_a_value_names_its_days(value: str, start: date, end: date, grain: Grain) -> None:
    assert span_of(value) == TimeSpan(start, end, grain)


@pytest.mark.parametrize(
    "value",
    [*IMPOSSIBLE, "P2Y", "PT1H", "XXXX-04", "XXXX-WXX-1", "PAST_REF", "BC0044"],
)
def test_what_names_no_days_has_no_span(value: str) -> None:
    assert span_of(value) is None


def test_a_range_that_ends_before_it_begins_has_no_span() -> None:
    assert span_of("2015/2014") is None


@given(DAYS)
def test_a_day_comes_back_as_it_was_written(day: date) -> None:
    assert span_of(day_value(day)) == TimeSpan(day, day + timedelta(days=1), Grain.DAY)


@given(DAYS, HOLDING)
def test_the_unit_that_holds_a_day_contains_it_at_its_grain(day: date, unit: str) -> None:
    span = span_of(holding(day, unit))

    assert span is not None
    assert span.start <= day < span.end
    assert span.grain is UNITS[unit]


@given(DAYS, HOLDING)
def test_the_last_day_of_a_unit_is_held_by_the_same_unit(day: date, unit: str) -> None:
    value = holding(day, unit)
    span = span_of(value)

    assert span is not None
    assert holding(span.start, unit) == holding(span.last, unit) == value


@given(DAYS, HOLDING, st.integers(0, 40))
def test_later_days_have_later_units(day: date, unit: str, days: int) -> None:
    first, second = (span_of(holding(d, unit)) for d in (day, day + timedelta(days=days)))

    assert first is not None
    assert second is not None
    assert first.start <= second.start


@given(DAYS, HOLDING)
def test_one_unit_on_begins_where_this_one_ends(day: date, unit: str) -> None:
    value = holding(day, unit)
    span, following = span_of(value), shifted(value, 1, unit)

    assert span is not None
    assert following is not None
    assert span_of(following) == TimeSpan(span.end, span_of(following).end, UNITS[unit])  # type: ignore[union-attr]


@given(st.dates(date(1001, 1, 1), date(8999, 1, 1)), HOLDING, st.integers(-9, 9))
def test_going_on_and_back_by_as_much_comes_home(day: date, unit: str, count: int) -> None:
    value = holding(day, unit)
    there = shifted(value, count, unit)

    assert there is not None
    assert shifted(there, -count, unit) == value
