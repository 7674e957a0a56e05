"""What a handler is told of its update beyond the update: the key it is applied once by, and its parts.

arrival = arrivals.of(update)
cause = Cause(actor, now, arrival.key)
await services.messages.read(chat, arrival.parts, draft, cause)
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from telegram import Update

from bot.model.message import MessagePart
from bot.model.outcome import UpdateKey


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update being handled.

    `parts` are the text messages it came in: one, or the several that a client cut a long paste into.
    The update itself is that of the first part. Empty when it brings no text.
    """

    key: UpdateKey
    parts: tuple[MessagePart, ...] = ()


class Arrivals:
    """The updates that are being handled just now."""

    def __init__(self) -> None:
        self._now: dict[int, Arrival] = {}

    def of(self, update: Update) -> Arrival:
        """The arrival of an update that is being handled."""
        return self._now[update.update_id]

    @contextmanager
    def present(self, arrival: Arrival) -> Iterator[None]:
        """Handle the update inside of this."""
        self._now[arrival.key.update_id] = arrival
        try:
            yield
        finally:
            del self._now[arrival.key.update_id]
