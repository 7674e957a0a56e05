"""Work that must never end by itself: when it fails in a way nobody foresaw, it is logged and begun again."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from telegram.error import InvalidToken

PAUSE = 5.0  # seconds until it is begun again

log = logging.getLogger(__name__)


async def supervised(
    name: str, work: Callable[[], Awaitable[None]], pause: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> None:
    """Run `work` until cancelled. Raises what no second try can better: a refused token."""
    while True:
        try:
            await work()
            log.error("%s ended by itself, and starts again", name)
        except InvalidToken:
            raise
        except Exception:  # the last net: the process must not live on without this work
            log.exception("%s failed, and starts again", name)
        await pause(PAUSE)
