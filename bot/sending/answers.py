"""Answers: at most once, and made again only where that cannot double one."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram.error import BadRequest, NetworkError

from bot.sending.faults import never_arrived

TRIES = 5
FIRST_PAUSE = 0.5  # seconds, doubled at each try

T = TypeVar("T")
Sleep = Callable[[float], Awaitable[None]]


async def answered(call: Callable[[], Awaitable[T]], *, repeatable: bool, sleep: Sleep = asyncio.sleep) -> T:
    """Make a call to Telegram, again after a broken connection. Flood waits are kept by the gate.

    A call that is not `repeatable`, such as sending, is made again only when it surely did not arrive;
    otherwise the NetworkError is raised.
    """
    for attempt in range(TRIES - 1):
        try:
            return await call()
        except BadRequest:
            raise
        except NetworkError as broken:
            if not repeatable and not never_arrived(broken):
                raise
            await sleep(FIRST_PAUSE * 2**attempt)
    return await call()
