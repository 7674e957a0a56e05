"""The buttons of a single subscription: pause, snooze, other times, silently."""

from datetime import timedelta

from telegram import Update

from bot.errors import BadSchedule
from bot.handlers.cards import IsReplyTo
from bot.handlers.context import BotContext
from bot.handlers.subscribing import may_subscribe, read, standing
from bot.model.schedule import Misread, Schedule
from bot.model.subscription import Subscription
from bot.rendering.buttons import Press
from bot.rendering.subscriptions import (
    CHANGING,
    PRESETS,
    card,
    changing,
    snoozed,
)

A_WEEK = timedelta(weeks=1)

IS_CHANGE = IsReplyTo(CHANGING, r"\d+")


async def open_card(context: BotContext, press: Press) -> None:
    """A button of the list."""
    await _show_card(context, await context.services.subscriptions.get(context.chat.id, press.numbers[0]))


async def _show_card(context: BotContext, one: Subscription) -> None:
    await context.show(card(await standing(context, one), context.chat, context.services.clock()))


async def pause(context: BotContext, press: Press) -> None:
    """The button Pause."""
    if await may_subscribe(context):
        await _show_card(
            context, await context.services.subscriptions.pause(context.chat.id, press.numbers[0])
        )


async def resume(context: BotContext, press: Press) -> None:
    """The button Resume."""
    if await may_subscribe(context):
        now = context.services.clock()
        await _show_card(
            context, await context.services.subscriptions.resume(context.chat, press.numbers[0], now)
        )


async def snooze(context: BotContext, press: Press) -> None:
    """The button Snooze a week, of the list and below a digest."""
    if await may_subscribe(context):
        now = context.services.clock()
        subscriptions = context.services.subscriptions
        one = await subscriptions.snooze(context.chat, press.numbers[0], now + A_WEEK)
        await context.reply(snoozed(one, context.chat, now))


async def hush(context: BotContext, press: Press) -> None:
    """The buttons Send it silently and Let it ring."""
    if await may_subscribe(context):
        number, silent = press.numbers
        subscriptions = context.services.subscriptions
        await _show_card(
            context, await subscriptions.keep_silent(context.chat.id, number, silent=bool(silent))
        )


async def change(context: BotContext, press: Press) -> None:
    """The button Change: a card that is replied to."""
    await context.reply(changing(await context.services.subscriptions.get(context.chat.id, press.numbers[0])))


async def change_reply(update: Update, context: BotContext) -> None:
    """The reply to that card: other times."""
    message = update.effective_message
    number = IS_CHANGE.subject(message)
    if message is None or number is None:
        return
    words = message.text or ""
    order = await read(words)
    if order.schedule is None or order.topic:
        raise BadSchedule(Misread.UNCLEAR, words)
    await _change(context, int(number), order.schedule)


async def change_to_preset(context: BotContext, press: Press) -> None:
    """A button with a time on that card."""
    number, place = press.numbers
    await _change(context, number, PRESETS[place % len(PRESETS)])


async def _change(context: BotContext, number: int, schedule: Schedule) -> None:
    if await may_subscribe(context):
        chat, now = context.chat, context.services.clock()
        one = await context.services.subscriptions.change(chat, number, schedule, now)
        await context.reply(card(await standing(context, one), chat, now))
        await context.drop_buttons()
