"""/undo, and the button Undo under each answer that changed something."""

from telegram import Update

from bot.errors import NotFound
from bot.handlers.context import BotContext
from bot.rendering.buttons import Press
from bot.rendering.messages import undone


async def undo(_: Update, context: BotContext) -> None:
    """/undo: take back the last change that stands."""
    await context.reply(undone(await context.services.changes.undo(context.chat.id, context.cause)))


async def undo_this(context: BotContext, press: Press) -> None:
    """The button: take back the change of the message it stands under."""
    (number,) = press.numbers
    try:
        found = await context.services.changes.undo(context.chat.id, context.cause, number)
    except NotFound:
        await context.drop_buttons()
        raise
    if found.blocked_by is None:
        await context.show(undone(found))
    else:
        await context.reply(undone(found))
