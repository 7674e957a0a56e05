"""The courier: sends one message of those that are owed, after the answers, and says what became of it."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.model.sending import SendResult, Sent
from bot.model.subscription import OwedPart
from bot.sending.faults import became_of, is_thread_gone
from bot.sending.limits import Urgency
from bot.sending.start import Hook, at_start


class Courier:
    """Sends through the bot's gate. Nothing is tried twice in here: what is owed comes again."""

    def __init__(self, bot: ExtBot[Urgency]) -> None:
        self._bot = bot

    async def send(
        self,
        part: OwedPart,
        chat_id: int,
        thread: int | None = None,
        *,
        silent: bool = False,
        starting: Hook | None = None,
    ) -> SendResult:
        """Send the part to the chat, in the group's topic `thread` if that is still there.

        `starting` is awaited when its turn has come, right before it goes; what that raises is raised.
        """
        with at_start(starting):
            return await self._sent(part, chat_id, thread, silent)

    async def _sent(self, part: OwedPart, chat_id: int, thread: int | None, silent: bool) -> SendResult:
        try:
            return Sent(await self._send(part, chat_id, thread, silent))
        except TelegramError as error:
            if thread is None or not is_thread_gone(error):
                return became_of(error)
        try:
            return Sent(await self._send(part, chat_id, None, silent), thread_gone=True)
        except TelegramError as error:
            return became_of(error)

    async def _send(self, part: OwedPart, chat_id: int, thread: int | None, silent: bool) -> int:
        message = await self._bot.send_message(
            chat_id,
            part.html,
            message_thread_id=thread,
            disable_notification=silent,
            reply_markup=_keyboard(part),
            rate_limit_args=Urgency.WAVE,
        )
        return message.message_id


def _keyboard(part: OwedPart) -> InlineKeyboardMarkup | None:
    rows = [[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in part.buttons]
    return InlineKeyboardMarkup(rows) if rows else None
