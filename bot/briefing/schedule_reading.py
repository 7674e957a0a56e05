"""Tokens that stand together → the schedule that they say, if they say one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.briefing.schedule_clock import PARTS, bad, by_half, clock_at, shifted
from bot.briefing.schedule_said import LAST_DAY, Said, Unread, schedule_of
from bot.briefing.schedule_tokens import Token
from bot.model.schedule import Cadence, Misread, Schedule

_WORKING: Final = frozenset({1, 2, 3, 4, 5})
_WEEKEND: Final = frozenset({6, 7})
_SHORT_STEPS: Final = {"minute", "second"}
_LONG_STEPS: Final = {"day", "week", "month", "year"}
_FILLING: Final = {"every", "at", "and", "from", "beside", "day", "week"}


@dataclass(frozen=True, slots=True)
class Read:
    """The schedule that was read, and whether its days and its time were said or are the usual ones."""

    schedule: Schedule
    has_days: bool
    has_time: bool


def read(tokens: Sequence[Token], *, alone: bool = False) -> Read:
    """The schedule that these tokens say, all of them.

    A bare number is an hour when nothing stands beside it (`alone`). Raises Unread, and BadSchedule for what
    is meant for a schedule and cannot be kept; its `words` are empty.
    """
    said, at = Said(), 0
    while at < len(tokens):
        count = next((n for rule in _RULES if (n := rule(said, tokens, at))), 0)
        if not count:
            raise Unread
        at += count
    if not said.sure and not (alone and said.bare is not None):
        raise Unread
    schedule = schedule_of(said)
    weekly = schedule.cadence is Cadence.WEEKLY
    has_days = bool(said.days or said.whole_week or not weekly)
    return Read(schedule, has_days, said.clock is not None or said.part is not None)


# The rules: each says how many of the tokens from `at` on it has understood, and notes what they say.


def _step(said: Said, tokens: Sequence[Token], at: int) -> int:
    """ "every 6 hours", "every hour", "every other day", "каждые 2 часа"."""
    if "every" not in tokens[at]:
        return 0
    unit, count = tokens[at + 1 : at + 2], 1
    if unit and ("figure" in unit[0] or "numbers" in unit[0]) and unit[0].number is not None:
        count, unit = unit[0].number, tokens[at + 2 : at + 3]
    elif unit and "other" in unit[0] and tokens[at + 2 : at + 3]:
        count, unit = 2, tokens[at + 2 : at + 3]
    if not unit or not unit[0].tags & ({"hour"} | _SHORT_STEPS | _LONG_STEPS):
        return 0
    length = tokens.index(unit[0], at) - at + 1
    _every(said, count, unit[0], explicit=length > 2)
    said.sure = True
    return length


def _every(said: Said, count: int, unit: Token, *, explicit: bool) -> None:
    if unit.tags & _SHORT_STEPS:
        raise bad(Misread.TOO_OFTEN)
    if "hour" in unit:
        _hours(said, count)
    elif explicit and count == 0:
        raise bad(Misread.TOO_OFTEN)
    elif count > 1 or "year" in unit:
        raise bad(Misread.TOO_SELDOM)
    elif "day" in unit:
        said.whole_week = True
    elif "week" in unit:
        said.weekly = True
    else:
        said.monthly = True


def _hours(said: Said, count: int) -> None:
    if count < 1:
        raise bad(Misread.TOO_OFTEN)
    if count > 24:
        raise bad(Misread.TOO_SELDOM)
    if count == 24:
        said.whole_week = True
    else:
        said.step = count


def _folds(_: Said, tokens: Sequence[Token], at: int) -> int:
    """ "twice a day", "3 times a day"."""
    counted = tokens[at].number is not None and "times" in (tokens[at + 1] if at + 1 < len(tokens) else ())
    if "twice" in tokens[at] or counted:
        raise bad(Misread.TWICE)
    return 0


def _cadence(said: Said, tokens: Sequence[Token], at: int) -> int:
    token = tokens[at]
    if "daily" in token:
        said.whole_week = True
    elif "weekly" in token:
        said.weekly = True
    elif "monthly" in token or "month" in token:
        said.monthly = True
    elif "hourly" in token:
        said.step = 1
    elif "year" in token:
        raise bad(Misread.TOO_SELDOM)
    else:
        return 0
    said.sure = said.sure or "month" not in token
    return 1


def _days(said: Said, tokens: Sequence[Token], at: int) -> int:
    """ "mon", "mondays", "mon-fri", "weekdays", "weekends"."""
    token = tokens[at]
    if "weekdays" in token or "weekend" in token:
        said.days |= _WORKING if "weekdays" in token else _WEEKEND
        said.sure = True
        return 1
    if "weekday" not in token or token.number is None:
        return 0
    said.sure = True
    after = tokens[at + 1 : at + 3]
    if len(after) == 2 and "to" in after[0] and "weekday" in after[1]:
        said.days |= set(_span(token.number, after[1].number or token.number))
        return 3
    said.days.add(token.number)
    return 1


def _span(first: int, last: int) -> list[int]:
    """The days of the week from one to the other, round its end if need be."""
    return [(first - 1 + n) % 7 + 1 for n in range((last - first) % 7 + 1)]


def _of_the_month(said: Said, tokens: Sequence[Token], at: int) -> int:
    """ "the 15th", "last day of the month"."""
    token = tokens[at]
    if "ordinal" in token:
        day = token.number
    elif "last" in token and "day" in (tokens[at + 1] if at + 1 < len(tokens) else ()):
        day = LAST_DAY
    else:
        return 0
    if said.of_month is not None:
        raise Unread
    said.of_month, said.sure = day, True
    return 1 if "ordinal" in token else 2


def _time_of_day(said: Said, tokens: Sequence[Token], at: int) -> int:
    """ "07:30", "8 am", "at 7", "18h", "8 Uhr 30", "half past 7", "a las 7 y media"."""
    start, shift, announced = at, 0, False
    if "at" in tokens[at] or "from" in tokens[at]:
        announced, at = True, at + 1
    if at < len(tokens) and "shift" in tokens[at]:
        shift, announced, at = tokens[at].number or 0, True, at + 1
    if at >= len(tokens) or tokens[at].number is None or not tokens[at].tags & {"clock", "figure", "numbers"}:
        return 0
    token, at = tokens[at], at + 1
    hour, minute = token.number or 0, token.minute or 0
    exact = announced or "clock" in token
    if at < len(tokens) and "shifted" in tokens[at]:
        shift, exact, at = tokens[at].number or 0, True, at + 1
    elif at < len(tokens) and "minutes" in tokens[at] and "clock" not in token:
        minute, exact, at = tokens[at].number or 0, True, at + 1
    if at < len(tokens) and tokens[at].tags & {"oclock", "am", "pm"}:
        hour, exact = by_half(hour, tokens[at]), True
        at += 1
        if at < len(tokens) and tokens[at].tags & {"figure", "minutes"} and "oclock" in tokens[at - 1]:
            minute, at = tokens[at].number or 0, at + 1
    if not exact:
        return 0
    if said.clock is not None:
        raise bad(Misread.TWO_TIMES)
    said.clock, said.sure = shifted(clock_at(hour, minute), shift), True
    return at - start


def _part_of_day(said: Said, tokens: Sequence[Token], at: int) -> int:
    part = next((part for part in PARTS if part in tokens[at]), None)
    if part is None:
        return 0
    if said.part is not None:
        raise bad(Misread.TWO_TIMES)
    said.part, said.sure = part, True
    return 1


def _number(said: Said, tokens: Sequence[Token], at: int) -> int:
    """A number that says by itself neither that it is an hour nor that it is a day."""
    token = tokens[at]
    if not token.tags & {"figure", "numbers"} or said.bare is not None:
        return 0
    said.bare = token.number
    return 1


def _elsewhere(_: Said, tokens: Sequence[Token], at: int) -> int:
    """ "08:00 CET": a chat has one zone, and that is set elsewhere."""
    if "elsewhere" in tokens[at]:
        raise bad(Misread.ZONE)
    return 0


def _single(_: Said, tokens: Sequence[Token], at: int) -> int:
    """ "tomorrow at 9": a schedule comes again."""
    if "single" in tokens[at]:
        raise bad(Misread.ONCE)
    return 0


def _some_of_them(_: Said, tokens: Sequence[Token], at: int) -> int:
    """ "every day except Sunday", "every first Monday": what no schedule can say."""
    after = tokens[at + 1] if at + 1 < len(tokens) else ()
    counted = "every" in tokens[at] and after and after.tags & {"numbers", "nth", "other"}
    if "except" in tokens[at] or (counted and "weekday" in (tokens[at + 2] if at + 2 < len(tokens) else ())):
        raise bad(Misread.UNCLEAR)
    return 0


def _filling(_: Said, tokens: Sequence[Token], at: int) -> int:
    return 1 if tokens[at].tags & _FILLING else 0


_RULES: Final[Sequence[Callable[[Said, Sequence[Token], int], int]]] = (
    *(_single, _some_of_them, _folds, _step, _cadence, _days, _of_the_month, _time_of_day, _part_of_day),
    *(_number, _elsewhere, _filling),
)
