"""/undo, and the button Undo under each answer that changed something."""

from telegram import Update

from bot.errors import NotFound
from bot.handlers.context import BotContext
from bot.handlers.rights import may_edit
from bot.model.outcome import Undone
from bot.rendering.buttons import Press
from bot.rendering.messages import undone


async def undo(_: Update, context: BotContext) -> None:
    """/undo: take back the last change that stands."""
    await context.reply(undone(await _undo(context)))


async def undo_this(context: BotContext, press: Press) -> None:
    """The button: take back the change of the message it stands under."""
    (number,) = press.numbers
    try:
        found = await _undo(context, number)
    except NotFound:
        await context.drop_buttons()
        raise
    if found.blocked_by is None:
        await context.show(undone(found))
    else:
        await context.reply(undone(found))


async def _undo(context: BotContext, number: int | None = None) -> Undone:
    """In a group, members take back what they did themselves, and editors everything."""
    own = not await may_edit(context)
    return await context.services.changes.undo(context.chat.id, context.cause, number, only_own=own)
