"""The webhook as Telegram knows it: set at the start, looked at again and again, removed before polling."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from telegram import Bot, WebhookInfo
from telegram.error import EndPointNotFound, InvalidToken, TelegramError

from bot.clock import Clock, now
from bot.errors import BadSettings
from bot.intake.poller import ALLOWED, pause_after
from bot.listening.certificate import Certificate
from bot.measures import count
from bot.measures.names import LOOKS

LOOK = 300.0  # seconds from one look to the next
AT_ONCE = 100  # connections on which Telegram may hand updates over, as many as it has

log = logging.getLogger(__name__)

Pause = Callable[[float], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Wish:
    """The webhook as we want it."""

    url: str
    secret: str
    certificate: Certificate | None = None

    def is_kept(self, info: WebhookInfo) -> bool:
        """Whether Telegram has it so, as far as it says."""
        return info.url == self.url and set(info.allowed_updates) == set(ALLOWED)


class Registration:
    """Keeps Telegram's webhook as `wish` has it; nothing that waits there is dropped.

    When the process ends the webhook stays: other processes may serve it, and updates wait at Telegram.
    """

    def __init__(self, bot: Bot, wish: Wish, *, clock: Clock = now, pause: Pause = asyncio.sleep) -> None:
        self._bot = bot
        self._wish = wish
        self._pause = pause
        self._told = clock()  # what went wrong before is no news
        self._trouble: str | None = None

    async def run(self) -> None:
        """Set it, then see that it stays, until cancelled. A token that is refused ends it (InvalidToken)."""
        await self._insist(self._set)
        log.info("Telegram hands updates over to %s", _host(self._wish.url))
        while True:
            await self._pause(LOOK)
            await self._insist(self._look)

    async def _set(self) -> None:
        ours = self._wish.certificate
        await self._bot.set_webhook(
            self._wish.url,
            certificate=await asyncio.to_thread(ours.for_telegram) if ours else None,
            max_connections=AT_ONCE,
            allowed_updates=ALLOWED,
            drop_pending_updates=False,
            secret_token=self._wish.secret,
        )

    async def _look(self) -> None:
        info = await self._bot.get_webhook_info()
        self._tell_of(info)
        if not self._wish.is_kept(info):
            taken = f"at {_host(info.url)}" if info.url else "removed"
            log.warning("the webhook was %s, set by another process with this token: it is ours again", taken)
            await self._set()
        elif self._is_renewed():
            await self._set()

    def _tell_of(self, info: WebhookInfo) -> None:
        """What kept updates from coming since the last look."""
        at: datetime | None = info.last_error_date
        if at is not None and at > self._told:
            self._told = at
            log.warning(
                "Telegram could not hand over an update at %s: %s; %d wait there. See that WEBHOOK_URL leads "
                "to this process, and that its secret is the same in all of them",
                f"{at:%H:%M:%S} UTC",
                info.last_error_message,
                info.pending_update_count,
            )

    def _is_renewed(self) -> bool:
        try:
            return self._wish.certificate is not None and self._wish.certificate.renewed()
        except BadSettings as fault:
            log.warning("the certificate was changed and the old one stays in use: %s", fault)
            return False

    async def _insist(self, act: Callable[[], Awaitable[None]]) -> None:
        """Do it, however often Telegram has to be asked; each trouble is told once."""
        failures = 0
        while True:
            try:
                await act()
            except EndPointNotFound as error:  # what the library makes of a refused token here
                raise InvalidToken from error
            except InvalidToken:
                raise
            except TelegramError as error:
                failures += 1
                count(LOOKS, "failed")
                self._tell(f"the webhook cannot be set or seen, I keep trying: {error}")
                await self._pause(pause_after(error, failures))
            else:
                self._trouble = None
                count(LOOKS, "ok")
                return

    def _tell(self, words: str) -> None:
        if words != self._trouble:
            self._trouble = words
            log.error("%s", words)


async def unregistered(bot: Bot) -> None:
    """Take the webhook away, so that updates can be fetched; those that wait stay with Telegram."""
    try:
        await bot.delete_webhook(drop_pending_updates=False)
    except InvalidToken:
        raise
    except TelegramError as error:
        log.warning("a webhook, if one is set, could not be removed; it is tried again: %s", error)


def _host(url: str) -> str:
    """Enough of an address to know it by; the path may be a secret."""
    return urlsplit(url).netloc.rpartition("@")[2]
