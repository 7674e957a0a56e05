"""Which messages are one paste: clients cut a long text at 4096 characters and send the parts in one go."""

from collections.abc import Sequence
from datetime import UTC, datetime

from bot.intake.envelope import Envelope, Raw
from bot.model.message import BETWEEN, NEARLY, TOGETHER, MessagePart

_SAME = ("from", "sender_chat", "message_thread_id", "via_bot")


def may_go_on(envelope: Envelope) -> bool:
    """Whether another part may follow this message."""
    return len(envelope.text) >= NEARLY and bool(envelope.message)


def goes_on(first: Envelope, second: Envelope) -> bool:
    """Whether `second` is the next part of the paste that `first` belongs to."""
    one, two = first.message, second.message
    return (
        may_go_on(first)
        and bool(second.text and two)
        and not second.text.startswith("/")
        and 0 < two["message_id"] - one["message_id"] <= BETWEEN
        and abs(two["date"] - one["date"]) <= TOGETHER
        and all(one.get(key) == two.get(key) for key in _SAME)
        and _one_post(one, two)
    )


def parts_of(envelopes: Sequence[Envelope]) -> tuple[MessagePart, ...]:
    """The messages with their texts, in order; empty when there is no text."""
    return tuple(_part(e) for e in envelopes if e.text and e.message)


def _part(envelope: Envelope) -> MessagePart:
    message = envelope.message
    sent_at = datetime.fromtimestamp(message["date"], UTC)
    return MessagePart(message["message_id"], envelope.text, sent_at, envelope.update_id)


def _one_post(first: Raw, second: Raw) -> bool:
    """Whether both are no forwards, or parts that were sent in one go where they come from."""
    one, two = first.get("forward_origin") or {}, second.get("forward_origin") or {}
    if not one and not two:
        return True
    apart = abs(two.get("date", 0) - one.get("date", 0))
    after = two.get("message_id", 1) - one.get("message_id", 0)
    return _home(one) == _home(two) and apart <= TOGETHER and 0 < after <= BETWEEN


def _home(origin: Raw) -> dict[str, object]:
    """Where a forwarded message comes from: the person, the name, or the chat."""
    return {key: value for key, value in origin.items() if key not in ("date", "message_id")}
