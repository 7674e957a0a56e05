"""Texts handed in: pasted, forwarded, edited, or pointed at with /add."""

from dataclasses import replace

from telegram import Message, Update

from bot.briefing.words import words_of
from bot.handlers.context import BotContext
from bot.handlers.documents import read_document
from bot.handlers.facts import draft_of, part_of, text_of
from bot.handlers.feeds import is_list, read_list
from bot.handlers.importing import is_export, offer
from bot.handlers.links import IS_PASTE, marked_links, read_links
from bot.model.chat import ChatKind
from bot.model.message import MessagePart
from bot.model.news import Draft, Source, SourceKind
from bot.model.outcome import Outcome, Verdict
from bot.rendering.article import render_outcome
from bot.rendering.html import Html
from bot.rendering.messages import nothing_to_add, own_message, too_short, unreadable
from bot.rendering.rulings import may_be_one
from bot.services.links import handed
from bot.services.messages import join_parts

LONG = 20_000  # characters that take long enough to read to say so
FEWEST_WORDS = 3  # of a piece of news; fewer are small talk
SHORT = 100  # characters that small talk has at most


async def text(update: Update, context: BotContext) -> None:
    """A text in a private chat, in one message or in several; also the caption of a forwarded picture."""
    message = update.effective_message
    if message is None:
        return
    parts = context.arrival.parts or (part_of(message, update.update_id),)
    hint = None if message.forward_origin or marked_links(message) else _small_talk(parts)
    if hint is not None:
        await context.reply(hint)
        return
    await _take(context, message, parts)


async def pasted(update: Update, context: BotContext) -> None:
    """A reply to the message that says that a link could not be read: the text it leads to."""
    message = update.effective_message
    number = IS_PASTE.number(message)
    if message is None or number is None:
        return
    parts = context.arrival.parts or (part_of(message, update.update_id),)
    address = await context.services.links.remembered(context.chat.id, number)
    found = handed(join_parts(parts), marked_links(message))
    if found.links:
        await read_links(context, found.links)
        return
    if address is None or _small_talk(parts):
        if context.chat.kind is ChatKind.PRIVATE:
            await text(update, context)
        return
    outcome = await context.services.links.file_under(context.chat, address, parts, context.cause)
    await _answer(context, outcome)


async def edited(update: Update, context: BotContext) -> None:
    """A message was changed after it was sent: what was read of it is read again."""
    message = update.edited_message
    if message is None:
        return
    outcome = await context.services.messages.reread(
        context.chat, message.message_id, text_of(message), context.cause
    )
    if outcome is not None:
        if outcome.change is not None or outcome.verdict is Verdict.REFUSED:
            await _answer(context, outcome)
    elif context.chat.kind is ChatKind.PRIVATE and not text_of(message).startswith("/"):
        await text(update, context)


async def add(update: Update, context: BotContext) -> None:
    """/add in reply to a message, or with the text behind it."""
    message = update.effective_message
    target = message.reply_to_message if message else None
    if message is None or (target is None and not context.args):
        await context.reply(nothing_to_add())
    elif target is None:
        await _add_words(context, message)
    elif target.from_user is not None and target.from_user.id == context.bot.id:
        await context.reply(own_message())
    else:
        await _add_message(context, update, target)


async def _add_words(context: BotContext, message: Message) -> None:
    parts = context.arrival.parts or (part_of(message, context.asked.update_id),)
    words = join_parts(parts).split(maxsplit=1)[1]
    found = handed(words, marked_links(message))
    if found.links:
        await read_links(context, found.links)
        return
    outcome = await context.services.articles.read_one(
        context.chat, Draft(words, Source(SourceKind.PASTE)), context.cause
    )
    await _answer(context, outcome)


async def _add_message(context: BotContext, update: Update, target: Message) -> None:
    if target.document is not None and is_export(target.document):
        await offer(context, target.document)
    elif target.document is not None and is_list(target.document):
        await read_list(context, target.document)
    elif target.document is not None:
        await read_document(context, target, target.document)
    elif text_of(target):
        await _take(context, target, (part_of(target, update.update_id),))
    else:
        await context.reply(unreadable("textless"))


async def _take(context: BotContext, message: Message, parts: tuple[MessagePart, ...]) -> None:
    """Follow the links of a message, or read its text."""
    found = handed(join_parts(parts), marked_links(message))
    news = message.forward_origin is not None and len(words_of(found.beside)) >= FEWEST_WORDS
    if found.links and not news:  # somebody else's words are news themselves, whatever they link to
        await read_links(context, found.links)
    else:
        await _answer(context, await _read(context, message, parts, found.address))


async def _read(
    context: BotContext, message: Message, parts: tuple[MessagePart, ...], address: str | None
) -> Outcome:
    if sum(len(part.text) for part in parts) > LONG:
        await context.typing()
    draft = draft_of(message, context.zone)
    if address is not None and message.forward_origin is None:
        draft = replace(draft, address=address, name=address)
    return await context.services.messages.read(context.chat, parts, draft, context.cause)


async def _answer(context: BotContext, outcome: Outcome) -> None:
    await context.reply(render_outcome(outcome, context.zone))
    for older, newer in outcome.unsure:
        await context.reply(may_be_one(older, newer))


def _small_talk(parts: tuple[MessagePart, ...]) -> Html | None:
    """What to say to a word or two, which are no article."""
    words = parts[0].text
    if len(parts) > 1 or len(words) > SHORT or "://" in words or any(c.isdigit() for c in words):
        return None
    return too_short() if 0 < len(words_of(words)) < FEWEST_WORDS else None
