"""What Telegram allows: how many messages in how many seconds, to everybody, to a person, to a group.

It publishes about 30 a second overall, one a second to a person (short bursts pass) and 20 a minute to a
group. Edits count like messages. Calls that write nothing into a chat are free.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Self

ChatId = int | str

_COUNTED = ("send", "forward", "copy", "edit")
_FREE = {"sendChatAction"}


class Urgency(IntEnum):
    """Who goes first: an answer that somebody waits for, then the wave of what is owed to many."""

    ANSWER = 1
    WAVE = 2


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` in any `seconds`; the wave leaves `reserve` of them to answers."""

    count: int
    seconds: float
    reserve: int = 0

    def room_for(self, urgency: Urgency) -> int:
        """How many may be under way or lately done when another one of this urgency goes."""
        return self.count if urgency is Urgency.ANSWER else self.count - self.reserve


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one bot; None where there is none."""

    overall: Limit | None = None
    private: Limit | None = None
    group: Limit | None = None

    def of(self, chat_id: ChatId) -> Limit | None:
        """That of the chat. Groups and channels have negative ids, or names."""
        return self.private if isinstance(chat_id, int) and chat_id > 0 else self.group

    @classmethod
    def telegram(cls, per_second: int = 30) -> Self:
        """Those of Telegram, with its overall rate or another; 0 for a Bot API that has none at all."""
        if not per_second:
            return cls()
        return cls(Limit(per_second, 1.0), Limit(5, 5.0, 1), Limit(20, 60.0, 5))


def is_counted(endpoint: str) -> bool:
    """Whether a method of the Bot API counts against the limits."""
    return endpoint.startswith(_COUNTED) and endpoint not in _FREE


def chat_of(data: Mapping[str, Any]) -> ChatId | None:
    """The chat that a call writes to; None for a message that was sent inline."""
    given: ChatId | None = data.get("chat_id")
    if isinstance(given, str) and given.lstrip("-").isdigit():
        return int(given)
    return given
