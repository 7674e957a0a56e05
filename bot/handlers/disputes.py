"""/disputed: what sources disagree on, with buttons to settle it."""

from telegram import Update

from bot.handlers.context import BotContext
from bot.rendering.disputes import SHOWN, render_disputes


async def disputed(_: Update, context: BotContext) -> None:
    """/disputed."""
    found = await context.services.timelines.disputed(context.chat.id, limit=SHOWN)
    await context.reply(render_disputes(found))
