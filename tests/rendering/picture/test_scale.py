"""Where days stand on the scale: in order, within the edges, long silences folded."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.timespan import Grain, TimeSpan
from bot.rendering.picture.scale import FOLD, THINNEST, scale_for, ticks

LEFT, RIGHT = 48.0, 1032.0


def days(start: str, end: str) -> TimeSpan:
    return TimeSpan(date.fromisoformat(start), date.fromisoformat(end), Grain.RANGE)


SPANS = st.builds(
    lambda day, length: TimeSpan(
        date.fromordinal(day), date.fromordinal(min(day + length, date.max.toordinal())), Grain.RANGE
    ),
    st.integers(1, date.max.toordinal() - 1),
    st.sampled_from([1, 1, 1, 7, 31, 365, 3650, 36500]),
)


@given(st.lists(SPANS, min_size=1, max_size=12))
def test_every_bar_stays_on_the_scale_and_can_be_seen(spans: list[TimeSpan]) -> None:
    scale = scale_for(spans, LEFT, RIGHT)

    for span in spans:
        bar = scale.bar(span)
        assert LEFT - 0.01 <= bar.left < bar.right <= RIGHT + 0.01
        assert bar.right - bar.left >= THINNEST - 0.01


@given(st.lists(SPANS, min_size=1, max_size=12), st.data())
def test_a_later_day_never_stands_before_an_earlier_one(spans: list[TimeSpan], data: st.DataObject) -> None:
    scale = scale_for(spans, LEFT, RIGHT)
    one, other = sorted(data.draw(st.tuples(*[st.integers(scale.first, scale.end)] * 2)))

    assert scale.at(one) <= scale.at(other) + 0.01


def test_a_long_silence_is_folded_and_a_short_one_is_not() -> None:
    apart = scale_for([days("1915-01-01", "1915-06-01"), days("2015-01-01", "2016-01-01")], LEFT, RIGHT)
    close = scale_for([days("2015-01-01", "2015-06-01"), days("2015-07-01", "2016-01-01")], LEFT, RIGHT)

    assert len(apart.folds) == 1
    assert apart.at(date(1960, 1, 1).toordinal()) == apart.folds[0]
    assert apart.stretches[1].left - apart.stretches[0].right == FOLD
    assert close.folds == []


def test_a_lone_day_beside_centuries_looks_like_no_century() -> None:
    day, century = days("0079-08-24", "0079-08-25"), days("1453-05-29", "1453-05-30")
    scale = scale_for(
        [day, century, days("1800-01-01", "1801-01-01"), days("2021-04-20", "2021-04-21")], LEFT, RIGHT
    )

    bar = scale.bar(day)

    assert bar.right - bar.left == pytest.approx(THINNEST)
    assert scale.stretches[0].left < bar.left
    assert bar.right < scale.stretches[0].right


def test_what_was_dated_to_a_decade_is_cut_off_where_the_rest_ends() -> None:
    scale = scale_for([days("2020-01-01", "2030-01-01"), days("2021-04-01", "2021-05-01")], LEFT, RIGHT)

    bar = scale.bar(days("2020-01-01", "2030-01-01"))

    assert (bar.left, bar.right) == (LEFT, RIGHT)
    assert bar.from_before
    assert bar.goes_on


@given(st.lists(SPANS, min_size=1, max_size=12))
def test_marks_stand_on_the_scale_in_order(spans: list[TimeSpan]) -> None:
    places = [place for place, _, _ in ticks(scale_for(spans, LEFT, RIGHT), 104)]

    assert places == sorted(places)
    assert all(LEFT <= place <= RIGHT for place in places)
