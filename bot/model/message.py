"""Telegram messages, as far as an article remembers the ones it came in."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class MessagePart:
    """One message of the one or several that a text came in.

    `update_id` is that of the Telegram update which brought it; it is not stored with the part.
    """

    message_id: int
    text: str
    sent_at: datetime
    update_id: int | None = None
