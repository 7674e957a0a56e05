"""Times of day out of their figures and words: "6" in the evening is 18:00, and 25:00 is none."""

from datetime import time
from typing import Final

from bot.briefing.schedule_tokens import Token
from bot.errors import BadSchedule
from bot.model.schedule import Misread

PARTS: Final = {"morning": 8, "noon": 12, "afternoon": 15, "evening": 18, "night": 22, "midnight": 0}


def within(part: str, hour: int) -> int:
    """The hour in a part of the day: 6 in the evening is 18."""
    if part == "morning":
        if hour > 12:
            raise bad(Misread.BAD_TIME)
        return hour
    if part == "night":
        return 0 if hour == 12 else hour + 12 if 6 <= hour < 12 else hour
    if part in ("noon", "midnight"):
        return hour
    return hour + 12 if hour < 12 else hour


def by_half(hour: int, half: Token) -> int:
    """The hour with am or pm behind it."""
    if "oclock" in half:
        return hour
    if not 1 <= hour <= 12 and not ("pm" in half and 12 < hour < 24):
        raise bad(Misread.BAD_TIME)
    return hour % 12 + (12 if "pm" in half else 0)


def clock_at(hour: int, minute: int = 0) -> time:
    if (hour, minute) == (24, 0):
        return time(0)
    if hour > 23 or minute > 59:
        raise bad(Misread.BAD_TIME)
    return time(hour, minute)


def shifted(at: time, minutes: int) -> time:
    hour, minute = divmod((at.hour * 60 + at.minute + minutes) % (24 * 60), 60)
    return time(hour, minute)


def bad(why: Misread) -> BadSchedule:
    return BadSchedule(why, "")
