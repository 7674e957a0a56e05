"""What the Bot API says when it says no, and the ways in which a connection breaks."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """One refusal: Telegram's error code, description and parameters."""

    code: int
    description: str
    parameters: dict[str, Any] = field(default_factory=dict)

    def answer(self) -> dict[str, Any]:
        """The fault as the body of a response."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


class Refused(Exception):
    """Raised inside the Bot API to answer a call with a fault."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.description)
        self.fault = fault


class ConnectionCut(Exception):
    """The connection broke: `done` says whether the call had taken effect by then."""

    def __init__(self, *, done: bool) -> None:
        super().__init__("the connection was cut")
        self.done = done


CUT = Fault(0, "cut before the call took effect")
CUT_AFTER = Fault(0, "cut after the call took effect")


def refused(description: str) -> Fault:
    return Fault(400, f"Bad Request: {description}")


def flood(seconds: int) -> Fault:
    return Fault(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})


def bad_gateway() -> Fault:
    return Fault(502, "Bad Gateway")


def blocked() -> Fault:
    return Fault(403, "Forbidden: bot was blocked by the user")


def kicked(kind: str) -> Fault:
    """The bot is no longer in the group, supergroup or channel."""
    return Fault(403, f"Forbidden: bot was kicked from the {kind} chat")


def silenced() -> Fault:
    """The bot is in the group and may not write."""
    return refused("not enough rights to send text messages to the chat")


def conflict() -> Fault:
    return Fault(
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )


def webhook_is_set() -> Fault:
    words = (
        "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    )
    return Fault(409, f"Conflict: {words}")


def moved(chat_id: int) -> Fault:
    """The group became the supergroup `chat_id`."""
    return Fault(
        400, "Bad Request: group chat was upgraded to a supergroup chat", {"migrate_to_chat_id": chat_id}
    )
