"""A chat that was exported, handed in as a file: whether to put it back here is asked first."""

import logging
import re
from dataclasses import replace
from io import BytesIO

from telegram import Document, Message, Update
from telegram.error import TelegramError
from telegram.ext.filters import MessageFilter

from bot.handlers.context import BotContext
from bot.handlers.rights import may_edit
from bot.rendering.buttons import Press
from bot.rendering.exports import import_card, imported
from bot.rendering.messages import file_lost, file_too_big, gone_view
from bot.rendering.rulings import may_not
from bot.rendering.speech import say
from bot.sending.answers import answered

KIND = "import"
LARGEST = 20  # megabytes that Telegram lets a bot fetch
MOST = 200_000_000  # bytes unpacked: some fifty thousand events

_NAME = re.compile(r"\.dateline\.json(\.gz)?$", re.IGNORECASE)

log = logging.getLogger(__name__)


def is_export(file: Document | None) -> bool:
    """Whether a file has the name of a whole chat."""
    return bool(file and _NAME.search(file.file_name or ""))


class IsExport(MessageFilter):
    """Lets messages with such a file through."""

    def filter(self, message: Message) -> bool:
        return is_export(message.document)


async def offered(update: Update, context: BotContext) -> None:
    """Such a file was sent."""
    message = update.effective_message
    if message is not None and message.document is not None:
        await offer(context, message.document)


async def offer(context: BotContext, file: Document) -> None:
    """Read it to its end, store nothing, and ask."""
    if not await may_edit(context):
        await context.reply(may_not(say("Only admins can import in this chat.")))
    elif (file.file_size or 0) > LARGEST * 1_000_000:
        await context.reply(file_too_big(LARGEST))
    elif (body := await _fetched(context, file.file_id)) is not None:
        await context.services.imports.check_empty(context.chat.id)
        counts = await context.services.imports.check(BytesIO(body), most=MOST)
        view = await context.services.views.put_first(context.chat, KIND, {"file": file.file_id})
        await context.reply(import_card(counts, view))


async def import_this(context: BotContext, press: Press) -> None:
    """The button Import."""
    if not await may_edit(context):
        await context.reply(may_not(say("Only admins can import in this chat.")))
        return
    state = await context.services.views.get(context.chat.id, press.numbers[0], KIND)
    if state is None:
        await context.reply(gone_view())
        return
    await context.typing()
    body = await _fetched(context, str(state["file"]))
    if body is not None:
        chat = replace(context.chat, bot_id=context.bot.id)
        restored = await context.services.imports.restore(chat, BytesIO(body), most=MOST)
        await context.drop_buttons()
        await context.reply(imported(restored.counts, restored.left_out))


async def _fetched(context: BotContext, file_id: str) -> bytes | None:
    """What is in the file; None when Telegram does not hand it over, which is told."""
    try:
        file = await answered(lambda: context.bot.get_file(file_id), repeatable=True)
        return bytes(await answered(file.download_as_bytearray, repeatable=True))
    except TelegramError as refusal:
        log.warning("update %s: the file cannot be fetched: %s", context.asked.update_id, refusal.message)
        await context.reply(file_lost())
        return None
