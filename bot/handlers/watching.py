"""/watch and /unwatch in a channel: from then on every post is read, and nothing is written there."""

from telegram import Message, Update

from bot.briefing.words import words_of
from bot.handlers.context import BotContext
from bot.handlers.facts import draft_of_post, part_of, text_of
from bot.handlers.links import MOST, marked_links
from bot.handlers.reading import FEWEST_WORDS
from bot.model.chat import ChatKind
from bot.rendering.watching import not_watched, only_in_channels, watched
from bot.services.links import handed
from bot.services.messages import join_parts


async def watch(_: Update, context: BotContext) -> None:
    """/watch, posted in a channel by one of its admins, as nobody else can post there."""
    await _watch(context, watching=True)


async def unwatch(_: Update, context: BotContext) -> None:
    """/unwatch: what was read stays."""
    await _watch(context, watching=False)


async def _watch(context: BotContext, *, watching: bool) -> None:
    kind = context.chat.kind
    if kind is not ChatKind.CHANNEL:
        await context.reply(only_in_channels(in_group=kind is ChatKind.GROUP))
        return
    chat = await context.services.chats.watch(context.chat, watching=watching)
    await context.reply((watched if watching else not_watched)(chat.id, context.bot.username))


async def post(update: Update, context: BotContext) -> None:
    """A post of a watched channel is read like one that was forwarded, without a word."""
    message = update.channel_post
    if message is None or not context.chat.watching or not text_of(message):
        return
    parts = context.arrival.parts or (part_of(message, update.update_id),)
    found = handed(join_parts(parts), marked_links(message))
    if found.links and len(words_of(found.beside)) < FEWEST_WORDS:
        await context.services.links.read_links(context.chat, found.links[:MOST], context.cause)
    else:
        draft = draft_of_post(message, context.zone)
        await context.services.messages.read(context.chat, parts, draft, context.cause)


async def edited(update: Update, context: BotContext) -> None:
    """A post was changed: what was read of it is read again."""
    message = update.edited_channel_post
    if message is None or not context.chat.watching:
        return
    words = text_of(message)
    again = await context.services.messages.reread(context.chat, message.message_id, words, context.cause)
    if again is None and words and not words.startswith("/"):
        await _first(context, message)


async def _first(context: BotContext, message: Message) -> None:
    """A post that had nothing to read before it was changed."""
    part = part_of(message, context.asked.update_id)
    draft = draft_of_post(message, context.zone)
    await context.services.messages.read(context.chat, (part,), draft, context.cause)
