"""Progress in one message that is edited: a courtesy, so that what goes wrong with it stops no work."""

import logging

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot

from bot.model.subscription import OwedPart
from bot.sending.limits import Urgency

log = logging.getLogger(__name__)

_AS_IT_WAS = "message is not modified"


class Progress:
    """Shows how far long work is."""

    def __init__(self, bot: ExtBot[Urgency]) -> None:
        self._bot = bot

    async def show(
        self, part: OwedPart, chat_id: int, thread: int | None, message_id: int | None
    ) -> int | None:
        """Put it in place of the message, or send it; the number of the message it stands in now."""
        try:
            if message_id is None:
                sent = await self._bot.send_message(
                    chat_id,
                    part.html,
                    message_thread_id=thread,
                    disable_notification=True,
                    reply_markup=_keyboard(part),
                )
                return sent.message_id
            await self._bot.edit_message_text(
                part.html, chat_id=chat_id, message_id=message_id, reply_markup=_keyboard(part)
            )
        except TelegramError as error:
            if not (isinstance(error, BadRequest) and _AS_IT_WAS in error.message.lower()):
                log.info("progress in chat %d cannot be shown: %s", chat_id, error.message)
        return message_id


def _keyboard(part: OwedPart) -> InlineKeyboardMarkup | None:
    rows = [[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in part.buttons]
    return InlineKeyboardMarkup(rows) if rows else None
