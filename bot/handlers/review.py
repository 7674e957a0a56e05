"""Review: what an article brought, one event at a time."""

from bot.handlers.context import BotContext
from bot.rendering.buttons import Press
from bot.rendering.review import render_review


async def review(context: BotContext, press: Press) -> None:
    """The button Review shows a new message; its own buttons turn the page in place."""
    change, place = press.numbers
    outcome = await context.services.changes.outcome(context.chat.id, change)
    await context.reply(render_review(outcome, place))


async def turn_page(context: BotContext, press: Press) -> None:
    """Another event of the review, in place."""
    change, place = press.numbers
    outcome = await context.services.changes.outcome(context.chat.id, change)
    await context.show(render_review(outcome, place))
