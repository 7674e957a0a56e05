"""Counts the calls of the last seconds.

A call counts from its start until the limit's seconds have passed since its *answer*. Telegram saw it in
between, so however slow the network is, no span of that many seconds ever holds more calls there than here.
"""

from collections import deque
from math import inf

from bot.sending.limits import Limit, Urgency


class Window:
    """What was let go under one limit and still counts. Times are those of a monotonic clock, in seconds."""

    __slots__ = ("_ends", "_limit", "_under_way")

    def __init__(self, limit: Limit | None) -> None:
        self._limit = limit
        self._under_way = 0
        self._ends: deque[float] = deque()

    def begin(self) -> None:
        """A call starts."""
        self._under_way += 1

    def end(self, now: float) -> None:
        """It was answered, or given up."""
        self._under_way -= 1
        if self._limit:
            self._ends.append(now + self._limit.seconds)

    def opens(self, urgency: Urgency, now: float) -> float:
        """When the next call of this urgency may start: `now`, later, or `inf` until one is answered."""
        if self._limit is None:
            return now
        self._forget(now)
        too_many = self._under_way + len(self._ends) - self._limit.room_for(urgency) + 1
        if too_many <= 0:
            return now
        return self._ends[too_many - 1] if too_many <= len(self._ends) else inf

    def is_idle(self, now: float) -> bool:
        """Whether nothing counts any more."""
        self._forget(now)
        return not self._under_way and not self._ends

    def _forget(self, now: float) -> None:
        while self._ends and self._ends[0] <= now:
            self._ends.popleft()
