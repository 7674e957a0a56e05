"""What a message has attached: one text is read at once, a collection is long work."""

import logging
from dataclasses import replace
from functools import partial

from telegram import Document, Message
from telegram.error import TelegramError

from bot.errors import FileUnreadable
from bot.handlers.context import BotContext
from bot.handlers.facts import draft_of
from bot.handlers.jobs import begin
from bot.handlers.links import IS_PASTE, MOST, read_links
from bot.model.file import Contents, FileFault
from bot.model.news import Draft
from bot.rendering.article import render_outcome
from bot.rendering.files import file_fault
from bot.rendering.messages import file_lost, file_too_big
from bot.rendering.rulings import may_be_one
from bot.rendering.speech import say
from bot.sending.answers import answered
from bot.services.links import draft_under

LARGEST = 20  # megabytes that Telegram lets a bot fetch

log = logging.getLogger(__name__)


async def read_document(context: BotContext, message: Message, file: Document) -> None:
    """Read what a message has attached: at once when it is one text, as long work when it is many."""
    if (file.file_size or 0) > LARGEST * 1_000_000:
        await context.reply(file_too_big(LARGEST))
        return
    await context.typing()
    body = await fetched(context, file)
    if body is None:
        return
    try:
        contents = await context.services.files.open(file.file_name, file.mime_type, body, context.today())
    except FileUnreadable as fault:
        await context.reply(file_fault(FileFault(fault.fault)))
        return
    if contents.several or not contents.drafts:
        await _begin(context, message, file, contents)
    else:
        await _read(context, message, file, contents.drafts[0])


async def _begin(context: BotContext, message: Message, file: Document, contents: Contents) -> None:
    if not contents.drafts and len(contents.links) <= MOST:
        await read_links(context, contents.links)
    else:
        await begin(context, message, file.file_name or say("your file"), contents)


async def _read(context: BotContext, message: Message, file: Document, draft: Draft) -> None:
    draft = await _from_where(message, file, draft, context)
    outcome = await context.services.articles.read_one(context.chat, draft, context.cause)
    await context.reply(render_outcome(outcome, context.zone))
    for older, newer in outcome.unsure:
        await context.reply(may_be_one(older, newer))


async def _from_where(message: Message, file: Document, draft: Draft, context: BotContext) -> Draft:
    """The text with where it comes from; in reply to a link that could not be read, that is the link."""
    if (number := IS_PASTE.number(message)) is not None:
        address = await context.services.links.remembered(context.chat.id, number)
        if address is not None:
            under = draft_under(address, context.cause.at.date())
            return replace(under, text=draft.text, title=draft.title)
    given = draft_of(message, context.zone)
    own = replace(draft.source, name=draft.source.name or file.file_name)
    source = given.source if message.forward_origin else own
    return replace(draft, source=source, published=draft.published or given.published)


async def fetched(context: BotContext, file: Document) -> bytes | None:
    """What is in the file; None when Telegram does not hand it over, which is told."""
    try:
        return await answered(partial(_download, file), repeatable=True)
    except TelegramError as refusal:
        log.warning("update %s: the file cannot be fetched: %s", context.asked.update_id, refusal.message)
        too_big = "too big" in refusal.message.lower()
        await context.reply(file_too_big(LARGEST) if too_big else file_lost())
        return None


async def _download(file: Document) -> bytes:
    return bytes(await (await file.get_file()).download_as_bytearray())
