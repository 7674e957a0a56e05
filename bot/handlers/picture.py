"""/picture [topic] [range]: the timeline drawn for a phone, light or dark, as PNG or SVG."""

import asyncio

from telegram import Update

from bot.briefing.query import parse_query
from bot.handlers.context import BotContext
from bot.handlers.queries import keep, kept
from bot.model.briefing import Query
from bot.rendering.buttons import Press, Reply
from bot.rendering.messages import gone_view
from bot.rendering.picture import draw, png
from bot.rendering.pictures import LOOKS, caption, file_name, looks
from bot.rendering.speech import language, speaking
from bot.rendering.timeline import nothing_found

MOST = 2_000  # events of one picture; of more it shows no more, and only takes longer


async def picture(_: Update, context: BotContext) -> None:
    """/picture Syria 2015..2021."""
    query = parse_query(context.words, context.today(), context.chat.language)
    await _send(context, query, 0)


async def picture_as(context: BotContext, press: Press) -> None:
    """The button of another look."""
    view, look = press.numbers
    query = await kept(context, view)
    if query is None or not 0 <= look < len(LOOKS):
        await context.reply(Reply(gone_view()))
    else:
        await _send(context, query, look, view)


async def _send(context: BotContext, query: Query, look: int, view: int | None = None) -> None:
    found = await context.services.timelines.timeline(context.chat.id, query, limit=MOST)
    if not found.entries:
        await context.reply(nothing_found(query))
        return
    await context.uploading()
    chosen, spoken = LOOKS[look], language()
    number = await keep(context, query) if view is None else view

    def work() -> tuple[bytes, Reply]:
        with speaking(spoken):
            drawing = draw(found, dark=chosen.dark)
            said = Reply(caption(found, drawing), looks(number, look))
        return (drawing.svg.encode() if chosen.vector else png(drawing)), said

    body, said = await asyncio.to_thread(work)
    await context.send_file(body, file_name(query, chosen), said)
