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
    The update itself is that of the first part. Empty when it brings no text. `waits`: it can be handled
    again later, when it cannot be now; `keeps`: even much later, once there is room for it. `told`: its chat
    knows that it has to wait.
    """

    key: UpdateKey
    parts: tuple[MessagePart, ...] = ()
    waits: bool = False
    keeps: bool = False
    told: bool = False


class Arrivals:
    """The updates that are being handled just now."""

    def __init__(self) -> None:
        self._now: dict[int, Arrival] = {}
        self._put_off: set[int] = set()
        self._kept: set[int] = set()

    def of(self, update: Update) -> Arrival:
        """The arrival of an update that is being handled."""
        return self._now[update.update_id]

    def put_off(self, update: Update) -> bool:
        """Have it handled again from its beginning; False when that was done often enough."""
        if self._now[update.update_id].waits:
            self._put_off.add(update.update_id)
        return self._now[update.update_id].waits

    def keep(self, update: Update) -> bool:
        """Have it handled once there is room for what it brings; False when it cannot wait for that."""
        if self._now[update.update_id].keeps:
            self._kept.add(update.update_id)
        return self._now[update.update_id].keeps

    def was_kept(self, arrival: Arrival) -> bool:
        """Whether it is to be handled once there is room; to be asked once."""
        kept = arrival.key.update_id in self._kept
        self._kept.discard(arrival.key.update_id)
        return kept

    def were_put_off(self, arrival: Arrival) -> bool:
        """Whether it is to be handled again; to be asked once."""
        again = arrival.key.update_id in self._put_off
        self._put_off.discard(arrival.key.update_id)
        return again

    @contextmanager
    def present(self, arrival: Arrival) -> Iterator[None]:
        """Handle the update inside of this."""
        self._now[arrival.key.update_id] = arrival
        try:
            yield
        finally:
            del self._now[arrival.key.update_id]
