"""/summary [topic] [range]: the few sentences that carry the story; shorter and longer by button."""

from telegram import Update

from bot.briefing.query import parse_query
from bot.handlers.context import BotContext
from bot.handlers.queries import keep, kept
from bot.model.briefing import Query, Summary
from bot.rendering.buttons import Press, Reply
from bot.rendering.messages import gone_view
from bot.rendering.summary import LENGTHS, USUAL, plain_summary, render_summary

SENTENCES = (1, 1, 1, 2, 2)  # of one date at most, by the length


async def summary(_: Update, context: BotContext) -> None:
    """/summary Syria 2015..2021, at the usual length."""
    query = parse_query(context.words, context.today(), context.chat.language)
    found = await _summary(context, query, USUAL)
    view = await keep(context, query) if found.paragraphs else 0
    await context.reply(render_summary(found, view, USUAL))


async def change_length(context: BotContext, press: Press) -> None:
    """The same, shorter or longer, in place."""
    view, length = press.numbers
    query = await kept(context, view)
    if query is None:
        await context.show(Reply(gone_view()))
        return
    length = min(max(length, 0), len(LENGTHS) - 1)
    await context.show(render_summary(await _summary(context, query, length), view, length))


async def plain(context: BotContext, press: Press) -> None:
    """The button Copy as plain text: a message that copies well."""
    view, length = press.numbers
    query = await kept(context, view)
    if query is None:
        await context.reply(gone_view())
        return
    length = min(max(length, 0), len(LENGTHS) - 1)
    await context.reply(plain_summary(await _summary(context, query, length)))


async def _summary(context: BotContext, query: Query, length: int) -> Summary:
    return await context.services.timelines.summary(
        context.chat.id, query, dates=LENGTHS[length], sentences=SENTENCES[length]
    )
