"""/sources: the articles this chat was handed, newest first."""

from telegram import Update

from bot.handlers.context import BotContext
from bot.handlers.rights import may_edit
from bot.rendering.article import render_outcome
from bot.rendering.buttons import Press, Reply
from bot.rendering.rulings import may_not
from bot.rendering.sources import PAGE, render_sources
from bot.rendering.speech import say


async def sources(_: Update, context: BotContext) -> None:
    """/sources."""
    await context.reply(await _page(context, 0))


async def turn_page(context: BotContext, press: Press) -> None:
    """Another page of the list, in place."""
    (offset,) = press.numbers
    await context.show(await _page(context, max(offset, 0)))


async def remove(context: BotContext, press: Press) -> None:
    """The button Remove: take an article out, with all that only it said."""
    if not await may_edit(context):
        await context.reply(may_not(say("Only admins can remove sources in this chat.")))
        return
    outcome = await context.services.articles.remove(context.chat.id, press.numbers[0], context.cause)
    await context.reply(render_outcome(outcome, context.zone))


async def _page(context: BotContext, offset: int) -> Reply:
    found = await context.services.articles.sources(context.chat.id, limit=PAGE, offset=offset)
    if not found.lines and offset:  # the list has become shorter
        found = await context.services.articles.sources(context.chat.id, limit=PAGE)
    return render_sources(found)
