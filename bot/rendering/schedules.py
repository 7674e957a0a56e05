"""Times that come again, in words: "weekdays at 07:30", and the next three with their zone."""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Final

from bot.errors import BadSchedule
from bot.model.schedule import EVERY_DAY, Cadence, Due, Misread, Schedule
from bot.rendering.dates import WEEKDAYS, month_of_day
from bot.rendering.foreign import one_line, shortened
from bot.rendering.html import Html, apart, bold, code, join, lines, text
from bot.rendering.speech import later, plural, say, told

_WORKING: Final = frozenset(range(1, 6))
_WEEKEND: Final = frozenset({6, 7})
_LAST_DAY: Final = 31
_MOST_TIMES: Final = 8  # of a day, told one by one
_FIXED: Final = "Etc/GMT"
_MINUS: Final = "\u2212"
_LONGEST: Final = 60  # characters shown of what was typed

_PLURAL_DAYS: Final = (
    later("Mondays"),
    later("Tuesdays"),
    later("Wednesdays"),
    later("Thursdays"),
    later("Fridays"),
    later("Saturdays"),
    later("Sundays"),
)


def schedule_in_words(schedule: Schedule) -> str:
    """ "weekdays at 07:30", "every 6 hours (02:00, 08:00, 14:00, 20:00)"."""
    at = f"{schedule.at:%H:%M}"
    match schedule.cadence:
        case Cadence.MONTHLY if schedule.day == _LAST_DAY:
            return say("on the last day of the month at {time}", time=at)
        case Cadence.MONTHLY:
            return say("on day {day} of the month at {time}", day=schedule.day, time=at)
        case Cadence.HOURLY:
            return _hours(schedule)
    if schedule.weekdays == EVERY_DAY:
        return say("every day at {time}", time=at)
    return say("{days} at {time}", days=_days(schedule.weekdays), time=at)


def _days(weekdays: frozenset[int]) -> str:
    if weekdays == _WORKING:
        return say("weekdays")
    if weekdays == _WEEKEND:
        return say("weekends")
    if len(weekdays) == 1:
        return say(_PLURAL_DAYS[min(weekdays) - 1])
    return ", ".join(say(WEEKDAYS[day - 1]) for day in sorted(weekdays))


def _hours(schedule: Schedule) -> str:
    said = plural("every hour", "every {n} hours", schedule.hours)
    hours = range(schedule.at.hour % schedule.hours, 24, schedule.hours)
    if len(hours) > _MOST_TIMES:
        return said
    return f"{said} ({', '.join(f'{hour:02}:{schedule.at:%M}' for hour in hours)})"


def next_runs(dues: Sequence[Due], zone: tzinfo, now: datetime) -> Html:
    """ "Next three: Thu 22 Apr 07:30, … (BST, UTC+1)"; the zone with each time when clocks change between."""
    moments = [due.at.astimezone(zone) for due in dues]
    where = [in_zone(moment) for moment in moments]
    said = [_moment(moment, now.astimezone(zone)) for moment in moments]
    if len(set(where)) > 1:
        said = [f"{moment} ({zone})" for moment, zone in zip(said, where, strict=True)]
    times = join(", ", [bold(said[0]), *said[1:]])
    if len(set(where)) == 1:
        times = text(times, f" ({where[0]})")
    return told("Next three: {times}", times=times)


def _moment(local: datetime, now: datetime) -> str:
    what = {
        "weekday": say(WEEKDAYS[local.weekday()]),
        "day": local.day,
        "month": month_of_day(local),
        "time": f"{local:%H:%M}",
    }
    if local.year == now.year:
        return say("{weekday} {day} {month} {time}", **what)
    return say("{weekday} {day} {month} {year} {time}", **what, year=local.year)


def in_zone(local: datetime) -> str:
    """The name of the time that is kept then and how far it is from UTC: "BST, UTC+1"."""
    name, offset = local.tzname() or "", _offset(local.utcoffset() or timedelta())
    if name == "UTC":
        return name
    return f"{name}, {offset}" if name.isalpha() else offset


def zone_name(zone: str) -> str:
    """A zone as people read it: those so many hours from UTC are named with the other sign."""
    if not zone.startswith(_FIXED):
        return zone
    west, hours = zone.removeprefix(_FIXED)[:1], zone.removeprefix(_FIXED)[1:]
    return f"UTC{_MINUS if west == '+' else '+'}{hours}" if hours else "UTC"


def _offset(offset: timedelta) -> str:
    minutes = abs(offset) // timedelta(minutes=1)
    hours, minutes = divmod(minutes, 60)
    sign = _MINUS if offset < timedelta() else "+"
    return f"UTC{sign}{hours}" + (f":{minutes:02}" if minutes else "")


def changes_clocks(zone: tzinfo, now: datetime) -> bool:
    """Whether clocks change there within the year."""
    return len({(now + timedelta(days=days)).astimezone(zone).utcoffset() for days in range(0, 365, 30)}) > 1


_FAULTS: Final = {
    Misread.BAD_TIME: (
        later("“{words}” has no time that a clock shows."),
        later("Times go from 00:00 to 23:59, for example {example}."),
        "daily 08:00",
    ),
    Misread.TWO_TIMES: (
        later("“{words}” says two times, and a digest has one."),
        later("Set one digest for each time, first {example}, then the other."),
        "daily 08:00",
    ),
    Misread.TWICE: (
        later("“{words}” does not say at what times."),
        later("Set one digest for each time, or say how many hours lie between: {example}."),
        "every 12h",
    ),
    Misread.TOO_OFTEN: (
        later("“{words}” is more often than I write: once an hour at most."),
        later("Say how many hours shall lie between, for example {example}."),
        "every 6h",
    ),
    Misread.TOO_SELDOM: (
        later("“{words}” is a step I cannot count: hours go up to 24, and beyond that I need days."),
        later("Name days of the week or of the month, for example {example}."),
        "mon,thu 18:00",
    ),
    Misread.BAD_DAY: (
        later("“{words}” has no day that a month has."),
        later("Days go from 1 to 31, and 31 is always the last, for example {example}."),
        "monthly 1 09:00",
    ),
    Misread.WHICH_DAY: (
        later("“{words}” does not say on which day."),
        later("Name the day, for example {example}."),
        "mondays 09:00",
    ),
    Misread.ONCE: (
        later("“{words}” is a single day, and a digest comes again and again."),
        later("Say on which days, for example {example}. For one at once: /digest now."),
        "daily 09:00",
    ),
    Misread.ZONE: (
        later("Times are those of this chat's time zone; “{words}” names another."),
        later("Leave the zone out, and set it for the whole chat, for example {example}."),
        "/timezone Berlin",
    ),
    Misread.UNCLEAR: (
        later("I cannot tell from “{words}” when to write."),
        later("Say days and one time, for example {example}."),
        "weekdays 07:30",
    ),
}


def misread(error: BadSchedule) -> Html:
    """Why the words are no schedule, and what to say instead."""
    problem, remedy, example = _FAULTS[Misread(error.why)]
    words = apart(shortened(one_line(error.words), _LONGEST))
    return lines(told(problem, words=words), told(remedy, example=code(example)), say("Nothing was changed."))
