"""/find, /before, /on and /between, and the pages of what was asked, each in its own manner."""

from datetime import date, timedelta

from telegram import Update

from bot.briefing.days import between_asked, days_asked
from bot.handlers.context import BotContext
from bot.handlers.queries import Look, keep_asked, number_of
from bot.model.briefing import Query, Timeline
from bot.model.timespan import Grain, TimeSpan
from bot.rendering.buttons import Reply
from bot.rendering.finding import (
    MOST_OTHERS,
    between,
    found_words,
    led_up,
    not_found,
    nothing_before,
    nothing_between,
    on_day,
    which_day,
    which_two_days,
    which_words,
)
from bot.rendering.html import Html
from bot.rendering.timeline import PAGE, nothing_found, render_timeline
from bot.services.finding import LATEST

TIMELINE, FIND, BEFORE, BETWEEN = "timeline", "find", "before", "between"  # manners of asking


async def find(_: Update, context: BotContext) -> None:
    """/find Soleimani Moscow: what holds all these words."""
    query = Query(context.words.strip())
    if not query.topic:
        await context.reply(which_words())
        return
    await answer(context, Look(query, FIND))


async def led_up_to(_: Update, context: BotContext) -> None:
    """/before 20 Apr 2021: what was over by then, the last of it first to be seen."""
    asked = days_asked(context.words, context.today(), context.chat.language)
    if asked is None:
        await context.reply(which_day("before"))
        return
    day = (asked.until - asked.since).days
    await answer(context, Look(asked.before, f"{BEFORE} {day}"), before=LATEST)


async def on(_: Update, context: BotContext) -> None:
    """/on 20 Apr 2021: that day, and the same day of other years; a month or a year as a timeline."""
    asked = days_asked(context.words, context.today(), context.chat.language)
    if asked is None:
        await context.reply(which_day("on"))
    elif not asked.is_day:
        await answer(context, Look(asked.query))
    else:
        services, chat = context.services, context.chat.id
        found = await services.timelines.timeline(chat, asked.query, limit=MOST_OTHERS)
        others = await services.finding.other_years(chat, asked.since, asked.topic, limit=MOST_OTHERS)
        await context.reply(on_day(found, others, _span(asked.since, 1)))


async def from_to(_: Update, context: BotContext) -> None:
    """/between 2015 2021: what happened from one date to the other."""
    query = between_asked(context.words, context.today(), context.chat.language)
    if query is None:
        await context.reply(which_two_days())
        return
    await answer(context, Look(query, BETWEEN))


async def answer(
    context: BotContext, look: Look, *, before: int | None = None, in_place: bool = False
) -> None:
    """Show the first page of what was asked, or the last one `before` a position.

    What was asked is kept for the buttons once the page is on its way: were the process to end between, the
    update would be handled again.
    """
    number = number_of(context)
    page = await page_of(context, look, number, before=before)
    await (context.show(page) if in_place else context.reply(page))
    if page.buttons:
        await keep_asked(context, number, look)


async def page_of(
    context: BotContext,
    look: Look,
    view: int,
    *,
    before: int | None = None,
    after: int | None = None,
) -> Reply:
    """A page of what was asked, the first unless a position says otherwise; its buttons tell the `view`."""
    chat, timelines = context.chat.id, context.services.timelines
    found = await timelines.timeline(chat, look.query, limit=PAGE, before=before, after=after, exact=False)
    if not found.entries and not (before is after is None):  # what stood there is gone: start again
        found = await timelines.timeline(chat, look.query, limit=PAGE, exact=False)
    if not found.entries:
        return Reply(await _nothing(context, look))
    return await _shown(context, look, found, view)


async def _shown(context: BotContext, look: Look, found: Timeline, view: int) -> Reply:
    shared = bool(context.bot.bot.supports_inline_queries)
    if look.manner == FIND:
        return found_words(found, view, shared=shared)
    if look.manner == BETWEEN:
        return between(found, view, shared=shared)
    if look.query.until is not None and look.manner.startswith(BEFORE):
        first = await context.services.finding.first(context.chat.id, look.query)
        return led_up(found, view, _day_of(look), first)
    return render_timeline(found, view, context.chat.zone, choosing=True, shared=shared)


async def _nothing(context: BotContext, look: Look) -> Html:
    if look.manner == FIND:
        return not_found(look.query, await context.services.finding.alone(context.chat.id, look.query.topic))
    if look.manner == BETWEEN:
        return nothing_between(look.query)
    if look.query.until is not None and look.manner.startswith(BEFORE):
        return nothing_before(look.query, _day_of(look))
    return nothing_found(look.query)


def _day_of(look: Look) -> TimeSpan:
    """The day, month or year that something led up to: where the query ends, as long as the manner says."""
    _, _, days = look.manner.partition(" ")
    return _span(look.query.until or date.max, int(days or 1))


def _span(day: date, days: int) -> TimeSpan:
    return TimeSpan(day, day + timedelta(days=days), Grain.DAY if days == 1 else Grain.RANGE)
