"""What was said of a schedule, and the schedule that it makes."""

from dataclasses import dataclass, field
from datetime import time
from typing import Final

from bot.briefing.schedule_clock import PARTS, bad, clock_at, within
from bot.model.schedule import EVERY_DAY, Cadence, Misread, Schedule

LAST_DAY: Final = 31


class Unread(Exception):
    """The tokens say no schedule: they are, or hold, words of something else."""


@dataclass(slots=True)
class Said:
    """What has been understood of the tokens so far."""

    days: set[int] = field(default_factory=set)
    whole_week: bool = False
    of_month: int | None = None
    monthly: bool = False
    weekly: bool = False
    step: int | None = None
    clock: time | None = None
    part: str | None = None
    bare: int | None = None  # a number alone: an hour, or a day of the month
    sure: bool = False  # something was said that says nothing but when


def schedule_of(said: Said) -> Schedule:
    """Raises Unread when what was said makes none, and BadSchedule for one that cannot be kept."""
    if said.of_month is not None or said.monthly:
        return _of_month(said)
    at = _time(said)
    if said.step is not None:
        if said.days or said.whole_week:
            raise Unread
        return Schedule(Cadence.HOURLY, at, hours=said.step)
    if said.days and said.whole_week:
        raise Unread
    if said.weekly and not said.days:
        raise bad(Misread.WHICH_DAY)
    return Schedule(Cadence.WEEKLY, at, frozenset(said.days) or EVERY_DAY)


def _of_month(said: Said) -> Schedule:
    if said.days or said.step is not None:
        raise Unread
    if said.of_month is None and said.bare is not None:
        said.of_month, said.bare = said.bare, None
    day = 1 if said.of_month is None else said.of_month
    if not 1 <= day <= LAST_DAY:
        raise bad(Misread.BAD_DAY)
    return Schedule(Cadence.MONTHLY, _time(said), day=day)


def _time(said: Said) -> time:
    """The time of day, by what was said of it."""
    if said.bare is not None:
        if said.clock is not None:
            raise Unread
        said.clock = clock_at(said.bare)
    if said.clock is None:
        return time(PARTS[said.part]) if said.part else Schedule(Cadence.WEEKLY).at
    return said.clock.replace(hour=within(said.part, said.clock.hour)) if said.part else said.clock
