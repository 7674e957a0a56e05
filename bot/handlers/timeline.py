"""/timeline [topic] [range]: what happened, in order, with buttons to page in place."""

from telegram import Update

from bot.briefing.query import parse_query
from bot.handlers.context import BotContext
from bot.handlers.queries import keep, kept
from bot.rendering.buttons import Press, Reply
from bot.rendering.messages import gone_view
from bot.rendering.timeline import PAGE, render_timeline


async def timeline(_: Update, context: BotContext) -> None:
    """/timeline Syria 2015..2021: the first page."""
    query = parse_query(context.words, context.today(), context.chat.language)
    found = await context.services.timelines.timeline(context.chat.id, query, limit=PAGE)
    view = await keep(context, query) if found.omitted else 0
    await context.reply(render_timeline(found, view, context.chat.zone))


async def older(context: BotContext, press: Press) -> None:
    """The page before the entry at a position."""
    view, position = press.numbers
    await _turn(context, view, before=position)


async def newer(context: BotContext, press: Press) -> None:
    """The page after the entry at a position."""
    view, position = press.numbers
    await _turn(context, view, after=position)


async def _turn(
    context: BotContext, view: int, *, before: int | None = None, after: int | None = None
) -> None:
    query = await kept(context, view)
    if query is None:
        await context.show(Reply(gone_view()))
        return
    found = await context.services.timelines.timeline(
        context.chat.id, query, limit=PAGE, before=before, after=after
    )
    if not found.entries:  # what stood there is gone: start again
        found = await context.services.timelines.timeline(context.chat.id, query, limit=PAGE)
    await context.show(render_timeline(found, view, context.chat.zone))
