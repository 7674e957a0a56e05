"""Commands that do not exist: a private chat is told what does."""

from telegram import Update

from bot.handlers.context import BotContext
from bot.rendering.messages import unknown_command


async def unknown(update: Update, context: BotContext) -> None:
    """A command that nobody knows, in a private chat."""
    message = update.effective_message
    word = (message.text or message.caption or "").split(maxsplit=1)[0] if message else ""
    await context.reply(unknown_command(word))
