"""The bot put together: settings → store → services → Telegram's library."""

import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial

from telegram import LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ContextTypes, Defaults
from telegram.request import BaseRequest

from bot.app.agreeing import agreeing
from bot.app.work import job_rounds
from bot.clock import Clock, now
from bot.errors import DatabaseAway
from bot.handlers import register
from bot.handlers.context import BEGIN, App, BotContext
from bot.handlers.overheard import is_overheard
from bot.handlers.questions import is_question
from bot.ingest.fetch import Fetcher
from bot.ingest.web import Web
from bot.intake.arrival import Arrivals
from bot.intake.inbox import Inbox
from bot.intake.intake import Intake
from bot.intake.poller import pause_after
from bot.intake.seat import Seat
from bot.rendering.digest import digest_parts
from bot.rendering.feeds import given_up
from bot.rendering.lateness import held_up
from bot.rendering.notices import notice_part
from bot.scheduling.digests import DigestRounds
from bot.scheduling.feeds import FeedRounds
from bot.scheduling.jobs import JobRounds
from bot.scheduling.recovery import Recover, Recovery
from bot.scheduling.rounds import RETENTION, Rounds
from bot.sending.courier import Courier
from bot.sending.limiter import RateLimiter
from bot.sending.limits import Limits
from bot.sending.wire import Wire
from bot.services.access import AccessControl, claim_word_of
from bot.services.allowance import Allowance
from bot.services.claims import Claims
from bot.services.digests import compose
from bot.services.living import Living
from bot.services.notices import Notices
from bot.services.polling import Polling
from bot.services.retention import Retention
from bot.services.services import Services
from bot.settings import Settings
from storage.store import Store
from storage.turns import Turns

PAUSE = 2.0  # seconds until a database that is away is tried again
GRACE = 5.0  # seconds for what is in hand when the bot is stopped
TURN = 0.0005  # seconds that a thread which computes keeps the interpreter from answers that wait for it

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Dateline:
    """The bot, ready: whatever is handed to `intake.take` is handled."""

    application: App
    services: Services
    intake: Intake
    digests: DigestRounds
    jobs: JobRounds
    feeds: FeedRounds
    retention: Rounds
    poller: Seat


@asynccontextmanager
async def assembled(
    settings: Settings,
    token: str,
    *,
    request: BaseRequest | None = None,
    clock: Clock = now,
    web: Web | None = None,
) -> AsyncIterator[Dateline]:
    """The bot over the database of the settings; closed in good order afterwards.

    `request` answers its calls in the place of a network, as the terminal chat and tests wish;
    `web` reads what links lead to, instead of the public internet. A database that is away is waited for.
    """
    sys.setswitchinterval(TURN)
    web = web or Web(Fetcher(clock=clock))
    store = await _opened(settings)
    try:
        if settings.database_read_url is not None:
            store.read_from(settings.database_read_url.reveal())
        access = _access(settings, token, store, clock)
        bot_id, unsure = _id_of(token), settings.unsure_digests
        notices = Notices(store, clock, bot_id, settings.owner_ids, notice_part)
        services = Services.over(
            store, clock, access=access, web=web, bot_id=bot_id, unsure=unsure, notices=notices
        )
        limiter = _limiter(settings, token, store, clock)
        application, arrivals = _application(settings, token, request, limiter), Arrivals()
        register(application, services, arrivals)
        async with _running(application):
            inbox = Inbox(store, application.bot.id, clock)
            presence = store.presence
            turns = Turns(presence, application.bot.id) if presence else None
            intake = Intake(
                application,
                inbox,
                access,
                arrivals,
                paste_wait=settings.paste_wait,
                overheard=is_overheard,
                question=is_question,
                turns=turns,
            )
            digests = _digests(application, services, store)
            jobs = job_rounds(application, services, digests)
            application.bot_data[BEGIN] = jobs.poke
            feeds = FeedRounds(Polling(store, web, clock, application.bot.id, given_up))
            sources = Retention(store, clock, application.bot.id)
            retention = Rounds("the retention of sources", RETENTION, sources.round)
            recovery = Recovery(Living(store), _recoveries(services, feeds, application.bot.id))
            try:
                await intake.replay()
                async with agreeing(store), recovery.running():
                    seat = Seat(f"the poller of bot {application.bot.id}", presence)
                    yield Dateline(application, services, intake, digests, jobs, feeds, retention, seat)
            finally:
                await intake.close(GRACE)
    finally:
        await web.close()
        await store.close()


def _recoveries(services: Services, feeds: FeedRounds, bot_id: int) -> Sequence[Recover]:
    """What takes up again what another process had in hand."""
    deliveries, jobs = partial(services.deliveries.recover, bot_id), partial(services.jobs.recover, bot_id)
    return deliveries, jobs, feeds.recover


async def _opened(settings: Settings) -> Store:
    """The store; a server that does not answer yet is waited for, as after the machine's start."""
    told = False
    while True:
        try:
            return await Store.open_at_work(settings.database_url.reveal())
        except DatabaseAway as error:
            if not told:
                log.warning("%s I keep trying.", error)
            told = True
        await asyncio.sleep(PAUSE)


def _id_of(token: str) -> int:
    """A token begins with the id of its bot."""
    return int(token.partition(":")[0])


def _access(settings: Settings, token: str, store: Store, clock: Clock) -> AccessControl:
    """Several processes on one database have one claim word, as it may be said to any of them."""
    wishes = settings.access, settings.owner_ids
    if store.is_ours_alone:
        return AccessControl(store, clock, *wishes)
    return AccessControl(store, clock, *wishes, claim_word=claim_word_of(token))


def _digests(application: App, services: Services, store: Store) -> DigestRounds:
    claims = Claims(store, application.bot.id, compose, digest_parts)
    send = Courier(application.bot).send
    return DigestRounds(claims, services.deliveries, services.clock, send, held_up)


def _limiter(settings: Settings, token: str, store: Store, clock: Clock) -> RateLimiter:
    """One process keeps the limits by itself; several that share a database share them too."""
    rate = settings.messages_per_second
    alone = store.is_ours_alone or not rate
    allowance = None if alone else Allowance(store, clock, _id_of(token), rate)
    return RateLimiter(Limits.telegram(rate), allowance=allowance)


def _application(settings: Settings, token: str, request: BaseRequest | None, limiter: RateLimiter) -> App:
    defaults = Defaults(ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True))
    builder = (
        Application.builder()
        .token(token)
        .base_url(f"{settings.bot_api_url}/bot")
        .base_file_url(f"{settings.bot_api_url}/file/bot")
        .defaults(defaults)
        .context_types(ContextTypes(context=BotContext))
        .rate_limiter(limiter)
        .updater(None)
        .job_queue(None)
    )
    wire = request or Wire(settings.bot_api_url)
    return builder.request(wire).get_updates_request(wire).build()


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
