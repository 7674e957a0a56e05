"""What a chat service handed over, kept until it has been handled."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """One update as it came, JSON in `body`; `chat_id` is None when it belongs to no chat.

    `tries`: how often it was read back and begun without an end.
    """

    update_id: int
    chat_id: int | None
    body: str | None
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many updates wait to be handled, and since when the oldest of them, as far as it is known."""

    count: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Poisoned:
    """An update that could not be handled and was put aside, why, and when."""

    update_id: int
    error: str
    at: datetime
