"""Cards: messages of ours that are replied to with a word, such as a new date."""

import re

from telegram import Message
from telegram.ext.filters import MessageFilter


class IsReplyTo(MessageFilter):
    """Lets replies to our cards of one kind through: those that begin as the pattern says."""

    def __init__(self, pattern: str) -> None:
        super().__init__()
        self._pattern = re.compile(pattern)

    def filter(self, message: Message) -> bool:
        return self.subject(message) is not None

    def subject(self, message: Message | None) -> str | None:
        """What the card is about: the first group of the pattern."""
        card = message.reply_to_message if message else None
        if message is None or card is None or card.from_user is None:
            return None
        if card.from_user.id != message.get_bot().id:
            return None
        found = self._pattern.match(card.text or "")
        return found[1] if found else None
