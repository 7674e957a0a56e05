"""Files: what is in them is read; a picture or the like gets a sentence on how to hand its news in."""

from telegram import Message, Update

from bot.handlers.context import BotContext
from bot.handlers.documents import read_document
from bot.handlers.reading import text
from bot.rendering.messages import NO_TEXT, unreadable


async def document(update: Update, context: BotContext) -> None:
    """A file in a private chat."""
    message = update.effective_message
    if message is not None and message.document is not None:
        await read_document(context, message, message.document)


async def unread(update: Update, context: BotContext) -> None:
    """A picture or the like: its caption is read, if there is one."""
    message = update.effective_message
    if message is None:
        return
    first = _first_of_album(message, context)
    if message.caption:
        await text(update, context)
    elif first:
        kind = next((name for name in NO_TEXT if getattr(message, name, None)), "textless")
        await context.reply(unreadable(kind))


def _first_of_album(message: Message, context: BotContext) -> bool:
    """An album comes as one message for each picture: one answer is enough."""
    facts = context.chat_data
    if message.media_group_id is None or facts is None:
        return True
    last, facts["album"] = facts.get("album"), message.media_group_id
    return bool(last != message.media_group_id)
