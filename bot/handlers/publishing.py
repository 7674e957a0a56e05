"""/published A 12 Apr 2021, and the buttons that say when an article was published."""

from datetime import date

from telegram import Update

from bot.errors import BadInput
from bot.handlers.cards import IsReplyTo
from bot.handlers.context import BotContext
from bot.handlers.rights import may_edit
from bot.rendering.article import render_outcome
from bot.rendering.buttons import Press
from bot.rendering.citations import numbered
from bot.rendering.publishing import ASKING, publishing_card, which_source
from bot.rendering.rulings import may_not
from bot.rendering.speech import say

IS_REPLY = IsReplyTo(ASKING, r"\[[A-Z]+\]")


async def published(_: Update, context: BotContext) -> None:
    """/published A 12 Apr 2021."""
    source, _space, words = context.words.partition(" ")
    number = numbered(source.strip("[]"))
    if number is None:
        await context.reply(which_source())
    elif not words.strip():
        await context.reply(publishing_card(number))
    else:
        await _publish(context, number, words)


async def reply(update: Update, context: BotContext) -> None:
    """The reply to the card: a day."""
    message = update.effective_message
    number = numbered((IS_REPLY.subject(message) or "").strip("[]"))
    if message is not None and number is not None:
        await _publish(context, number, message.text or "")


async def on_day(context: BotContext, press: Press) -> None:
    """A day's button: the article's number, and the day's ordinal."""
    number, day = press.numbers
    if not 1 <= day <= date.max.toordinal():
        raise BadInput("that is no day")
    if not await _may_publish(context, number):
        return
    outcome = await context.services.articles.publish(
        context.chat, number, date.fromordinal(day), context.cause
    )
    await context.reply(render_outcome(outcome, context.zone))


async def ask(context: BotContext, press: Press) -> None:
    """The button Another day."""
    await context.reply(publishing_card(press.numbers[0]))


async def _publish(context: BotContext, number: int, words: str) -> None:
    if not await _may_publish(context, number):
        return
    outcome = await context.services.articles.publish_as(context.chat, number, words, context.cause)
    await context.reply(render_outcome(outcome, context.zone))


async def _may_publish(context: BotContext, number: int) -> bool:
    """Whether they may say it: everybody where nothing else does, and otherwise who may correct."""
    known = await context.services.finding.published(context.chat.id, number)
    if known is None or known.assumed or await may_edit(context):
        return True
    await context.reply(may_not(say("Only admins can correct events in this chat.")))
    return False
