"""Handling: an update whose turn has come goes to the handlers, and again when it could not be stored."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from telegram import Update
from telegram.ext import Application

from bot.errors import StorageError
from bot.intake.arrival import Arrival, Arrivals
from bot.intake.envelope import Envelope
from bot.intake.inbox import Inbox
from bot.intake.pastes import parts_of
from bot.intake.quarantine import Quarantine
from bot.intake.shelf import Shelf, pauses
from bot.intake.together import Together
from bot.intake.turns import Turns
from bot.intake.unwritten import Unwritten
from bot.logs import about
from bot.measures import count
from bot.measures.names import POISONED
from bot.model.outcome import UpdateKey

PAUSE = 1.0  # seconds until the database is tried again
MOST_FAILURES = 10  # times that a handler meets a database that is away, until the chat is told
MOST_TRIES = 3  # starts after which an update that ends the process is put aside

log = logging.getLogger(__name__)

T = TypeVar("T")


class PoisonousError(Exception):
    """An update that ends the process whenever it is handled."""


class NoRoomError(Exception):
    """There was no room to store what an update brings, for too long."""


class Handling:
    """Brings updates of the inbox to their end: handled, given to another process, or put aside.

    `shelf` has those that wait for room, `unwritten` those that there was no room to write down.
    """

    def __init__(
        self,
        application: Application[Any, Any, Any, Any, Any, Any],
        inbox: Inbox,
        arrivals: Arrivals,
        turns: Turns,
        pause: Callable[[float], Awaitable[None]],
    ) -> None:
        self._application = application
        self._inbox = inbox
        self._arrivals = arrivals
        self._turns = turns
        self._pause = pause
        self._quarantine = Quarantine()
        self._done = Together(inbox.done)
        self.shelf = Shelf(self._again, self._give_up, pause)
        self.unwritten = Unwritten(self._attempt)

    async def handle(self, envelopes: Sequence[Envelope]) -> bool:
        """Handle an update; one that was read back with care, as it may be what ended a process.

        Those that were in hand when one ended are handled one after the other, and after a second end with
        nothing beside them: so the third shows which it was, and that is put aside. False when it is
        another process's by now.
        """
        read_back = [e.update_id for e in envelopes if e.tries is not None]
        tries = max((e.tries or 0 for e in envelopes), default=0)
        if tries >= MOST_TRIES:
            await self._put_aside(envelopes, PoisonousError(f"the bot ended {tries} times while handling it"))
            return True
        async with self._guarded(tries):
            if not read_back:
                return await self._process(envelopes)
            return await self._try(envelopes, read_back)

    def _guarded(self, tries: int) -> AbstractAsyncContextManager[None]:
        if not tries:
            return self._quarantine.beside()
        return self._quarantine.one() if tries < MOST_TRIES - 1 else self._quarantine.alone()

    async def _try(self, envelopes: Sequence[Envelope], read_back: Sequence[int]) -> bool:
        await self.stored(lambda: self._inbox.begun(read_back))
        try:
            done = await self._process(envelopes)
        except asyncio.CancelledError:
            await self._inbox.spare(read_back)
            raise
        if not done:
            await self.stored(lambda: self._inbox.spare(read_back))
        return done

    async def _process(self, envelopes: Sequence[Envelope]) -> bool:
        with about(chat=envelopes[0].visitor.chat_id, update=envelopes[0].update_id):
            return await self._processed(envelopes)

    async def _processed(self, envelopes: Sequence[Envelope]) -> bool:
        try:
            update, arrival = self._opened(envelopes)
        except Exception as fault:  # what the library makes of nonsense is anybody's guess
            await self._put_aside(envelopes, fault)
            return True
        ends = [await self.unwritten.take_end(e.update_id) for e in envelopes]
        if all(ends):  # answered while it was being written down
            await self.stored(lambda: self._done.do(*(e.update_id for e in envelopes)))
            return True
        failures = 0
        arrival = replace(arrival, keeps=_can_wait(envelopes), told=ends[0] is not None)
        while not await self._applied(update, replace(arrival, waits=failures < MOST_FAILURES)):
            failures += 1
            await self._pause(PAUSE)
            if not await self._turns.still(envelopes[0].visitor.chat_id):
                return False
        if self._arrivals.was_kept(arrival):
            return await self._wait_for_room(envelopes)
        await self.stored(lambda: self._done.do(*(e.update_id for e in envelopes)))
        return True

    async def _wait_for_room(self, envelopes: Sequence[Envelope]) -> bool:
        """Have it tried again later; where others take turns, in its place, as they would find it."""
        if not self._turns.shared:
            self.shelf.put(envelopes)
            return True
        for seconds in pauses():
            await self._pause(seconds)
            if not await self._turns.still(envelopes[0].visitor.chat_id):
                return False
            if await self._again(envelopes):
                return True
        await self._give_up(envelopes)
        return True

    async def _again(self, envelopes: Sequence[Envelope]) -> bool:
        """Handle what there was no room for; whether there was now."""
        update, arrival = self._opened(envelopes)
        arrival = replace(arrival, keeps=True, told=True)
        if not await self._applied(update, arrival) or self._arrivals.was_kept(arrival):
            return False
        await self.stored(lambda: self._inbox.done([e.update_id for e in envelopes]))
        return True

    async def _give_up(self, envelopes: Sequence[Envelope]) -> None:
        await self._put_aside(envelopes, NoRoomError("there was no room to store it for a day"))

    async def _attempt(self, envelopes: Sequence[Envelope]) -> bool:
        """Handle what is not written down; whether it is through."""
        try:
            update, arrival = self._opened(envelopes)
        except Exception:  # it is put aside once that can be written down
            return False
        arrival = replace(arrival, keeps=True)
        through = await self._applied(update, arrival)
        return through and not self._arrivals.was_kept(arrival)

    async def _applied(self, update: Update, arrival: Arrival) -> bool:
        """Let the handlers have it. False when it is to be tried again: the database was away."""
        try:
            with self._arrivals.present(arrival):
                await self._application.process_update(update)
        except Exception:  # whatever it was, the chat's next update must still come to its turn
            chat = update.effective_chat.id if update.effective_chat else None
            log.exception("update %d of chat %s failed", update.update_id, chat)
        return not self._arrivals.were_put_off(arrival)

    def _opened(self, envelopes: Sequence[Envelope]) -> tuple[Update, Arrival]:
        first = envelopes[0]
        update = Update.de_json(first.read, self._application.bot)
        key = UpdateKey(self._inbox.bot_id, first.update_id)
        return update, Arrival(key, parts_of(envelopes))

    async def _put_aside(self, envelopes: Sequence[Envelope], fault: Exception) -> None:
        for envelope in envelopes:
            await self.stored(partial(self._inbox.poison, envelope, fault))
            count(POISONED)

    async def stored(self, act: Callable[[], Awaitable[T]]) -> T:
        """What `act` gives, once the database lets it: without it there is nothing else to do."""
        while True:
            try:
                return await act()
            except StorageError as error:
                log.warning("the inbox cannot be reached, I keep trying: %s", error)
                await self._pause(PAUSE)


def _can_wait(envelopes: Sequence[Envelope]) -> bool:
    """Whether it is a message: a button that was pressed means something now alone."""
    return bool(envelopes[0].message)
