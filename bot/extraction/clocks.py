"""Times of day: from what is written to the T of a TIMEX3 value."""

import re

_CLOCK = re.compile(r"T(\d\d):?(\d\d)?(am|pm)?")
_PART = re.compile(r"T[A-Z]{2}")


def time_of_day(value: str) -> str | None:
    """ "T10:30pm" is "T22:30", "T9am" "T09:00", "TNI" stays; None for a time that no day has."""
    if _PART.fullmatch(value):
        return value
    found = _CLOCK.fullmatch(re.sub(r"^T(\d)(?!\d)", r"T0\1", value))
    if found is None:
        return None
    hour, minute, half = int(found[1]), found[2] or "00", found[3]
    if half and not 0 < hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return f"T{hour:02}:{minute}" if hour < 24 or minute == "00" else None
