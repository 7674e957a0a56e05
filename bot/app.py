"""Puts Dateline together: settings → store → services → Telegram. The only place that knows everybody."""

import asyncio
import logging
import os
import signal
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass

from telegram import BotCommandScopeChat, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ContextTypes, Defaults
from telegram.request import BaseRequest

from bot.briefing.query import parse_query
from bot.clock import Clock, now
from bot.errors import BadSettings
from bot.extraction import extract
from bot.handlers import menu, owner_menu, register
from bot.handlers.context import App, BotContext
from bot.intake.arrival import Arrivals
from bot.intake.inbox import Inbox
from bot.intake.intake import Intake
from bot.intake.poller import Poller, pause_after
from bot.intake.supervision import supervised
from bot.logs import start_logging
from bot.sample import sample
from bot.services.access import AccessControl
from bot.services.services import Services
from bot.settings import Settings
from storage.store import Store

GRACE = 5.0  # seconds for what is in hand when the bot is stopped
LAST_WORD = 1.5  # seconds to tell Telegram what was taken last
LATEST = 8.5  # seconds from the signal to the end of the process; all that matters is stored by then

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Dateline:
    """The bot, ready: whatever is handed to `intake.take` is handled."""

    application: App
    services: Services
    intake: Intake


async def serve(settings: Settings) -> None:
    """Run the bot until SIGTERM or SIGINT. Raises BadSettings and StorageError."""
    token = settings.token()
    start_logging(settings.log_level, settings.secrets())
    with _signals_cancel(asyncio.current_task()):
        try:
            async with assembled(settings, token) as dateline:
                await _poll(dateline)
        except InvalidToken:
            # Not `from` it: the library's words hold the token.
            refusal = f"BOT_TOKEN is refused by {settings.bot_api_url}; ask @BotFather for the present one"
            raise BadSettings([refusal]) from None
        except asyncio.CancelledError:
            log.info("stopped")


@asynccontextmanager
async def assembled(
    settings: Settings, token: str, *, request: BaseRequest | None = None, clock: Clock = now
) -> AsyncIterator[Dateline]:
    """The bot over the database of the settings; closed in good order afterwards.

    `request` answers its calls in the place of a network, as the terminal chat and tests wish.
    """
    store = await Store.open(settings.database_url.reveal())
    try:
        access = AccessControl(store, clock, settings.access, settings.owner_ids)
        services = Services.over(store, clock, access=access)
        application, arrivals = _application(settings, token, request), Arrivals()
        register(application, services, arrivals)
        async with _running(application):
            inbox = Inbox(store, application.bot.id, clock)
            intake = Intake(application, inbox, access, arrivals, paste_wait=settings.paste_wait)
            try:
                await intake.replay()
                yield Dateline(application, services, intake)
            finally:
                await intake.close(GRACE)
    finally:
        await store.close()


def _application(settings: Settings, token: str, request: BaseRequest | None) -> App:
    defaults = Defaults(ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True))
    builder = (
        Application.builder()
        .token(token)
        .base_url(f"{settings.bot_api_url}/bot")
        .base_file_url(f"{settings.bot_api_url}/file/bot")
        .defaults(defaults)
        .context_types(ContextTypes(context=BotContext))
        .updater(None)
        .job_queue(None)
    )
    if request is not None:
        builder = builder.request(request).get_updates_request(request)
    return builder.build()


@asynccontextmanager
async def _running(application: App) -> AsyncIterator[None]:
    """The library's application, started; Telegram is waited for as long as it is out of reach."""
    try:
        await _reach(application.initialize)
        await application.start()
        try:
            yield
        finally:
            await application.stop()
    finally:
        await application.shutdown()
        await application.bot.shutdown()  # which the application leaves open when it never got through


async def _reach(call: Callable[[], Awaitable[None]]) -> None:
    failures = 0
    while True:
        try:
            return await call()
        except InvalidToken:
            raise
        except TelegramError as error:
            failures += 1
            if failures == 1:
                log.warning("Telegram cannot be reached, I keep trying: %s", error)
            await asyncio.sleep(pause_after(error, failures))


async def _poll(dateline: Dateline) -> None:
    """Fetch updates until cancelled, then confirm the last ones."""
    application = dateline.application
    await _tell_claim_word(dateline)
    poller = Poller(application.bot, dateline.intake.take)
    beside = [
        asyncio.create_task(_set_menus(dateline)),
        asyncio.create_task(supervised("the tidying", dateline.intake.tidy)),
        asyncio.create_task(asyncio.to_thread(_warm_up)),
    ]
    log.info("@%s is at work", application.bot.username)
    try:
        await supervised("the poller", poller.run)
    finally:
        for task in beside:
            task.cancel()
        with suppress(TelegramError, TimeoutError):
            async with asyncio.timeout(LAST_WORD):
                await poller.confirm()


def _warm_up() -> None:
    """Read a text and a query once, so that the first to ask does not wait for grammars to load."""
    today = now().date()
    extract(sample(), today)
    parse_query("Syria since last spring", today)


async def _tell_claim_word(dateline: Dateline) -> None:
    """On the terminal, not in the log: the word makes its sayer the owner."""
    word = (await dateline.services.access.admission()).claim_word
    if word is not None:
        name = dateline.application.bot.username
        sys.stderr.write(
            f"This bot has no owner yet. Open https://t.me/{name}?start={word}\n"
            f"or send it this word in a private chat: {word}\n"
        )
        sys.stderr.flush()


async def _set_menus(dateline: Dateline) -> None:
    """The list of commands, for everybody and for the owners."""
    bot = dateline.application.bot
    owners = (await dateline.services.access.admission()).owners
    try:
        await bot.set_my_commands(menu())
        for owner in owners:
            with suppress(TelegramError):  # one who has never written to the bot
                await bot.set_my_commands(owner_menu(), BotCommandScopeChat(owner))
    except TelegramError as error:
        log.warning("the list of commands could not be set: %s", error)


@contextmanager
def _signals_cancel(task: asyncio.Task[None] | None) -> Iterator[None]:
    """SIGTERM and SIGINT cancel `task`, once: what is in hand is finished. A second one ends the process.

    A thread that is reading a very long text cannot be cancelled, and is not waited for for ever.
    """
    loop = asyncio.get_running_loop()

    def stop() -> None:
        last_resort = threading.Timer(LATEST, os._exit, [0])
        last_resort.daemon = True
        last_resort.start()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)
        if task is not None:
            task.cancel()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    try:
        yield
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)
