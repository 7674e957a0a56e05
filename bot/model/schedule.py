"""When something comes again: a schedule in local time, and the moments that it asks for."""

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

EVERY_DAY = frozenset(range(1, 8))


class Cadence(StrEnum):
    """How a schedule counts."""

    WEEKLY = "weekly"  # on some days of the week; on all of them: daily
    MONTHLY = "monthly"
    HOURLY = "hourly"


@dataclass(frozen=True, slots=True)
class Schedule:
    """Local times that come again; raises ValueError for one that never would.

    WEEKLY: `at` on each of `weekdays` (1 Monday … 7 Sunday). MONTHLY: `at` on `day`, or on the last day of a
    month that is shorter. HOURLY: every `hours` hours, counted from `at` of each local day anew.
    """

    cadence: Cadence
    at: time = time(8)
    weekdays: frozenset[int] = EVERY_DAY
    day: int = 1
    hours: int = 0

    def __post_init__(self) -> None:
        if self.cadence is Cadence.WEEKLY and not (self.weekdays and self.weekdays <= EVERY_DAY):
            raise ValueError(f"days of the week are 1 to 7: {sorted(self.weekdays)}")
        if self.cadence is Cadence.MONTHLY and not 1 <= self.day <= 31:
            raise ValueError(f"days of a month are 1 to 31: {self.day}")
        if self.cadence is Cadence.HOURLY and not 1 <= self.hours <= 24:
            raise ValueError(f"hours between runs are 1 to 24: {self.hours}")


class Misread(StrEnum):
    """Why words that were meant for a schedule are none that can be kept."""

    BAD_TIME = "bad time"  # 25:00, 20 am
    TWO_TIMES = "two times"  # 08:00 and 20:00
    TWICE = "twice"  # twice a day
    TOO_OFTEN = "too often"  # every 30 minutes
    TOO_SELDOM = "too seldom"  # every other day, yearly
    BAD_DAY = "bad day"  # the 32nd of a month
    WHICH_DAY = "which day"  # weekly, and no day said
    ONCE = "once"  # tomorrow at 9
    ZONE = "zone"  # 08:00 CET
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Due:
    """One run of a schedule: its local, nominal time ("2021-04-22T08:00"), which names it, and its instant.

    On nights when clocks change the two differ from what a clock shows: a skipped time runs when clocks
    resume, a repeated one the first time. `at` is aware and UTC.
    """

    period: str
    at: datetime
