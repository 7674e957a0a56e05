"""Moments as a clock on the wall tells them: "Wed 21 Apr, 07:30"."""

from datetime import datetime, tzinfo

from bot.rendering.dates import WEEKDAYS, month_of_day
from bot.rendering.speech import say


def moment(at: datetime, zone: tzinfo, now: datetime) -> str:
    """The day and time in a zone; with the year when that is not the present one."""
    local = at.astimezone(zone)
    what = {
        "weekday": say(WEEKDAYS[local.weekday()]),
        "day": local.day,
        "month": month_of_day(local),
        "time": f"{local:%H:%M}",
    }
    if local.year == now.astimezone(zone).year:
        return say("{weekday} {day} {month}, {time}", **what)
    return say("{weekday} {day} {month} {year}, {time}", **what, year=local.year)
