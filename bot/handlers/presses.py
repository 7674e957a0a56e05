"""Pressed buttons: each is answered at once, and goes to the handler of its verb."""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from telegram import Update

from bot.handlers.context import BotContext
from bot.handlers.measured import call_it
from bot.rendering.buttons import Press
from bot.rendering.messages import STALE

Handler = Callable[[Update, BotContext], Coroutine[Any, Any, None]]
Pressed = Callable[[BotContext, Press], Coroutine[Any, Any, None]]


def pressed(verbs: Mapping[str, tuple[int, Pressed]]) -> Handler:
    """The handler of all buttons: verb → how many numbers its press holds, and what to do."""

    async def handle(update: Update, context: BotContext) -> None:
        query = update.callback_query
        press = Press.read(query.data or "") if query else None
        count, act = verbs.get(press.verb, (0, None)) if press else (0, None)
        if press is None or act is None or len(press.numbers) != count:
            await context.answer_press(STALE)
            return
        call_it(f"press.{press.verb}")
        await context.answer_press()
        await act(context, press)

    return handle


async def nothing(_: BotContext, __: Press) -> None:
    """A button that only tells something, such as "2 of 5"."""
