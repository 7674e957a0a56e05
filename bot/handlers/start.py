"""/start, /help, and the sample article: what somebody sees first."""

from telegram import Update

from bot.handlers.context import BotContext
from bot.handlers.membership import revived
from bot.handlers.why import event_number, show_event
from bot.model.chat import ChatKind
from bot.rendering.article import render_outcome
from bot.rendering.buttons import Press
from bot.rendering.messages import greeting, greeting_in_group, usage
from bot.sample import sample


async def start(_: Update, context: BotContext) -> None:
    """/start, also by a deep link: t.me/bot?start=e4 leads to /why e4. Digests that had stopped go on."""
    back = await revived(context)
    number = event_number(context.words)
    if number is not None:
        await show_event(context, number)
    elif not back:
        await context.reply(greeting() if context.chat.kind is ChatKind.PRIVATE else greeting_in_group())


async def usage_asked(_: Update, context: BotContext) -> None:
    """/help."""
    await context.reply(usage())


async def try_sample(context: BotContext, _: Press) -> None:
    """The button "Try it with a sample article"."""
    outcome = await context.services.articles.read_one(context.chat, sample(), context.cause)
    await context.reply(render_outcome(outcome, context.zone))
