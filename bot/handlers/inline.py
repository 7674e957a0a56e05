"""@bot words: events to share into any chat, from what the asker's own chats hold and nobody else's."""

import asyncio
from contextlib import suppress
from datetime import date
from zoneinfo import ZoneInfo

from telegram import (
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)

from bot.briefing.query import parse_query
from bot.errors import BadInput
from bot.handlers.context import BotContext
from bot.handlers.keyboard import keyboard
from bot.handlers.readers import may_read
from bot.model.briefing import Query
from bot.model.chat import ChatKind
from bot.model.news import Event
from bot.rendering.inline import Result, nothing_to_share, results
from bot.rendering.speech import nearest, speaking

MOST = 50  # results that Telegram takes
PATIENCE = 0.6  # seconds that Telegram is given to say who is where
CACHED = 10  # seconds that Telegram may show the same answer, to the same person alone
START = "inline"  # behind /start, when the button above no results is pressed


async def inline(update: Update, context: BotContext) -> None:
    """@bot Soleimani: the newest events with these words, of one day the better supported first."""
    asked = update.inline_query
    if asked is None:
        return
    person = asked.from_user
    known = nearest(person.language_code)
    chat = await context.services.chats.of(person.id, ChatKind.PRIVATE, None, known)
    with speaking(chat.language):
        today = context.services.clock().astimezone(ZoneInfo(chat.zone)).date()
        found = await _found(context, person.id, _query(asked.query, today, chat.language))
        hint = None if found else InlineQueryResultsButton(nothing_to_share(), start_parameter=START)
        await context.answer_inline([_article(one) for one in found], hint, cached=CACHED)


async def _found(context: BotContext, person: int, query: Query) -> list[Result]:
    ranked = list[tuple[tuple[int, int, int], Result]]()
    for chat_id in await _chats(context, person):
        found = await context.services.finding.latest(chat_id, query, limit=MOST)
        shown = results(found, chat_id, context.bot.username)
        ranked += [(_rank(entry.event), one) for entry, one in zip(found.entries, shown, strict=True)]
    ranked.sort(key=lambda one: one[0], reverse=True)
    return [one for _, one in ranked[:MOST]]


async def _chats(context: BotContext, person: int) -> list[int]:
    """The asker's own chat, and the groups they handed something in to and are still in."""
    groups = await context.services.finding.places(person)
    asking = [asyncio.create_task(may_read(context, person, group)) for group in groups]
    if asking:
        await asyncio.wait(asking, timeout=PATIENCE)
    said = [await _told(task) for task in asking]
    return [person, *(group for group, member in zip(groups, said, strict=True) if member)]


async def _told(task: asyncio.Task[bool]) -> bool:
    """What Telegram said; who is not known to be in a chat by now is shown nothing of it."""
    if task.done():
        return task.result()
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    return False


def _query(words: str, today: date, language: str) -> Query:
    """As /timeline reads it; what looks like a bad date may only be half typed."""
    try:
        return parse_query(words, today, language)
    except BadInput:
        return Query(words)


def _rank(event: Event) -> tuple[int, int, int]:
    return event.when.span.start.toordinal(), event.support, event.number


def _article(one: Result) -> InlineQueryResultArticle:
    content = InputTextMessageContent(one.message.html.markup)
    return InlineQueryResultArticle(
        one.id, one.title, content, reply_markup=keyboard(one.message.buttons), description=one.note
    )
