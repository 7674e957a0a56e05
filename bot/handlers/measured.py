"""How long each handler takes, by its name: that of a command's function, or of a button's verb."""

from collections.abc import Callable, Coroutine
from contextvars import ContextVar
from functools import wraps
from time import perf_counter
from typing import Any

from telegram import Update

from bot.handlers.context import App, BotContext
from bot.measures import took
from bot.measures.names import HANDLING

Handle = Callable[[Update, BotContext], Coroutine[Any, Any, Any]]

_name: ContextVar[str] = ContextVar("handler")


def measure(application: App) -> None:
    """Take the time of every handler that was added, but of what stands before them all."""
    for group, handlers in application.handlers.items():
        for handler in handlers if group >= 0 else ():
            handler.callback = measured(handler.callback)


def measured(handle: Handle) -> Handle:
    """The same handler, timed under its name however it ends."""
    own = name_of(handle)

    @wraps(handle)
    async def timed(update: Update, context: BotContext) -> Any:
        _name.set(own)
        begun = perf_counter()
        try:
            return await handle(update, context)
        finally:
            took(HANDLING, perf_counter() - begun, _name.get())

    return timed


def name_of(handle: Handle) -> str:
    """That of the file and of the function."""
    return f"{handle.__module__.rpartition('.')[2]}.{handle.__name__}"


def call_it(name: str) -> None:
    """What is being handled turned out to be this, such as a button's press: let it have that name."""
    _name.set(name)
