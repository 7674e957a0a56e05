"""What is on record of the bot's work: what waits, what was put aside, what went wrong."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot.cli.doctor.finding import Finding, State, span
from bot.cli.doctor.machine import against
from bot.cli.output import plain
from bot.clock import Clock, stopped_at
from bot.model.inbox import Poisoned, Waiting
from bot.model.notice import Notice
from bot.model.subscription import Backlog
from bot.rendering.foreign import shortened

if TYPE_CHECKING:
    from bot.settings import Settings

RUNNING = 120.0  # seconds since its last sign within which the bot runs
PATIENT = 300.0  # seconds that an update or a digest may wait
SHOWN = 3
LONGEST = 100  # characters of a reason


@dataclass(frozen=True, slots=True)
class _Records:
    beat: datetime | None
    waiting: Waiting
    poisoned: list[Poisoned]
    backlog: Backlog
    notices: list[Notice]
    server_clock: datetime | None


def findings(settings: "Settings", instant: datetime) -> Iterator[Finding]:
    """All that is on record of the token's bot; without a token, nothing."""
    if settings.bot_token is None:
        return
    bot_id = int(settings.token().partition(":")[0])
    records = asyncio.run(_read(settings.database_url.reveal(), bot_id, stopped_at(instant)))
    if records.server_clock is not None:
        yield against("the database server's", instant, records.server_clock)
    yield _bot(records.beat, instant)
    yield _inbox(records.waiting, instant)
    if records.poisoned:
        yield _poison(records.poisoned)
    yield _outbox(records.backlog)
    yield from (_notice(notice, instant) for notice in records.notices)


async def _read(url: str, bot_id: int, clock: Clock) -> _Records:
    from bot.services.deliveries import Deliveries
    from bot.services.notices import Notices
    from storage.store import Store

    store = await Store.open_reading(url)
    try:
        async with store.read() as tx:
            beat = await tx.pulse.last(bot_id)
            waiting = await tx.inbox.waiting(bot_id)
            poisoned = await tx.inbox.poisoned(bot_id, limit=SHOWN)
            theirs = await tx.pulse.server_clock()
        backlog = await Deliveries(store, clock).status(bot_id)
        notices = await Notices(store, clock, bot_id).lately(SHOWN)
    finally:
        await store.close()
    return _Records(beat, waiting, poisoned, backlog, notices, theirs)


def _bot(beat: datetime | None, instant: datetime) -> Finding:
    if beat is None:
        return Finding("bot", State.FINE, "it has not been at work yet")
    ago = max((instant - beat).total_seconds(), 0)
    running = "at work" if ago <= RUNNING else "not at work; its last sign was"
    return Finding("bot", State.FINE, f"{running} {span(ago)} ago")


def _inbox(waiting: Waiting, instant: datetime) -> Finding:
    """Updates wait for a moment each; for longer, nobody handles them."""
    if not waiting.count:
        return Finding("inbox", State.FINE, "no update waits")
    ago = (instant - waiting.since).total_seconds() if waiting.since else None
    since = "" if ago is None else f", the oldest for {span(ago)}"
    seen = f"{waiting.count:,} updates wait{since}"
    if ago is not None and ago <= PATIENT:
        return Finding("inbox", State.FINE, seen)
    return Finding("inbox", State.NOTE, seen, "Start the bot if it does not run; else its log says why.")


def _poison(poisoned: list[Poisoned]) -> Finding:
    listed = "; ".join(f"{p.update_id} ({p.at:%Y-%m-%d %H:%M}): {_brief(p.error)}" for p in poisoned)
    advice = "They are kept in the inbox with their bodies and wait for nobody. Report the error, please."
    return Finding("inbox", State.NOTE, f"updates were put aside, the last ones {listed}", advice)


def _outbox(backlog: Backlog) -> Finding:
    lag = backlog.lag.total_seconds()
    seen = (
        f"{backlog.due:,} due, {backlog.owed:,} owed, {backlog.uncertain:,} uncertain, "
        f"{backlog.dead:,} given up; lag {span(lag)}"
    )
    if lag > PATIENT:
        return Finding("outbox", State.NOTE, seen, "Start the bot if it does not run; else its log says why.")
    if backlog.uncertain or backlog.dead:
        return Finding("outbox", State.NOTE, seen, "/status lists them with the reasons, to an owner.")
    return Finding("outbox", State.FINE, seen)


def _notice(notice: Notice, instant: datetime) -> Finding:
    ago = span(max((instant - notice.last_at).total_seconds(), 0))
    seen = f"{notice.trouble}: {_brief(notice.detail or notice.key)}, {notice.times:,} times, last {ago} ago"
    return Finding("trouble", State.NOTE, seen, f"The log of {notice.last_at:%Y-%m-%d %H:%M} UTC says more.")


def _brief(words: str) -> str:
    return shortened(plain(words), LONGEST)
