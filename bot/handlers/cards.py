"""Cards: messages of ours that are replied to with a word, such as a new date."""

import re
from functools import cached_property

from telegram import Message
from telegram.ext.filters import MessageFilter

from bot.rendering.speech import in_every_language


class IsReplyTo(MessageFilter):
    """Lets replies to our cards of one kind through: those that begin with a sentence, in any language."""

    def __init__(self, sentence: str, gap: str) -> None:
        """`sentence` has one gap, which the pattern `gap` fills."""
        super().__init__()
        self._sentence, self._gap = sentence, gap

    def filter(self, message: Message) -> bool:
        return self.subject(message) is not None

    def subject(self, message: Message | None) -> str | None:
        """What the card is about: what fills the gap."""
        card = message.reply_to_message if message else None
        if message is None or card is None or card.from_user is None:
            return None
        if card.from_user.id != message.get_bot().id:
            return None
        found = (pattern.match(card.text or "") for pattern in self._patterns)
        return next((match[1] for match in found if match), None)

    @cached_property
    def _patterns(self) -> list[re.Pattern[str]]:
        """Made when somebody replies to the bot: the catalogues need not be read for less."""
        return [
            re.compile(f"({self._gap})".join(map(re.escape, re.split(r"\{\w+\}", said))))
            for said in in_every_language(self._sentence)
        ]
