"""The buttons below a digest: what did not fit into it, and the whole timeline of its topic."""

from bot.handlers.context import BotContext
from bot.handlers.queries import keep
from bot.model.briefing import Query
from bot.model.digest import Told
from bot.rendering.buttons import Press, Reply
from bot.rendering.digest import render_rest
from bot.rendering.messages import gone_view
from bot.rendering.timeline import PAGE, render_timeline

TOPIC = "topic"  # the kind of views that hold a topic that was asked for once


async def more(context: BotContext, press: Press) -> None:
    """What a digest had to tell beyond its first items."""
    found = await _told(context, press)
    await context.reply(render_rest(found, press.numbers[3]) if found else gone_view())


async def turn_page(context: BotContext, press: Press) -> None:
    """Another page of that, in place of the one whose button was pressed."""
    found = await _told(context, press)
    await context.show(render_rest(found, press.numbers[3]) if found else Reply(gone_view()))


async def full(context: BotContext, press: Press) -> None:
    """The timeline of what a digest is about."""
    topic = await _topic(context, press.numbers[0])
    if topic is None:
        await context.reply(gone_view())
        return
    query = Query(topic)
    found = await context.services.timelines.timeline(context.chat.id, query, limit=PAGE, exact=False)
    view = await keep(context, query) if found.omitted else 0
    await context.reply(render_timeline(found, view, context.chat.zone))


async def _told(context: BotContext, press: Press) -> Told | None:
    number, after, upto, _ = press.numbers
    topic = await _topic(context, number)
    if topic is None:
        return None
    return await context.services.digests.told(context.chat.id, number, topic, after, upto)


async def _topic(context: BotContext, number: int) -> str | None:
    """What a subscription of that number is about, or a view with its negative; None when it is gone."""
    if number > 0:
        theirs = await context.services.subscriptions.of(context.chat.id)
        return next((one.topic for one in theirs if one.number == number), None)
    state = await context.services.views.get(context.chat.id, -number, TOPIC)
    return None if state is None else str(state["topic"])
