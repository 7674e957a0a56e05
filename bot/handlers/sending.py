"""Messages on their way out: pauses that Telegram asks for are kept, and nothing is sent twice by mistake."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, NetworkError, RetryAfter

from bot.rendering.buttons import Row

log = logging.getLogger(__name__)

TRIES = 5
FIRST_PAUSE = 0.5  # seconds, doubled at each try

# Causes after which the call surely did not reach Telegram.
_NEVER_ARRIVED = {"ConnectError", "ConnectTimeout", "PoolTimeout", "UnsupportedProtocol"}

T = TypeVar("T")


async def deliver(call: Callable[[], Awaitable[T]], *, repeatable: bool) -> T:
    """Make a call to Telegram, again after a flood wait and after a broken connection.

    A call that is not `repeatable`, such as sending, is made again only when it surely did not arrive;
    otherwise the NetworkError is raised.
    """
    for attempt in range(TRIES - 1):
        try:
            return await call()
        except RetryAfter as flood:
            await asyncio.sleep(_seconds(flood))
        except BadRequest:
            raise
        except NetworkError as broken:
            if not repeatable and not _never_arrived(broken):
                raise
            await asyncio.sleep(FIRST_PAUSE * 2**attempt)
    return await call()


def keyboard(rows: tuple[Row, ...]) -> InlineKeyboardMarkup | None:
    """The buttons as Telegram takes them; None for none."""
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(button.label, callback_data=button.press.data) for button in row]
            for row in rows
        ]
    )


def _seconds(flood: RetryAfter) -> float:
    wait = flood.retry_after
    return wait if isinstance(wait, int) else wait.total_seconds()


def _never_arrived(broken: NetworkError) -> bool:
    return type(broken.__cause__).__name__ in _NEVER_ARRIVED
