"""What time it is: the one place that asks, so that tests can set it."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def now() -> datetime:
    """The present instant, aware and in UTC."""
    return datetime.now(UTC)


def stopped_at(instant: datetime) -> Clock:
    """A clock that always says `instant`, for transcripts and tests."""
    return lambda: instant
