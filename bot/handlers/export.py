"""/export [topic] [range]: the timeline as a file for another program, or the whole chat to be read back."""

import asyncio
import gzip
import tempfile
from typing import IO

from telegram import Update

from bot.briefing.query import parse_query
from bot.handlers.context import BotContext
from bot.handlers.queries import keep, kept
from bot.handlers.rights import check_admin
from bot.model.briefing import Query
from bot.rendering.buttons import Press, Reply
from bot.rendering.export import FORMATS, WHOLE, About, Format
from bot.rendering.exports import NAMES, caption, export_card, too_large, whole_caption
from bot.rendering.html import Html
from bot.rendering.messages import gone_view

LARGEST = 50_000_000  # bytes of a file that Telegram takes from a bot
RETURNABLE = 19_000_000  # bytes of one that it gives back; a larger one of data is packed
SPOOLED = 8_000_000  # bytes of a file in memory before it goes to the disk


async def export(_: Update, context: BotContext) -> None:
    """/export Syria 2015..2021: what it would hold, and the formats."""
    query = parse_query(context.words, context.today(), context.chat.language)
    counts = await context.services.exports.count(context.chat.id, query)
    view = await keep(context, query) if counts.total else 0
    await context.reply(export_card(query, counts, view))


async def take(context: BotContext, press: Press) -> None:
    """The button Export below what was asked: the formats."""
    (view,) = press.numbers
    query = await kept(context, view)
    if query is None:
        await context.reply(Reply(gone_view()))
        return
    counts = await context.services.exports.count(context.chat.id, query)
    await context.reply(export_card(query, counts, view))


async def export_as(context: BotContext, press: Press) -> None:
    """The button of a format."""
    view, place = press.numbers
    query = await kept(context, view)
    if query is None or not 0 <= place < len(NAMES):
        await context.reply(Reply(gone_view()))
        return
    format = FORMATS[NAMES[place]]
    if format is WHOLE:
        await send_whole(context)
    else:
        await _send(context, format, query)


async def copy(context: BotContext, _: Press) -> None:
    """The button "Send me a copy first"."""
    await send_whole(context)


async def send_whole(context: BotContext) -> None:
    """The chat whole. It names who did what, so in a group it is for admins."""
    await check_admin(context)
    await context.uploading()
    about = await _about(context, Query())
    with tempfile.SpooledTemporaryFile(SPOOLED) as file:
        counts = await context.services.exports.whole(context.chat.id, file)
        ending, body = WHOLE.ending, await asyncio.to_thread(_read, file)
    if len(body) > RETURNABLE:
        ending, body = ending + ".gz", await asyncio.to_thread(gzip.compress, body, 6)
    await _hand_over(context, body, about.stem + ending, whole_caption(counts))


async def _send(context: BotContext, format: Format, query: Query) -> None:
    if format.sheet is None:
        return
    await context.uploading()
    about = await _about(context, query)
    sheet = format.sheet(about)
    with tempfile.SpooledTemporaryFile(SPOOLED) as file:
        await context.services.exports.write(context.chat.id, query, sheet, file)
        body = await asyncio.to_thread(_read, file)
    await _hand_over(context, body, about.stem + format.ending, caption(format.name, about, sheet))


async def _about(context: BotContext, query: Query) -> About:
    counts = await context.services.exports.count(context.chat.id, query)
    return About(context.chat.id, query, counts, context.services.clock())


async def _hand_over(context: BotContext, body: bytes, name: str, said: Html) -> None:
    if len(body) > LARGEST:
        await context.reply(too_large(len(body) // 1_000_000, LARGEST // 1_000_000))
    else:
        await context.send_file(body, name, said)


def _read(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()
