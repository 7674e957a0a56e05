"""What a chat service handed over, kept until it has been handled."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kept:
    """One update as it came, JSON in `body`; `chat_id` is None when it belongs to no chat.

    `tries`: how often it was read back and begun without an end.
    """

    update_id: int
    chat_id: int | None
    body: str | None
    tries: int = 0
