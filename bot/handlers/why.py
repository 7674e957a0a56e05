"""/why e4 and /e4: where an event's date comes from."""

import re

from telegram import Message, Update
from telegram.ext.filters import MessageFilter

from bot.handlers.context import BotContext
from bot.rendering.buttons import Press
from bot.rendering.messages import which_event
from bot.rendering.why import render_why

_EVENT = re.compile(r"\s*/?e?(\d{1,9})(?:@\w+)?\s*", re.IGNORECASE | re.ASCII)
_COMMAND = re.compile(r"/e\d{1,9}(?:@(?P<bot>\w+))?\s*", re.IGNORECASE | re.ASCII)


class _IsEvent(MessageFilter):
    """Lets /e4 through, and /e4@bot when that is this bot."""

    def filter(self, message: Message) -> bool:
        command = _COMMAND.fullmatch(message.text or "")
        if command is None:
            return False
        named = command["bot"]
        return named is None or named.lower() == message.get_bot().username.lower()


IS_EVENT = _IsEvent()


def event_number(words: str) -> int | None:
    """The event that is meant by "e4", "4" or "/e4"."""
    found = _EVENT.fullmatch(words)
    return int(found[1]) if found else None


async def why(_: Update, context: BotContext) -> None:
    """/why e4."""
    number = event_number(context.words)
    if number is None:
        await context.reply(which_event())
        return
    await show_event(context, number)


async def event(update: Update, context: BotContext) -> None:
    """/e4, as it stands behind each event."""
    message = update.effective_message
    number = event_number(message.text or "") if message else None
    if number is not None:
        await show_event(context, number)


async def show_event(context: BotContext, number: int) -> None:
    """Answer with the event's reasons."""
    found = await context.services.events.why(context.chat.id, number)
    await context.reply(render_why(found, context.zone))


async def turn_page(context: BotContext, press: Press) -> None:
    """Another page of the reasons, in place."""
    number, page = press.numbers
    found = await context.services.events.why(context.chat.id, number)
    await context.show(render_why(found, context.zone, page))
