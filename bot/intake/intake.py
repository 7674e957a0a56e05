"""The intake: from a batch of raw updates to handlers that have done their work."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from functools import partial
from typing import Any, TypeVar

from telegram import Update
from telegram.ext import Application

from bot.errors import StorageError
from bot.intake.arrival import Arrival, Arrivals
from bot.intake.envelope import Envelope, Raw
from bot.intake.inbox import Inbox
from bot.intake.lanes import Lanes
from bot.intake.pastes import parts_of
from bot.model.outcome import UpdateKey
from bot.services.access import AccessControl, Admission

A_DAY = 24 * 60 * 60.0  # seconds
PAUSE = 5.0  # seconds until the database is tried again
MOST_TRIES = 3  # starts after which an update that ends the process is put aside

log = logging.getLogger(__name__)

T = TypeVar("T")


class PoisonousError(Exception):
    """An update that ends the process whenever it is handled."""


class Intake:
    """Takes updates in: `take` returns when they are written down, the handlers run after that."""

    def __init__(
        self,
        application: Application[Any, Any, Any, Any, Any, Any],
        inbox: Inbox,
        access: AccessControl,
        arrivals: Arrivals,
        *,
        paste_wait: float,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._application = application
        self._inbox = inbox
        self._access = access
        self._arrivals = arrivals
        self._pause = pause
        self._alone = asyncio.Lock()
        self._lanes = Lanes(self._handle, self._load, paste_wait=paste_wait)

    async def take(self, updates: Iterable[Raw]) -> None:
        """Write a batch down and let it be handled; nothing of a stranger's is written but its number.

        Raises StorageError when it could not be written down: it must then not be confirmed.
        """
        envelopes = list(_envelopes(updates))
        admission = await self._access.admission()
        admitted = {e.update_id: e for e in envelopes if _welcome(admission, e)}
        strangers = {e.update_id: e for e in envelopes if e.update_id not in admitted}
        new = await self._inbox.keep(admitted.values(), strangers)
        for envelope in envelopes:
            if envelope.update_id in new and (envelope.update_id in admitted or _is_answered(envelope)):
                self._lanes.put(envelope)

    async def replay(self) -> None:
        """Let everything be handled that was written down before the last stop; before the first `take`."""
        chats = await self._inbox.chats()
        if chats:
            log.info("updates of %d chats were waiting from before", len(chats))
        for chat_id in chats:
            self._lanes.resume(chat_id)

    async def tidy(self) -> None:
        """Forget every day, until cancelled, the numbers of updates that are long done."""
        while True:
            await self._inbox.prune()
            await self._pause(A_DAY)

    async def idle(self) -> None:
        """Return when all that was taken is done."""
        await self._lanes.idle()

    async def close(self, grace: float) -> None:
        """Finish what is in hand within `grace` seconds."""
        await self._lanes.close(grace)

    async def _load(self, chats: Sequence[int | None], limit: int) -> list[Envelope]:
        return await self._stored(lambda: self._inbox.pending(chats, limit))

    async def _handle(self, envelopes: Sequence[Envelope]) -> None:
        """Handle an update; one that was read back after a start with care, as it may be what ended it.

        Those that were in hand at the last end are handled one after the other, so that the next one shows
        which it was. After some starts it is put aside.
        """
        read_back = [e.update_id for e in envelopes if e.tries is not None]
        tries = max((e.tries or 0 for e in envelopes), default=0)
        if tries >= MOST_TRIES:
            await self._put_aside(envelopes, PoisonousError(f"the bot ended {tries} times while handling it"))
        elif not read_back:
            await self._process(envelopes)
        else:
            async with self._alone if tries else nullcontext():
                await self._try(envelopes, read_back)

    async def _try(self, envelopes: Sequence[Envelope], read_back: Sequence[int]) -> None:
        await self._stored(lambda: self._inbox.begun(read_back))
        try:
            await self._process(envelopes)
        except asyncio.CancelledError:
            await self._inbox.spare(read_back)
            raise

    async def _process(self, envelopes: Sequence[Envelope]) -> None:
        try:
            update, arrival = self._opened(envelopes)
        except Exception as fault:  # what the library makes of nonsense is anybody's guess
            await self._put_aside(envelopes, fault)
            return
        try:
            with self._arrivals.present(arrival):
                await self._application.process_update(update)
        except Exception:  # whatever it was, the chat's next update must still come to its turn
            log.exception("update %d of chat %s failed", update.update_id, envelopes[0].visitor.chat_id)
        await self._stored(lambda: self._inbox.done([e.update_id for e in envelopes]))

    def _opened(self, envelopes: Sequence[Envelope]) -> tuple[Update, Arrival]:
        first = envelopes[0]
        update = Update.de_json(dict(first.raw), self._application.bot)
        key = UpdateKey(self._inbox.bot_id, first.update_id)
        return update, Arrival(key, parts_of(envelopes))

    async def _put_aside(self, envelopes: Sequence[Envelope], fault: Exception) -> None:
        for envelope in envelopes:
            await self._stored(partial(self._inbox.poison, envelope, fault))

    async def _stored(self, act: Callable[[], Awaitable[T]]) -> T:
        """What `act` gives, once the database lets it: without it there is nothing else to do."""
        while True:
            try:
                return await act()
            except StorageError as error:
                log.warning("the inbox cannot be reached, I keep trying: %s", error)
                await self._pause(PAUSE)


def _is_answered(stranger: Envelope) -> bool:
    """A stranger is told so in private, and when they press a button; in a group nobody asked for us."""
    return stranger.visitor.private or "callback_query" in stranger.raw


def _envelopes(updates: Iterable[Raw]) -> Iterator[Envelope]:
    for raw in updates:
        envelope = Envelope.of(raw)
        if envelope is None:
            log.warning("an update without a number was left out")
        else:
            yield envelope


def _welcome(admission: Admission, envelope: Envelope) -> bool:
    visitor = envelope.visitor
    return admission.admits(visitor) or admission.is_claim(visitor, envelope.text)
