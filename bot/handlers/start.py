"""/start, /help, and the sample article: what somebody sees first."""

from zoneinfo import ZoneInfo

from telegram import Update

from bot.handlers.context import BotContext
from bot.handlers.finding import answer
from bot.handlers.membership import revived
from bot.handlers.queries import Look
from bot.handlers.readers import may_read
from bot.handlers.why import event_number, show_event
from bot.model.briefing import Query
from bot.model.chat import ChatKind
from bot.rendering.article import render_outcome
from bot.rendering.buttons import Press
from bot.rendering.inline import Leads, from_elsewhere, not_yours
from bot.rendering.messages import greeting, greeting_in_group, usage
from bot.rendering.timeline import PAGE, render_timeline
from bot.rendering.why import render_why
from bot.sample import sample


async def start(_: Update, context: BotContext) -> None:
    """/start, also by a deep link: t.me/bot?start=e4 leads to /why e4. Digests that had stopped go on."""
    back = await revived(context)
    number, leads = event_number(context.words), Leads.read(context.words)
    if leads is not None:
        await _follow(context, leads)
    elif number is not None:
        await show_event(context, number)
    elif not back:
        await context.reply(greeting() if context.chat.kind is ChatKind.PRIVATE else greeting_in_group())


async def _follow(context: BotContext, leads: Leads) -> None:
    """A link from a shared event: what it leads to, for those who may see it, and in private alone."""
    person = context.asked.effective_user
    if leads.chat == context.chat.id:
        await _show_own(context, leads)
    elif (
        person is not None
        and context.chat.kind is ChatKind.PRIVATE
        and await may_read(context, person.id, leads.chat)
    ):
        await _show_of(context, leads)
    else:
        await context.reply(not_yours())


async def _show_own(context: BotContext, leads: Leads) -> None:
    if leads.event is None:
        await answer(context, Look(Query()))
    else:
        await show_event(context, leads.event)


async def _show_of(context: BotContext, leads: Leads) -> None:
    """From another chat of the reader's: to read only."""
    services = context.services
    chat = await services.finding.chat(leads.chat)
    if chat is None:
        await context.reply(not_yours())
        return
    if leads.event is None:
        found = await services.timelines.timeline(chat.id, Query(), limit=PAGE, exact=False)
        page = render_timeline(found, 0, chat.zone)
    else:
        page = render_why(await services.events.why(chat.id, leads.event), ZoneInfo(chat.zone))
    await context.reply(from_elsewhere(page, chat.title or str(chat.id)))


async def usage_asked(_: Update, context: BotContext) -> None:
    """/help."""
    await context.reply(usage())


async def try_sample(context: BotContext, _: Press) -> None:
    """The button "Try it with a sample article"."""
    outcome = await context.services.articles.read_one(context.chat, sample(), context.cause)
    await context.reply(render_outcome(outcome, context.zone))
