"""What is stored as JSON comes back the same, to the last field."""

import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from bot.model.news import Event, EventStatus, Modality
from bot.model.text import storable
from bot.model.timespan import Grain, TimeSpan, When
from bot.model.timex import Mod, Timex, TimexType
from storage.columns import Instant, storable_json, to_json
from storage.serial import event_from_json, event_to_json, timex_from_json, timex_to_json

TEXTS = st.text(max_size=30).map(storable)
MAYBE = st.none() | TEXTS
NUMBERS = st.integers(1, 1 << 40)


@st.composite
def spans(draw: st.DrawFn) -> TimeSpan:
    start = draw(st.dates(max_value=date(9998, 1, 1)))
    return TimeSpan(start, start + timedelta(days=draw(st.integers(1, 300))), draw(st.sampled_from(Grain)))


WHENS = st.builds(When, TEXTS, spans(), st.none() | st.sampled_from(Mod))
EVENTS = st.builds(
    Event,
    number=NUMBERS,
    headline=TEXTS,
    when=WHENS,
    mentions=st.lists(NUMBERS).map(tuple),
    status=st.sampled_from(EventStatus),
    alternatives=st.lists(WHENS, max_size=3).map(tuple),
    kind=MAYBE,
    modality=st.sampled_from(Modality),
    support=st.integers(0, 1000),
    chosen=st.booleans(),
)
TIMEXES = st.builds(
    Timex,
    type=st.sampled_from(TimexType),
    value=TEXTS,
    text=TEXTS,
    start=st.integers(0, 1 << 21),
    end=st.integers(0, 1 << 21),
    rule=TEXTS,
    mod=st.none() | st.sampled_from(Mod),
    quant=MAYBE,
    freq=MAYBE,
    anchor=MAYBE,
    anchor_origin=MAYBE,
    reason=MAYBE,
)


@given(EVENTS)
def test_an_event_comes_back_the_same(event: Event) -> None:
    assert event_from_json(json.loads(to_json(event_to_json(event)))) == event


@given(TIMEXES)
def test_a_timex_comes_back_the_same(timex: Timex) -> None:
    assert timex_from_json(json.loads(to_json(timex_to_json(timex)))) == timex


@given(st.text(alphabet=st.characters(codec=None)))
def test_cleaning_moves_no_character(text: str) -> None:
    cleaned = storable(text)

    assert len(cleaned) == len(text)
    assert all(was == now or now == "\ufffd" for was, now in zip(text, cleaned, strict=True))
    assert "\0" not in cleaned
    cleaned.encode()


@given(st.recursive(st.text(alphabet=st.characters(codec=None)) | st.integers(), lambda some: st.lists(some)))
def test_json_holds_what_every_database_takes(value: object) -> None:
    stored = to_json(value)

    stored.encode()
    assert json.loads(stored) == storable_json(value)
    assert "\0" not in str(json.loads(stored))


def test_a_backslash_before_u0000_is_no_nul() -> None:
    assert json.loads(to_json(["\\u0000", "\0"])) == ["\\u0000", "\ufffd"]


@pytest.mark.parametrize(
    "instant",
    [datetime(2021, 4, 20, 9, 0), datetime(2021, 4, 20, 9, 0, tzinfo=timezone(timedelta(hours=2)))],  # noqa: DTZ001
)
def test_an_instant_that_is_not_utc_is_refused(instant: datetime) -> None:
    with pytest.raises(ValueError, match="aware and in UTC"):
        Instant().process_bind_param(instant, sqlite.dialect())


def test_an_instant_comes_back_aware() -> None:
    stored = datetime(2021, 4, 20, 9, 0, 1, 234)  # noqa: DTZ001

    assert Instant().process_result_value(stored, sqlite.dialect()) == stored.replace(tzinfo=UTC)
