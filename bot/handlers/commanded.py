"""Commands: each goes to the handler of its name, which is looked up once."""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from telegram import Message, Update

from bot.handlers.context import BotContext
from bot.handlers.measured import call_it, name_of

Handler = Callable[[Update, BotContext], Coroutine[Any, Any, None]]


def commanded(commands: Mapping[str, Handler]) -> Handler:
    """The handler of all these commands, by their names. For messages that begin with one of them."""

    async def handle(update: Update, context: BotContext) -> None:
        act = commands[_command(update.effective_message)]
        call_it(name_of(act))
        await act(update, context)

    return handle


def _command(message: Message | None) -> str:
    """What stands behind the slash, without the bot that is named behind that."""
    if message is None or not message.text:
        return ""
    return message.text[1 : message.entities[0].length].partition("@")[0].lower()
