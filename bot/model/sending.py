"""What became of a message that was handed to Telegram, in a word that decides what to do next."""

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """Whom a pause is for."""

    CHAT = "chat"
    BOT = "bot"


class Reason(StrEnum):
    """Why nothing arrives."""

    BLOCKED = "blocked"  # the person blocked the bot, or never started it
    KICKED = "kicked"  # the bot is no longer in the group or channel
    DEACTIVATED = "deactivated"  # the person's account is gone
    GONE = "gone"  # Telegram knows no such chat
    NO_RIGHTS = "no_rights"  # the bot is there and may not write
    BAD = "bad"  # the message itself is refused: a fault of ours


@dataclass(frozen=True, slots=True)
class Sent:
    """It is there. `thread_gone`: outside of its topic, as that is closed or deleted."""

    message_id: int
    thread_gone: bool = False


@dataclass(frozen=True, slots=True)
class Later:
    """It surely did not arrive; to be sent after at least that many seconds (0: nobody said how many)."""

    seconds: float
    scope: Scope
    words: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """It will never arrive as things stand. `words` are Telegram's own."""

    reason: Reason
    words: str = ""

    @property
    def closed(self) -> bool:
        """Whether the chat takes nothing at all any more; else only this message is no good."""
        return self.reason is not Reason.BAD


@dataclass(frozen=True, slots=True)
class Moved:
    """The group became a supergroup with another id; it did not arrive."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Perhaps it arrived and perhaps not: the answer was lost."""

    words: str = ""


SendResult = Sent | Later | Refused | Moved | Ambiguous
