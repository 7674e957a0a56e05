"""Schedules: one run for every local day there is, in every zone, on every night that clocks change."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from importlib.resources import files
from itertools import pairwise, takewhile
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.briefing.schedule import before, following, instant_of, next_due
from bot.model.schedule import Cadence, Due, Schedule

LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)


def daily(hour: int, minute: int = 0) -> Schedule:
    return Schedule(Cadence.WEEKLY, time(hour, minute))


def every(hours: int, hour: int = 8, minute: int = 0) -> Schedule:
    return Schedule(Cadence.HOURLY, time(hour, minute), hours=hours)


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def periods(schedule: Schedule, zone: ZoneInfo, after: datetime, count: int) -> list[str]:
    due = next_due(schedule, zone, after)
    found = [due.period]
    while len(found) < count:
        due = following(schedule, zone, due)
        found.append(due.period)
    return found


def test_a_time_is_local() -> None:
    assert next_due(daily(7, 30), LONDON, utc(2021, 4, 21, 12)) == Due(
        "2021-04-22T07:30", utc(2021, 4, 22, 6, 30)
    )


def test_the_next_one_is_later_than_now() -> None:
    due = next_due(daily(7, 30), LONDON, utc(2021, 4, 22, 6, 30))

    assert due.period == "2021-04-23T07:30"


def test_weekdays_leave_the_weekend_out() -> None:
    weekdays = Schedule(Cadence.WEEKLY, time(7, 30), frozenset(range(1, 6)))

    assert periods(weekdays, LONDON, utc(2021, 4, 22, 12), 3) == [
        *("2021-04-23T07:30", "2021-04-26T07:30", "2021-04-27T07:30")
    ]


def test_a_month_that_is_shorter_runs_on_its_last_day() -> None:
    monthly = Schedule(Cadence.MONTHLY, time(9), day=31)

    assert periods(monthly, LONDON, utc(2021, 1, 31, 12), 3) == [
        *("2021-02-28T09:00", "2021-03-31T09:00", "2021-04-30T09:00")
    ]


def test_hours_count_from_the_time_of_each_day() -> None:
    assert periods(every(6), LONDON, utc(2021, 4, 22, 0), 5) == [
        *("2021-04-22T02:00", "2021-04-22T08:00", "2021-04-22T14:00", "2021-04-22T20:00"),
        "2021-04-23T02:00",
    ]
    assert periods(every(24), LONDON, utc(2021, 4, 22, 0), 2) == ["2021-04-22T08:00", "2021-04-23T08:00"]


def test_a_skipped_time_runs_when_clocks_resume() -> None:
    due = next_due(daily(1, 30), LONDON, utc(2021, 3, 27, 12))

    assert due == Due("2021-03-28T01:30", utc(2021, 3, 28, 1))
    assert following(daily(1, 30), LONDON, due).at == utc(2021, 3, 29, 0, 30)


def test_a_repeated_time_runs_the_first_time_only() -> None:
    due = next_due(daily(1, 30), LONDON, utc(2021, 10, 30, 12))

    assert due == Due("2021-10-31T01:30", utc(2021, 10, 31, 0, 30))
    assert next_due(daily(1, 30), LONDON, due.at).period == "2021-11-01T01:30"


def test_two_times_of_one_instant_are_one_run() -> None:
    found = periods(every(1), LONDON, utc(2021, 3, 28, 0), 3)

    assert found == ["2021-03-28T01:00", "2021-03-28T03:00", "2021-03-28T04:00"]


def test_a_time_skipped_before_midnight_runs_after_it() -> None:
    toronto = ZoneInfo("America/Toronto")  # from 23:30 to 00:30 in the night of 30 March 1919

    due = next_due(daily(23, 45), toronto, utc(1919, 3, 30, 20))

    assert due.period == "1919-03-30T23:45"
    assert due.at.astimezone(toronto).isoformat() == "1919-03-31T00:30:00-04:00"


@pytest.mark.parametrize(
    ("name", "gone"), [("Pacific/Apia", date(2011, 12, 30)), ("Pacific/Kwajalein", date(1993, 8, 21))]
)
def test_a_day_that_is_skipped_whole_has_no_run(name: str, gone: date) -> None:
    after = datetime.combine(gone - 2 * DAY, time(12), UTC)
    zone = ZoneInfo(name)

    found = [period[:10] for period in periods(daily(8), zone, after, 6)]

    assert gone.isoformat() not in found
    assert {(gone - DAY).isoformat(), (gone + DAY).isoformat()} < set(found)


def test_weekly_lets_a_skipped_friday_pass() -> None:
    fridays = Schedule(Cadence.WEEKLY, time(8), frozenset({5}))
    apia = ZoneInfo("Pacific/Apia")

    due = next_due(fridays, apia, utc(2011, 12, 28))

    assert due.period == "2012-01-06T08:00"
    assert before(fridays, apia, due).period == "2011-12-23T08:00"


def test_a_chat_that_moves_keeps_its_pending_run() -> None:
    due = next_due(daily(8), LONDON, utc(2021, 4, 21, 12))
    tokyo = ZoneInfo("Asia/Tokyo")

    moved = Due(due.period, instant_of(due.period, tokyo))

    assert moved.at == utc(2021, 4, 21, 23)
    assert following(daily(8), tokyo, moved).period == "2021-04-23T08:00"


@pytest.mark.parametrize(
    "wrong",
    [
        {"cadence": Cadence.WEEKLY, "weekdays": frozenset()},
        {"cadence": Cadence.WEEKLY, "weekdays": frozenset({0})},
        {"cadence": Cadence.MONTHLY, "day": 32},
        {"cadence": Cadence.HOURLY, "hours": 0},
        {"cadence": Cadence.HOURLY, "hours": 25},
    ],
)
def test_a_schedule_that_never_comes_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="1 to"):
        Schedule(**wrong)  # type: ignore[arg-type]


# Every zone. Those whose rules are the same, byte for byte, are tried once.


def zones() -> Iterator[str]:
    seen = set()
    for name in files("tzdata").joinpath("zones").read_text("ascii").split():
        rules = sha256(files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes()).digest()
        if rules not in seen:
            seen.add(rules)
            yield name


ZONES = [ZoneInfo(name) for name in zones()]


START, END = utc(2011, 1, 1, 12), utc(2013, 1, 1, 12)  # Samoa and Tokelau skipped a day in between


def offsets(zone: ZoneInfo) -> list[timedelta | None]:
    """What it is off UTC by on each day of the two years and of a week about them."""
    return [(START + days * DAY).astimezone(zone).utcoffset() for days in range(-4, 740)]


OFFSETS = [(zone, offsets(zone)) for zone in ZONES]
CHANGING = [(zone, found) for zone, found in OFFSETS if len(set(found)) > 1]
STEADY = {found[0]: zone for zone, found in OFFSETS if len(set(found)) == 1}  # one of each offset is enough


def existing_days(zone: ZoneInfo, start: datetime, end: datetime) -> list[date]:
    """The local dates that some clock showed, found by looking at clocks."""
    days: list[date] = []
    moment = start
    while moment < end:
        today = moment.astimezone(zone).date()
        if days and today - days[-1] > DAY:  # a day is missing: is it really, at every minute?
            minutes = (moment - timedelta(minutes=m) for m in range(2 * 24 * 60))
            days += sorted({day for day in (m.astimezone(zone).date() for m in minutes) if day > days[-1]})
        elif not days or today > days[-1]:
            days.append(today)
        moment += DAY
    return days


def runs(schedule: Schedule, zone: ZoneInfo, start: datetime, end: datetime) -> list[Due]:
    def chain() -> Iterator[Due]:
        due = next_due(schedule, zone, start)
        while True:
            yield due
            due = following(schedule, zone, due)

    return list(takewhile(lambda due: due.at < end, chain()))


def shows(zone: ZoneInfo, due: Due) -> bool:
    """Whether a run is on time: at its nominal minute, or, when that is skipped, as clocks resume."""
    nominal, local = datetime.fromisoformat(due.period), due.at.astimezone(zone)
    if local.replace(tzinfo=None) == nominal:
        return local.fold == 0
    just_before = (due.at - timedelta(seconds=1)).astimezone(zone).replace(tzinfo=None)
    return just_before < nominal < local.replace(tzinfo=None)


@pytest.mark.parametrize("zone", [*(zone for zone, _ in CHANGING), *STEADY.values()], ids=str)
def test_every_local_day_has_one_run(zone: ZoneInfo) -> None:
    minute = Random(zone.key).randrange(24 * 60)

    found = runs(daily(*divmod(minute, 60)), zone, START, END)

    assert [due.period[:10] for due in found][1:-1] == [
        day.isoformat()
        for day in existing_days(zone, START - 3 * DAY, END + 3 * DAY)
        if found[0].period[:10] < day.isoformat() < found[-1].period[:10]
    ]
    assert all(one.at < other.at for one, other in pairwise(found))
    assert all(shows(zone, due) for due in found)


CHANGES = [
    (zone, START + days * DAY)
    for zone, found in CHANGING
    for days, (one, other) in enumerate(pairwise(found), -4)
    if one != other
]


@given(st.sampled_from(CHANGES), st.integers(0, 24 * 60 - 1))
def test_every_day_about_a_change_of_clocks_has_one_run(
    change: tuple[ZoneInfo, datetime], minute: int
) -> None:
    zone, day = change
    start = day - 3 * DAY

    found = runs(daily(*divmod(minute, 60)), zone, start, start + 7 * DAY)

    first, last = found[0].period[:10], found[-1].period[:10]
    days = [day.isoformat() for day in existing_days(zone, start - 3 * DAY, start + 10 * DAY)]
    assert [due.period[:10] for due in found] == [day for day in days if first <= day <= last]
    assert all(shows(zone, due) for due in found)


SCHEDULES = st.one_of(
    st.builds(
        lambda at, days: Schedule(Cadence.WEEKLY, at, frozenset(days)),
        st.times().map(lambda at: at.replace(second=0, microsecond=0)),
        st.sets(st.integers(1, 7), min_size=1),
    ),
    st.builds(lambda hour, day: Schedule(Cadence.MONTHLY, time(hour), day=day), *[st.integers(1, 23)] * 2),
    st.builds(every, st.integers(1, 24), st.integers(0, 23), st.integers(0, 59)),
)
MOMENTS = st.integers(0, 67 * 365 * 24 * 60).map(lambda minutes: utc(1970, 1, 1) + timedelta(minutes=minutes))


@given(SCHEDULES, st.sampled_from(ZONES), MOMENTS)
def test_runs_follow_each_other(schedule: Schedule, zone: ZoneInfo, after: datetime) -> None:
    """The next is later than now and none lies between; the one after it comes next; back leads back."""
    due = next_due(schedule, zone, after)
    second = following(schedule, zone, due)

    assert before(schedule, zone, due).at <= after < due.at < second.at
    assert next_due(schedule, zone, due.at) == second
    assert before(schedule, zone, second) == due
    assert instant_of(due.period, zone) == due.at


def between(schedule: Schedule, one: Due, other: Due) -> Iterator[str]:
    """The nominal times between two runs: where no clock ever changes, each is a run."""
    due = following(schedule, ZoneInfo("UTC"), one)
    while due.period < other.period:
        yield due.period
        due = following(schedule, ZoneInfo("UTC"), due)


def clocks_show(zone: ZoneInfo, period: str) -> bool:
    return instant_of(period, zone).astimezone(zone).replace(tzinfo=None) == datetime.fromisoformat(period)


@given(SCHEDULES, MOMENTS, st.lists(st.tuples(st.sampled_from(ZONES), st.integers(0, 40)), min_size=1))
def test_a_chat_that_travels_misses_no_run_and_has_none_twice(
    schedule: Schedule, start: datetime, stays: list[tuple[ZoneInfo, int]]
) -> None:
    """It stays so many hours in each zone; what is pending goes along, and runs when its time has come."""
    zone, _ = stays[0]
    now, pending, ran = start, next_due(schedule, zone, start), []
    for zone, hours in stays:
        now, pending = now + timedelta(hours=hours), Due(pending.period, instant_of(pending.period, zone))
        while pending.at <= now:
            ran.append(pending.period)
            pending, passed = following(schedule, zone, pending), pending
            assert not [time for time in between(schedule, passed, pending) if clocks_show(zone, time)]
    assert ran == sorted(set(ran))
    assert not ran or ran[-1] < pending.period
