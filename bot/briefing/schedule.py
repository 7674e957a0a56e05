"""When a schedule runs: from local times that come again to instants, whatever clocks do at night.

    next_due(schedule, ZoneInfo("Europe/London"), after)     # Due("2021-04-22T07:30", 06:30 UTC)

A run is named by its local, nominal time, so that no night with a change of clocks has two of one name. A
local time that is skipped runs at the instant clocks resume, one that is repeated the first time, and a day
that a zone skips whole has no run. Nominal times that fall on one instant are one run, named by the first.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from typing import Final
from zoneinfo import ZoneInfo

from bot.model.schedule import Cadence, Due, Schedule

_DAY: Final = timedelta(days=1)
_SECOND: Final = timedelta(seconds=1)
_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)
_LOOKS_BACK: Final = (3, 16, 100)  # days within which a run was: of hours, of weekdays, of months


def next_due(schedule: Schedule, zone: ZoneInfo, after: datetime) -> Due:
    """The first run later than `after`."""
    earliest = after.astimezone(zone).date() - 2 * _DAY  # skipped days and late resumptions reach no further
    return next(_runs(_nominal_times(schedule, earliest), zone, after))


def following(schedule: Schedule, zone: ZoneInfo, due: Due) -> Due:
    """The run after that one, by its nominal time, whenever `due` really ran."""
    nominal = datetime.fromisoformat(due.period)
    later = (moment for moment in _nominal_times(schedule, nominal.date()) if moment > nominal)
    return next(_runs(later, zone, instant_of(due.period, zone)))


def before(schedule: Schedule, zone: ZoneInfo, due: Due) -> Due:
    """The run before that one: where the period begins that the first digest covers."""
    day, at = datetime.fromisoformat(due.period).date(), instant_of(due.period, zone)
    for days in _LOOKS_BACK:
        runs = _runs(_nominal_times(schedule, day - days * _DAY), zone, _LONG_AGO)
        if earlier := list(takewhile(lambda run: run.period < due.period and run.at < at, runs)):
            return earlier[-1]
    raise ValueError(f"{schedule} has no run in the {_LOOKS_BACK[-1]} days before {due.period}")


def instant_of(period: str, zone: ZoneInfo) -> datetime:
    """The instant at which a nominal time runs in a zone; for a pending one whose chat has moved."""
    nominal = datetime.fromisoformat(period)
    gap = _gap_at(nominal, zone)
    return gap.resumes if gap else nominal.replace(tzinfo=zone).astimezone(UTC)


def _runs(nominal_times: Iterable[datetime], zone: ZoneInfo, after: datetime) -> Iterator[Due]:
    """The runs later than `after` that come of these local times, which are in order."""
    for nominal in nominal_times:
        gap = _gap_at(nominal, zone)
        if gap and gap.swallows(nominal.date()):
            continue
        at = gap.resumes if gap else nominal.replace(tzinfo=zone).astimezone(UTC)
        if at > after:
            yield Due(nominal.isoformat(timespec="minutes"), at)
            after = at


def _nominal_times(schedule: Schedule, day: date) -> Iterator[datetime]:
    times = _times_of_day(schedule)
    while True:
        if _is_on(schedule, day):
            yield from (datetime.combine(day, at) for at in times)
        day += _DAY


def _times_of_day(schedule: Schedule) -> list[time]:
    if schedule.cadence is not Cadence.HOURLY:
        return [schedule.at]
    hours = range(schedule.at.hour % schedule.hours, 24, schedule.hours)
    return [schedule.at.replace(hour=hour) for hour in hours]


def _is_on(schedule: Schedule, day: date) -> bool:
    match schedule.cadence:
        case Cadence.WEEKLY:
            return day.isoweekday() in schedule.weekdays
        case Cadence.MONTHLY:
            return day.day == min(schedule.day, monthrange(day.year, day.month)[1])
        case Cadence.HOURLY:
            return True


@dataclass(frozen=True, slots=True)
class _Gap:
    """Local times that no clock shows, from `start` until before `end`; `resumes` is the instant of `end`."""

    start: datetime
    end: datetime
    resumes: datetime

    def swallows(self, day: date) -> bool:
        """Whether nothing of that day is left."""
        midnight = datetime.combine(day, time())
        return self.start <= midnight and midnight + _DAY <= self.end


def _gap_at(nominal: datetime, zone: ZoneInfo) -> _Gap | None:
    """The gap that a local time falls into, if any.

    Of a skipped time, zoneinfo has with fold 0 the offset from before the gap and with fold 1 the one from
    after it. The instants that they give enclose the one at which clocks jump, which is found by halving.
    """
    earlier = _offset(nominal.replace(tzinfo=zone))
    later = _offset(nominal.replace(tzinfo=zone, fold=1))
    if earlier >= later:
        return None
    low, high = (nominal.replace(tzinfo=UTC) - offset for offset in (later, earlier))
    while high - low > _SECOND:
        middle = low + (high - low) // 2 // _SECOND * _SECOND
        low, high = (middle, high) if _offset(middle.astimezone(zone)) == earlier else (low, middle)
    ends = high.replace(tzinfo=None)
    return _Gap(ends + earlier, ends + later, high)


def _offset(moment: datetime) -> timedelta:
    return moment.utcoffset() or timedelta()
