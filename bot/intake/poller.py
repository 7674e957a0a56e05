"""The poller: fetches updates from Telegram and confirms them only when they are written down."""

import asyncio
import logging
import os
import socket
from collections.abc import Awaitable, Callable, Sequence
from urllib.parse import urlsplit

from telegram import Bot
from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError

from bot.errors import StorageError
from bot.intake.envelope import KINDS, Raw
from bot.measures import count
from bot.measures.names import FETCHES
from bot.model.notice import Trouble

LONG_POLL = 30  # seconds that Telegram may hold a request while there is nothing new
SLACK = 10  # seconds more before the connection counts as dead
LONGEST_PAUSE = 30.0
SHORT_PAUSE = 5.0  # while it is our own records that cannot be used: what only reads is answered meanwhile
CALM = 20  # fetches in a row after which a conflict is over
NO_OVERLAP = 4  # conflicts after which it is not only that a copy is just being replaced
ALLOWED = KINDS

CONFLICT = "another process fetches this bot's updates, or a webhook is set: stop it, I keep trying"

log = logging.getLogger(__name__)

Take = Callable[[Sequence[Raw]], Awaitable[None]]
Pause = Callable[[float], Awaitable[None]]


class Poller:
    """Hands each batch to `take`; when that returns, the next request confirms it.

    The first question is answered at once, so that it is soon known whether Telegram can be reached.
    Passing troubles are waited out, each told once. A token that Telegram refuses ends it (InvalidToken).
    """

    def __init__(self, bot: Bot, take: Take, *, pause: Pause = asyncio.sleep) -> None:
        self._bot = bot
        self._take = take
        self._pause = pause
        self._offset: int | None = None
        self._trouble: str | None = None
        self._failures = 0
        self._calm = 0
        self._reached = False

    async def run(self) -> None:
        """Fetch until cancelled."""
        while True:
            try:
                await self._round(LONG_POLL if self._reached else 0)
            except EndPointNotFound as error:  # what the library makes of a refused token here
                raise InvalidToken from error
            except (TelegramError, StorageError) as error:
                await self._wait_out(error)
            else:
                self._recover()

    async def confirm(self) -> None:
        """Tell Telegram what was taken last, without taking more."""
        if self._offset is not None:
            await self._fetch(self._offset, limit=1, seconds=0)
            self._offset = None

    async def _round(self, seconds: int) -> None:
        batch = await self._fetch(self._offset, limit=100, seconds=seconds)
        self._offset = None  # said once: after a quiet week Telegram may start again from a lower number
        if batch:
            await self._take(batch)
            self._offset = max(raw.get("update_id", 0) for raw in batch) + 1

    async def _fetch(self, offset: int | None, *, limit: int, seconds: int) -> Sequence[Raw]:
        """Updates as they came. The library's own get_updates fails as a whole when one cannot be read."""
        asked = {"offset": offset, "limit": limit, "timeout": seconds, "allowed_updates": list(ALLOWED)}
        # Two underscores: do_api_request makes getUpdates of it, and does not point to its own method.
        batch: list[Raw] = await self._bot.do_api_request(
            "get__updates", api_kwargs=asked, read_timeout=seconds + SLACK
        )
        return batch

    async def _wait_out(self, error: Exception) -> None:
        count(FETCHES, "conflict" if isinstance(error, Conflict) else "failed")
        words = self._words(error)
        if words != self._trouble:
            log.error("%s", words)
            self._trouble = words
        self._failures, self._calm = self._failures + 1, 0
        if words == CONFLICT and self._failures == NO_OVERLAP:
            log.error("the conflict lasts, and the owner is told", extra=_between_copies())
        await self._pause(pause_after(error, self._failures))
        if isinstance(error, Conflict) and "webhook" in error.message:
            await self._drop_webhook()

    def _words(self, error: Exception) -> str:
        if isinstance(error, Conflict):
            return CONFLICT
        if isinstance(error, StorageError):
            return f"updates cannot be written down and are left with Telegram: {error}"
        host = urlsplit(self._bot.base_url).netloc.rpartition("@")[2]  # the path has the token
        return f"Telegram cannot be reached, I keep trying: {host}: {error}"

    async def _drop_webhook(self) -> None:
        try:
            await self._bot.delete_webhook(drop_pending_updates=False)
        except TelegramError as error:
            log.warning("the webhook could not be deleted: %s", error)

    def _recover(self) -> None:
        """A trouble is over with one success; a conflict, where both sides succeed by turns, with many."""
        count(FETCHES, "ok")
        self._reached = True
        self._calm += 1
        if self._trouble and (self._trouble != CONFLICT or self._calm >= CALM):
            log.info("updates come in again")
            self._trouble, self._failures = None, 0


def _between_copies() -> dict[str, object]:
    """Where this one of the copies runs, for the owner to tell them apart."""
    return {"trouble": Trouble.CONFLICT, "detail": f"process {os.getpid()} on {socket.gethostname()}"}


def pause_after(error: Exception, failures: int) -> float:
    """As long as Telegram asks for, else twice as long each time."""
    if isinstance(error, RetryAfter):
        asked = error.retry_after
        return float(asked if isinstance(asked, int) else asked.total_seconds())
    longest = SHORT_PAUSE if isinstance(error, StorageError) else LONGEST_PAUSE
    return min(2.0 ** (failures - 1), longest)
