"""Whether every local day has one run, in every zone, and how fast the next one is told. Run by hand:

python -m tests.benchmarks.schedules [FIRST [LAST [STEP]]]

Looks at each change of clocks of the years FIRST to LAST (2020 to 2021), in every zone, with digests at every
STEPth minute of the day (7): from three days before to three days after, each local date that some clock
showed must have exactly one run, at its minute or, when that is skipped, at the instant clocks resume.
"""

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time
from functools import partial
from statistics import median
from time import perf_counter
from zoneinfo import ZoneInfo

from bot.briefing.schedule import before, following, next_due
from bot.model.schedule import Cadence, Schedule
from tests.briefing.test_schedule import DAY, ZONES, daily, existing_days, runs, shows

ROUNDS = 2_000


def main(first: int = 2020, last: int = 2021, step: int = 7) -> None:
    """Prints what was looked at, what was wrong, and the times."""
    started, looked, wrong = perf_counter(), 0, 0
    for zone, day in _changes(first, last):
        for minute in range(0, 24 * 60, step):
            looked += 1
            if not _sound(zone, day, daily(*divmod(minute, 60))):
                wrong += 1
                print(f"WRONG {zone.key} {day:%Y-%m-%d} at {minute // 60:02}:{minute % 60:02}")
    print(f"{len(ZONES)} zones, {first} to {last}, every {step}th minute")
    print(f"{looked} weeks with a change of clocks, {wrong} wrong, {perf_counter() - started:.0f} s")
    _timed()


def _changes(first: int, last: int) -> Iterator[tuple[ZoneInfo, datetime]]:
    start, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    for zone in ZONES:
        day = start
        while day < end:
            if day.astimezone(zone).utcoffset() != (day + DAY).astimezone(zone).utcoffset():
                yield zone, day
            day += DAY


def _sound(zone: ZoneInfo, day: datetime, schedule: Schedule) -> bool:
    found = runs(schedule, zone, day - 3 * DAY, day + 4 * DAY)
    first, last = found[0].period[:10], found[-1].period[:10]
    days = [there.isoformat() for there in existing_days(zone, day - 6 * DAY, day + 7 * DAY)]
    once = [due.period[:10] for due in found] == [there for there in days if first <= there <= last]
    return once and all(shows(zone, due) for due in found)


def _timed() -> None:
    london, now = ZoneInfo("Europe/London"), datetime(2021, 3, 26, 12, tzinfo=UTC)
    for name, schedule in (
        ("daily", daily(8)),
        ("Sundays", Schedule(Cadence.WEEKLY, time(18), frozenset({7}))),
        ("monthly", Schedule(Cadence.MONTHLY, time(9), day=31)),
        ("hourly", Schedule(Cadence.HOURLY, hours=1)),
    ):
        due = next_due(schedule, london, now)
        told = (
            _microseconds(partial(next_due, schedule, london, now)),
            _microseconds(partial(following, schedule, london, due)),
            _microseconds(partial(before, schedule, london, due)),
        )
        print(f"{name:8} next {told[0]:5.1f} µs, following {told[1]:5.1f} µs, before {told[2]:5.1f} µs")


def _microseconds(act: Callable[[], object]) -> float:
    taken = []
    for _ in range(ROUNDS):
        started = perf_counter()
        act()
        taken.append(perf_counter() - started)
    return median(taken) * 1e6


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
