"""An intake that is started over the same database again and again, and what its handler was given."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from telegram import Update
from telegram.ext import Application, TypeHandler

from bot.clock import stopped_at
from bot.intake.arrival import Arrival, Arrivals
from bot.intake.inbox import Inbox
from bot.intake.intake import Intake
from bot.model.chat import Access
from bot.services.access import AccessControl
from bot.terminal.botapi import BotApi, InProcessRequest
from storage.presence import Presence
from storage.store import Store
from storage.tables import inbox
from storage.turns import Turns
from tests.support.bots import SOON

BOT = 4711
NOW = datetime(2021, 4, 21, 9, tzinfo=UTC)
LONG = "x" * 4096  # as long as a message can be: the rest of a paste comes in the next


class Seen:
    """A handler that remembers what it was given; it fails, or waits, when it is told to."""

    def __init__(self) -> None:
        self.arrivals = Arrivals()
        self.updates: list[Update] = []
        self.given: list[Arrival] = []
        self.failure: Exception | None = None
        self.gate: asyncio.Event | None = None
        self.begun = asyncio.Event()

    async def __call__(self, update: Update, _: Any) -> None:
        self.updates.append(update)
        self.given.append(self.arrivals.of(update))
        self.begun.set()
        if self.gate:
            await self.gate.wait()
        if self.failure:
            raise self.failure

    @property
    def ids(self) -> list[int]:
        return [update.update_id for update in self.updates]


async def at_once(_: float) -> None:
    """Lets no time pass."""
    await asyncio.sleep(0)


Begin = Callable[..., AbstractAsyncContextManager[Intake]]


def starting(store: Store, seen: Seen) -> Begin:
    """Starts an intake over the same database, as a process would after each start."""

    @asynccontextmanager
    async def begin(access: Access = Access.OPEN, owner: int = 7, **more: Any) -> AsyncIterator[Intake]:
        request = InProcessRequest(BotApi(token=f"{BOT}:x"))
        builder = Application.builder().token(f"{BOT}:x").request(request).get_updates_request(request)
        application = builder.updater(None).job_queue(None).build()
        application.add_handler(TypeHandler(Update, seen))
        control = AccessControl(store, stopped_at(NOW), access, {owner}, claim_word="open-sesame")
        inbox = Inbox(store, BOT, stopped_at(NOW))
        async with application, a_presence(store) as presence:
            turns = Turns(presence, BOT) if presence else None
            waits: dict[str, Any] = {"paste_wait": 0.01, "pause": at_once} | more
            intake = Intake(application, inbox, control, seen.arrivals, turns=turns, **waits)
            yield intake
            await intake.close(SOON)

    return begin


@asynccontextmanager
async def a_presence(store: Store) -> AsyncIterator[Presence | None]:
    """That of another process each time, where there can be several."""
    if store._server is None:
        yield None
        return
    presence = await Presence.begin(store._server)
    yield presence
    await presence.end()


async def bodies(store: Store) -> list[str]:
    """All that is kept of updates."""
    async with store.read() as tx:
        kept = await tx.inbox._session.house(select(inbox.c.body).where(inbox.c.body.is_not(None)))
        return list(kept.scalars())


async def pending(store: Store) -> list[int]:
    async with store.read() as tx:
        return [kept.update_id for kept in await tx.inbox.pending(BOT)]
