"""The buttons below a digest: what did not fit into it, and the whole timeline of its topic."""

from bot.handlers.context import BotContext
from bot.handlers.queries import keep
from bot.model.briefing import Query
from bot.rendering.buttons import Press
from bot.rendering.digest import render_rest
from bot.rendering.timeline import PAGE, render_timeline


async def more(context: BotContext, press: Press) -> None:
    """What a digest of these changes had to tell beyond its first items."""
    number, after, upto, start = press.numbers
    found = await context.services.digests.told(context.chat.id, number, after, upto)
    await context.reply(render_rest(found, start))


async def turn_page(context: BotContext, press: Press) -> None:
    """Another page of that, in place of the one whose button was pressed."""
    number, after, upto, start = press.numbers
    found = await context.services.digests.told(context.chat.id, number, after, upto)
    await context.show(render_rest(found, start))


async def full(context: BotContext, press: Press) -> None:
    """The timeline of what a subscription is about."""
    query = Query(await context.services.digests.topic(context.chat.id, press.numbers[0]))
    found = await context.services.timelines.timeline(context.chat.id, query, limit=PAGE)
    view = await keep(context, query) if found.omitted else 0
    await context.reply(render_timeline(found, view, context.chat.zone))
