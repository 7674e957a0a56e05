"""/edit /delete /merge /split, and the buttons by which people decide about events."""

from collections.abc import Awaitable, Callable

from telegram import Update

from bot.errors import BadInput, NotFound
from bot.handlers.cards import IsReplyTo
from bot.handlers.context import BotContext
from bot.handlers.rights import may_edit
from bot.handlers.why import event_number
from bot.model.outcome import Outcome
from bot.rendering.buttons import Press
from bot.rendering.rulings import EDITING, edit_card, may_not, render_ruling, suggestion, which_events
from bot.rendering.speech import say

_RULING = ("settle", "split", "leave", "merge", "apart", "delete")  # verbs of buttons that rule on an event

IS_EDIT_REPLY = IsReplyTo(EDITING, r"/e\d+\b")


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
        await _edit(context, int(number.removeprefix("/e")), message.text or "")


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
    rulings = context.services.rulings
    await _rule(context, one, lambda: rulings.merge(context.chat.id, one, other, context.cause))


async def merge_these(context: BotContext, press: Press) -> None:
    """The button Same event."""
    one, other = press.numbers
    rulings = context.services.rulings
    await _rule(context, one, lambda: rulings.merge(context.chat.id, one, other, context.cause))


async def keep_apart(context: BotContext, press: Press) -> None:
    """The button Different: two events that may be one are two."""
    one, other = press.numbers
    rulings = context.services.rulings
    await _rule(context, one, lambda: rulings.keep_apart(context.chat.id, one, other, context.cause))


async def split(_: Update, context: BotContext) -> None:
    """/split e4: an event for each date told of it, or for each source."""
    number = event_number(context.words)
    if number is None:
        await context.reply(which_events("split", "e4"))
        return
    await _split(context, number)


async def split_this(context: BotContext, press: Press) -> None:
    """The button Split, and Different events under a dispute."""
    await _split(context, press.numbers[0])


async def settle(context: BotContext, press: Press) -> None:
    """A date's button under a dispute."""
    number, day = press.numbers
    rulings = context.services.rulings
    await _rule(context, number, lambda: rulings.settle(context.chat.id, number, day, context.cause))


async def leave(context: BotContext, press: Press) -> None:
    """The button Leave as disputed: nobody decides, and the buttons that would are gone."""
    if await _may_rule(context):
        await context.drop_rows(_RULING, press.numbers[0])


async def close(context: BotContext, _: Press) -> None:
    """The buttons Close and Keep: there is nothing more to press."""
    if await _may_rule(context):
        await context.drop_buttons()


async def _show_card(context: BotContext, number: int) -> None:
    found = await context.services.events.why(context.chat.id, number)
    await context.reply(edit_card(found.event))


async def _edit(context: BotContext, number: int, words: str) -> None:
    rulings = context.services.rulings
    await _rule(context, number, lambda: rulings.edit(context.chat, number, words, context.cause))


async def _split(context: BotContext, number: int) -> None:
    rulings = context.services.rulings
    await _rule(context, number, lambda: rulings.split(context.chat.id, number, context.cause))


async def _delete(context: BotContext, number: int) -> None:
    if not await may_edit(context):
        await context.reply(may_not(say("Only admins can delete in this chat."), number))
        return
    rulings = context.services.rulings
    await _rule(context, number, lambda: rulings.delete(context.chat.id, number, context.cause))


async def _rule(context: BotContext, number: int, ruling: Callable[[], Awaitable[Outcome]]) -> None:
    """Let a ruling on an event be made by somebody who may, and say what it did.

    The buttons that asked for it are gone then, and also when there is nothing left to decide.
    """
    if not await _may_rule(context):
        return
    try:
        outcome = await ruling()
    except (BadInput, NotFound):
        await context.drop_rows(_RULING, number)
        raise
    await context.reply(render_ruling(outcome, context.zone))
    await context.drop_rows(_RULING, number)


async def _may_rule(context: BotContext) -> bool:
    if await may_edit(context):
        return True
    await context.reply(may_not(say("Only admins can correct events in this chat.")))
    return False
