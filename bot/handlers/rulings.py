"""/edit /delete /merge /split, and the buttons by which people decide about events."""

from collections.abc import Awaitable, Callable

from telegram import Update

from bot.handlers.cards import IsReplyTo
from bot.handlers.context import BotContext
from bot.handlers.rights import may_edit
from bot.handlers.why import event_number
from bot.model.outcome import Outcome
from bot.rendering.buttons import Press
from bot.rendering.rulings import EDITING, edit_card, may_not, render_ruling, suggestion, which_events

IS_EDIT_REPLY = IsReplyTo(rf"{EDITING}(\d+)\b")


async def edit(_: Update, context: BotContext) -> None:
    """/edit e4 about 2015: a new date or headline; without it, how to say one."""
    number = event_number(context.args[0]) if context.args else None
    if number is None:
        await context.reply(which_events("edit", "e4 about 2015"))
    elif len(context.args or ()) == 1:
        await _show_card(context, number)
    else:
        await _edit(context, number, context.words.partition(" ")[2])


async def edit_reply(update: Update, context: BotContext) -> None:
    """The reply to an edit card: the new date or headline."""
    message = update.effective_message
    number = IS_EDIT_REPLY.subject(message)
    if message is not None and number is not None:
        await _edit(context, int(number), message.text or "")


async def edit_this(context: BotContext, press: Press) -> None:
    """The button Edit."""
    await _show_card(context, press.numbers[0])


async def delete(_: Update, context: BotContext) -> None:
    """/delete e4."""
    number = event_number(context.words)
    if number is None:
        await context.reply(which_events("delete", "e4"))
    else:
        await _delete(context, number)


async def delete_this(context: BotContext, press: Press) -> None:
    """The button Delete."""
    await _delete(context, press.numbers[0])


async def suggest(context: BotContext, press: Press) -> None:
    """The button Suggest deleting: an admin may press the one under the suggestion."""
    found = await context.services.events.why(context.chat.id, press.numbers[0])
    await context.reply(suggestion(context.cause.actor.name, found.event))


async def merge(_: Update, context: BotContext) -> None:
    """/merge e4 e7."""
    numbers = [event_number(word) for word in context.args or ()]
    if len(numbers) != 2 or None in numbers:
        await context.reply(which_events("merge", "e4 e7"))
        return
    one, other = (number for number in numbers if number is not None)
    await _rule(context, lambda: context.services.rulings.merge(context.chat.id, one, other, context.cause))


async def merge_these(context: BotContext, press: Press) -> None:
    """The button Same event."""
    one, other = press.numbers
    await _rule(context, lambda: context.services.rulings.merge(context.chat.id, one, other, context.cause))


async def keep_apart(context: BotContext, press: Press) -> None:
    """The button Different: two events that may be one are two."""
    one, other = press.numbers
    rulings = context.services.rulings
    await _rule(context, lambda: rulings.keep_apart(context.chat.id, one, other, context.cause))


async def split(_: Update, context: BotContext) -> None:
    """/split e4: an event for each date told of it, or for each source."""
    number = event_number(context.words)
    if number is None:
        await context.reply(which_events("split", "e4"))
        return
    await _rule(context, lambda: context.services.rulings.split(context.chat.id, number, context.cause))


async def split_this(context: BotContext, press: Press) -> None:
    """The button Split, and Different events under a dispute."""
    (number,) = press.numbers
    await _rule(context, lambda: context.services.rulings.split(context.chat.id, number, context.cause))


async def settle(context: BotContext, press: Press) -> None:
    """A date's button under a dispute."""
    number, day = press.numbers
    await _rule(context, lambda: context.services.rulings.settle(context.chat.id, number, day, context.cause))


async def close(context: BotContext, _: Press) -> None:
    """The buttons Close and Keep: there is nothing more to press."""
    await context.drop_buttons()


async def _show_card(context: BotContext, number: int) -> None:
    found = await context.services.events.why(context.chat.id, number)
    await context.reply(edit_card(found.event))


async def _edit(context: BotContext, number: int, words: str) -> None:
    await _rule(context, lambda: context.services.rulings.edit(context.chat, number, words, context.cause))


async def _delete(context: BotContext, number: int) -> None:
    if not await may_edit(context):
        await context.reply(may_not("delete", number))
        return
    await _rule(context, lambda: context.services.rulings.delete(context.chat.id, number, context.cause))


async def _rule(context: BotContext, ruling: Callable[[], Awaitable[Outcome]]) -> None:
    """Let a ruling be made by somebody who may, and say what it did."""
    if not await may_edit(context):
        await context.reply(may_not("correct events"))
        return
    await context.reply(render_ruling(await ruling(), context.zone))
