"""The bot at work, from its start until it is told to stop."""

import asyncio
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from telegram.error import InvalidToken, TelegramError

from bot.app.assembly import Dateline, assembled
from bot.app.incoming import Webhook, come_in, front
from bot.app.telling import notice_rounds, witnessing
from bot.app.upkeep import backup_rounds, look
from bot.app.watching import Watching
from bot.briefing.query import parse_query
from bot.clock import now
from bot.errors import BadSettings
from bot.extraction import extract
from bot.handlers import menu
from bot.handlers.menus import Audience, set_menus
from bot.intake.supervision import supervised
from bot.logs import start_logging
from bot.rendering.speech import LANGUAGES, speaking
from bot.sample import sample
from bot.scheduling.ticks import Ticks
from bot.settings import Settings

LATEST = 8.5  # seconds from the signal to the end of the process; all that matters is stored by then

log = logging.getLogger(__name__)


async def serve(settings: Settings) -> None:
    """Run the bot until SIGTERM or SIGINT. Raises BadSettings and StorageError."""
    token = settings.token()
    start_logging(settings.log_level, settings.secrets(), as_json=settings.log_format == "json")
    watching = Watching(settings)
    with _signals_cancel(asyncio.current_task(), watching.drain):
        try:
            await asyncio.to_thread(look, settings)
            async with (
                watching.kept(),
                front(settings, watching.routes()) as webhook,
                assembled(settings, token) as dateline,
            ):
                watching.attend(dateline)
                await _work(dateline, webhook, settings)
        except InvalidToken:
            # Not `from` it: the library's words hold the token.
            refusal = f"BOT_TOKEN is refused by {settings.bot_api_url}; ask @BotFather for the present one"
            raise BadSettings([refusal]) from None
        except asyncio.CancelledError:
            log.info("stopped")


async def _work(dateline: Dateline, webhook: Webhook | None, settings: Settings) -> None:
    """Take updates in and do what the clock says, until cancelled."""
    await _tell_claim_word(dateline)
    beside = [
        asyncio.create_task(_set_menus(dateline)),
        asyncio.create_task(supervised("the tidying", dateline.intake.tidy)),
        asyncio.create_task(asyncio.to_thread(_warm_up)),
    ]
    log.info("@%s is at work", dateline.application.bot.username)
    ticks, notices = Ticks(), notice_rounds(dateline, settings)
    try:
        async with (
            witnessing(notices, ticks),
            dateline.digests.running(ticks),
            dateline.jobs.running(ticks),
            dateline.feeds.running(ticks),
            dateline.retention.running(ticks),
            backup_rounds(dateline, settings).running(ticks),
            ticks.running(),
        ):
            await come_in(dateline, webhook)
    finally:
        for task in beside:
            task.cancel()


def _warm_up() -> None:
    """Read a text and a query once, so that the first to ask waits for no grammar and no catalogue."""
    today = now().date()
    extract(sample(), today)
    parse_query("Syria since last spring", today)
    for language in LANGUAGES:
        with speaking(language):
            menu(Audience.PRIVATE)


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
    """The lists of commands, in every language."""
    bot = dateline.application.bot
    owners = (await dateline.services.access.admission()).owners
    try:
        await set_menus(bot, owners, menu)
    except TelegramError as error:
        log.warning("the list of commands could not be set: %s", error)


@contextmanager
def _signals_cancel(task: asyncio.Task[None] | None, first: Callable[[], None]) -> Iterator[None]:
    """SIGTERM and SIGINT cancel `task`, once: what is in hand is finished. A second one ends the process.

    Before that `first` is done.

    A thread that is reading a very long text cannot be cancelled, and is not waited for for ever.
    """
    loop = asyncio.get_running_loop()

    def stop() -> None:
        last_resort = threading.Timer(LATEST, os._exit, [0])
        last_resort.daemon = True
        last_resort.start()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)
        first()
        if task is not None:
            task.cancel()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    try:
        yield
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)
