"""Files and pictures: plain text is read, everything else gets a sentence on how to hand it in."""

import logging
from dataclasses import replace
from functools import partial

from telegram import Document, Message, Update
from telegram.error import TelegramError

from bot.handlers.context import BotContext
from bot.handlers.facts import draft_of
from bot.handlers.reading import IS_PASTE, text
from bot.model.news import Draft, Source, SourceKind
from bot.model.text import decoded
from bot.rendering.article import render_outcome
from bot.rendering.messages import NO_TEXT, file_lost, file_too_big, refusal, unreadable
from bot.sending.answers import answered
from bot.services.links import draft_under

LARGEST = 20  # megabytes that Telegram lets a bot fetch

log = logging.getLogger(__name__)

_TEXT_NAMES = (".txt", ".text", ".md")


async def document(update: Update, context: BotContext) -> None:
    """A file in a private chat."""
    message = update.effective_message
    file = message.document if message else None
    if message is None or file is None:
        return
    if not _is_text(file):
        await unread(update, context)
    elif (file.file_size or 0) > LARGEST * 1_000_000:
        await context.reply(file_too_big(LARGEST))
    else:
        await _read(context, message, file)


async def unread(update: Update, context: BotContext) -> None:
    """A picture or the like: its caption is read, if there is one."""
    message = update.effective_message
    if message is None:
        return
    first = _first_of_album(message, context)
    if message.caption:
        await text(update, context)
    elif first:
        kind = next((name for name in NO_TEXT if getattr(message, name, None)), "textless")
        await context.reply(unreadable(kind))


async def _read(context: BotContext, message: Message, file: Document) -> None:
    await context.typing()
    body = await _fetched(context, file)
    if body is None:
        return
    try:
        words = decoded(body)
    except UnicodeDecodeError:
        await context.reply(refusal("binary"))
        return
    draft = await _draft(message, file, words, context)
    outcome = await context.services.articles.read_one(context.chat, draft, context.cause)
    await context.reply(render_outcome(outcome, context.zone))


async def _draft(message: Message, file: Document, words: str, context: BotContext) -> Draft:
    """The text with where it comes from; in reply to a link that could not be read, that is the link."""
    if (number := IS_PASTE.number(message)) is not None:
        address = await context.services.links.remembered(context.chat.id, number)
        if address is not None:
            return replace(draft_under(address, context.cause.at.date()), text=words)
    return replace(draft_of(message, context.zone), text=words, source=_source(message, file, context))


async def _fetched(context: BotContext, file: Document) -> bytes | None:
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


def _source(message: Message, file: Document, context: BotContext) -> Source:
    """A forwarded file comes from whoever sent it first."""
    if message.forward_origin:
        return draft_of(message, context.zone).source
    return Source(SourceKind.FILE, file.file_name)


def _is_text(file: Document) -> bool:
    return (file.mime_type or "").startswith("text/plain") or (file.file_name or "").lower().endswith(
        _TEXT_NAMES
    )


def _first_of_album(message: Message, context: BotContext) -> bool:
    """An album comes as one message for each picture: one answer is enough."""
    facts = context.chat_data
    if message.media_group_id is None or facts is None:
        return True
    last, facts["album"] = facts.get("album"), message.media_group_id
    return bool(last != message.media_group_id)
