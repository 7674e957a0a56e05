"""Calls to Telegram, counted and timed by what became of them."""

from collections.abc import Callable, Coroutine
from time import perf_counter
from typing import Any, TypeVar

from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from bot.measures import count, took
from bot.measures.names import CALLING, CALLS

T = TypeVar("T")
Callback = Callable[..., Coroutine[Any, Any, T]]


def noted(call: Callback[T], method: str) -> Callback[T]:
    """The same call, noted however it ends."""

    async def noting(*args: Any, **kwargs: Any) -> T:
        begun, outcome = perf_counter(), "ok"
        try:
            return await call(*args, **kwargs)
        except BaseException as error:
            outcome = _outcome(error)
            raise
        finally:
            count(CALLS, method, outcome)
            took(CALLING, perf_counter() - begun, method)

    return noting


def _outcome(error: BaseException) -> str:
    if isinstance(error, RetryAfter):
        return "flood"
    broken = isinstance(error, NetworkError) and not isinstance(error, BadRequest)
    return "refused" if isinstance(error, TelegramError) and not broken else "broken"
