"""Penalties: while Telegram asks for a pause, nothing is sent to the chat that it is for, or to anybody.

The answer (429, retry_after) does not say whom it means. The rule: it is the chat's own, unless several chats
in a row are told to wait, without a call between them that went well. Then it is the whole bot's.
"""

from bot.model.sending import Scope
from bot.sending.limits import ChatId

IN_A_ROW = 2  # chats


class Penalties:
    """The pauses that are to be kept. Times are those of a monotonic clock, in seconds."""

    def __init__(self) -> None:
        self._chats: dict[ChatId | None, float] = {}
        self._bot = 0.0
        self._row: set[ChatId | None] = set()

    def note(self, chat_id: ChatId | None, seconds: float, now: float) -> Scope:
        """Telegram asked for a pause; whom it is for."""
        self._chats = {chat: until for chat, until in self._chats.items() if until > now}
        self._chats[chat_id] = max(now + seconds, self._chats.get(chat_id, 0.0))
        self._row.add(chat_id)
        if len(self._row) < IN_A_ROW:
            return Scope.CHAT
        self._bot = max(self._bot, now + seconds)
        return Scope.BOT

    def went_well(self) -> None:
        """A call was taken: the pauses before it were not the whole bot's."""
        self._row.clear()

    def until(self, chat_id: ChatId | None) -> float:
        """When the chat's own pause ends."""
        return self._chats.get(chat_id, 0.0)

    @property
    def until_all(self) -> float:
        """When the whole bot's pause ends."""
        return self._bot
