"""Arithmetic on TIMEX3 calendar values: the week of a day, three months on, the weekday before."""

from datetime import date, timedelta

from bot.model.timespan import day_value, span_of

BEFORE_CHRIST = "BC"
MONTHS_IN = {"M": 1, "Q": 3, "SE": 3, "H": 6, "Y": 12, "DE": 120, "CE": 1200}
_SEASONS = ("SP", "SU", "FA", "WI")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def first_day(value: str) -> date | None:
    """The first day of a calendar value, None when it has none."""
    span = span_of(value)
    return None if span is None else span.start


def unit_of(value: str) -> str:
    """The unit a calendar value is written in: D, WE, W, M, SE, Q, H, Y, DE or CE."""
    if "W" in value[4:] and not value.endswith("WI"):
        return "WE" if value.endswith("WE") else "W"
    if "-" in value:
        rest = value.split("-", 1)[1]
        if rest[0] in "QH":
            return rest[0]
        return "SE" if rest in _SEASONS else ("M" if len(rest) == 2 else "D")
    return {4: "Y", 3: "DE", 2: "CE"}.get(len(value.removeprefix("FY")), "Y")


def holding(day: date, unit: str) -> str:
    """The value of the day, week, month, … that a day lies in."""
    year = f"{day.year:04}"
    match unit:
        case "D":
            return day_value(day)
        case "W" | "WE":
            iso = day.isocalendar()
            return f"{iso.year:04}-W{iso.week:02}" + ("-WE" if unit == "WE" else "")
        case "M":
            return f"{year}-{day.month:02}"
        case "Q":
            return f"{year}-Q{(day.month + 2) // 3}"
        case "H":
            return f"{year}-H{(day.month + 5) // 6}"
        case "SE":
            return _season(day)
        case "DE":
            return year[:3]
        case "CE":
            return year[:2]
    return year


def _season(day: date) -> str:
    """Winter counts by the year its December lies in."""
    if day.month in (1, 2):
        return f"{day.year - 1:04}-WI"
    return f"{day.year:04}-{_SEASONS[day.month // 3 - 1]}"


def moved(day: date, number: int, unit: str) -> date | None:
    """The day so many units on (or back); months end where they end. None outside the calendar."""
    try:
        if unit in ("D", "W", "WE"):
            return day + timedelta(days=number * (1 if unit == "D" else 7))
        months = day.year * 12 + day.month - 1 + number * MONTHS_IN[unit]
        return date(months // 12, months % 12 + 1, min(day.day, days_in(months // 12, months % 12 + 1)))
    except (ValueError, OverflowError):
        return None


def days_in(year: int, month: int) -> int:
    first = date(year, month, 1)
    after = date(year + month // 12, month % 12 + 1, 1) if (year, month) != (9999, 12) else date.max
    return (after - first).days if after is not date.max else 31


def shifted(value: str, number: int, unit: str) -> str | None:
    """The value of the unit so many units from a value: ("2021-04-21", -1, "M") → "2021-03"."""
    if value.startswith(BEFORE_CHRIST):
        year = int(value[2:6]) - number
        return f"{BEFORE_CHRIST}{year:04}" if unit == "Y" and year > 0 else None
    day = first_day(value)
    target = moved(day, number, unit) if day else None
    return holding(target, unit) if target else None


def weekday_from(day: date, weekday: int, number: int) -> date | None:
    """A weekday (1 Monday … 7 Sunday) near a day.

    `number` 0 is the nearest one back, the day itself counted; 1 the coming one; -1 the one before.
    """
    back = (day.isoweekday() - weekday) % 7
    match number:
        case 0:
            days = -back
        case -1:
            days = -(back or 7)
        case _:
            days = 7 - back
    return moved(day, days, "D")
