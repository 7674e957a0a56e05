"""/history e4: who changed what."""

from telegram import Update

from bot.handlers.context import BotContext
from bot.handlers.why import event_number
from bot.rendering.buttons import Press
from bot.rendering.history import render_history
from bot.rendering.rulings import which_events


async def history(_: Update, context: BotContext) -> None:
    """/history e4."""
    number = event_number(context.words)
    if number is None:
        await context.reply(which_events("history", "e4"))
    else:
        await _show(context, number)


async def history_of(context: BotContext, press: Press) -> None:
    """The button History."""
    await _show(context, press.numbers[0])


async def _show(context: BotContext, number: int) -> None:
    found = await context.services.events.why(context.chat.id, number)
    await context.reply(render_history(found, context.zone))
