"""/allow and /disallow: an owner says whom else the bot serves."""

from telegram import Message, MessageOriginUser, Update
from telegram.constants import ChatType

from bot.handlers.context import BotContext
from bot.model.chat import Access
from bot.rendering.access import allowed, disallowed, owner_alone, who_to_allow

Whom = tuple[int, str]


async def allow(update: Update, context: BotContext) -> None:
    """Let in the person of an id or of the message replied to, or in a group the whole group."""
    access = context.services.access
    mode = (await access.admission()).mode
    whom = _whom(update, context)
    if mode is Access.OWNER:
        await context.reply(owner_alone())
    elif whom is None:
        await context.reply(who_to_allow())
    else:
        await access.allow(_asker(update), *whom)
        await context.reply(allowed(whom[1], mode))


async def disallow(update: Update, context: BotContext) -> None:
    """Take back what /allow said of somebody."""
    whom = _whom(update, context)
    if whom is None:
        await context.reply(who_to_allow())
        return
    was_in = await context.services.access.disallow(_asker(update), whom[0])
    await context.reply(disallowed(whom[1], was_in=was_in))


def _asker(update: Update) -> int | None:
    return update.effective_user.id if update.effective_user else None


def _whom(update: Update, context: BotContext) -> Whom | None:
    """Whom a command is about; None when it does not say."""
    message = update.effective_message
    if message is None:
        return None
    if context.args:
        return _by_id(context.args[0])
    if message.reply_to_message and (writer := _writer(message.reply_to_message)):
        return writer
    chat = message.chat
    return None if chat.type == ChatType.PRIVATE else (chat.id, chat.title or str(chat.id))


def _by_id(word: str) -> Whom | None:
    digits = word.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 18 and int(digits)):
        return None
    return int(word), word


def _writer(message: Message) -> Whom | None:
    """Who wrote a message, or the one it was forwarded from; None for bots and for a topic's first line."""
    user = message.from_user
    if isinstance(message.forward_origin, MessageOriginUser):
        user = message.forward_origin.sender_user
    if message.forum_topic_created or message.sender_chat or user is None or user.is_bot:
        return None
    return user.id, user.full_name
