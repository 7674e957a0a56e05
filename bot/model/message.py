"""Telegram messages, as far as an article remembers the ones it came in."""

from dataclasses import dataclass
from datetime import datetime

# How clients cut a long paste into messages, as far as that shows.
LIMIT = 4096  # characters of one message
NEARLY = 3500  # characters from which on one may have been cut: at a space or a line before the limit
TOGETHER = 2  # seconds from one part to the next
BETWEEN = 3  # message numbers that replies may have taken between two parts


@dataclass(frozen=True, slots=True)
class MessagePart:
    """One message of the one or several that a text came in.

    `update_id` is that of the Telegram update which brought it; it is not stored with the part.
    """

    message_id: int
    text: str
    sent_at: datetime
    update_id: int | None = None
