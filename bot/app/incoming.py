"""How updates come in: the poller fetches them, or Telegram posts them to the webhook.

Whichever is begun ends the other at Telegram, and what waits there comes the new way.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from telegram.error import TelegramError

from bot.app.assembly import Dateline
from bot.intake.poller import Poller
from bot.intake.supervision import supervised
from bot.listening.certificate import Certificate
from bot.listening.registration import Registration, Wish, unregistered
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.listening.health import Routes
    from bot.listening.webhook import Receiver

LAST_WORD = 1.5  # seconds to tell Telegram what was taken last

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Webhook:
    """The way in that Telegram comes: what it is to be told, and who opens there."""

    wish: Wish
    receiver: "Receiver"


@asynccontextmanager
async def front(settings: Settings, beside: "Routes" = ()) -> AsyncIterator[Webhook | None]:
    """Listen for HTTP where the settings say so, from before Telegram is reached until after the last answer.

    `beside` are the routes that have nothing to do with updates, which are refused with 503 until `come_in`
    takes them. Raises BadSettings.
    """
    if settings.listen is None:
        yield None
        return
    from bot.listening.server import listening  # a library that only those need who listen

    certificate = _certificate(settings)
    webhook = _webhook(settings, certificate)
    ours = [webhook.receiver.route(urlsplit(webhook.wish.url).path)] if webhook else []
    routes = [*beside, *ours]
    async with listening(settings.listen, routes, tls=certificate.context if certificate else None) as where:
        log.info("listening on %s", where)
        yield webhook


async def come_in(dateline: Dateline, webhook: Webhook | None) -> None:
    """Take updates in until cancelled. A token that Telegram refuses ends it (InvalidToken)."""
    if webhook is None:
        await _fetched(dateline)
        return
    registration = Registration(dateline.application.bot, webhook.wish)
    async with webhook.receiver.handing_to(dateline.intake.take):
        await supervised("the webhook", registration.run)


async def _fetched(dateline: Dateline) -> None:
    """Poll, one process of all on the database, and confirm the last updates at the end."""
    bot = dateline.application.bot
    await unregistered(bot)
    poller = Poller(bot, dateline.intake.take)

    async def polling() -> None:
        try:
            await poller.run()
        finally:
            with suppress(TelegramError, TimeoutError):
                async with asyncio.timeout(LAST_WORD):
                    await poller.confirm()

    await supervised("the poller", partial(dateline.poller.held, polling))


def _webhook(settings: Settings, certificate: Certificate | None) -> Webhook | None:
    if settings.webhook_url is None or settings.webhook_secret is None:
        return None
    from bot.listening.webhook import Receiver

    secret = settings.webhook_secret.reveal()
    return Webhook(Wish(settings.webhook_url, secret, certificate), Receiver(secret))


def _certificate(settings: Settings) -> Certificate | None:
    if settings.webhook_certificate is None or settings.webhook_key is None:
        return None
    return Certificate(settings.webhook_certificate, settings.webhook_key)
