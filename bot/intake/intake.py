"""The intake: from a batch of raw updates to handlers that have done their work."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from typing import Any

from telegram.ext import Application

from bot.errors import DatabaseBusy, DatabaseFull
from bot.intake.arrival import Arrivals
from bot.intake.envelope import Envelope, Raw
from bot.intake.handling import Handling
from bot.intake.inbox import Inbox
from bot.intake.lanes import Lanes
from bot.intake.turns import Alone, Turns
from bot.measures import count
from bot.measures.names import UPDATES
from bot.model.inbox import Waiting
from bot.services.access import AccessControl, Admission

A_DAY = 24 * 60 * 60.0  # seconds
STRANGERS = 8  # of whom nothing is kept, answered side by side

log = logging.getLogger(__name__)


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
        overheard: Callable[[Raw], bool] = lambda _: False,
        question: Callable[[Raw], bool] = lambda _: False,
        turns: Turns | None = None,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._inbox = inbox
        self._access = access
        self._overheard = overheard
        self._question = question
        self._pause = pause
        self._turns = turns or Alone()
        self._handling = handling = Handling(application, inbox, arrivals, self._turns, pause)
        self._lanes = Lanes(handling.handle, self._load, paste_wait=paste_wait, turns=turns)
        self._strangers = Lanes(handling.handle, _nothing, paste_wait=0, at_once=STRANGERS)
        self._looking: asyncio.Task[None] | None = None

    async def take(self, updates: Iterable[Raw]) -> None:
        """Write a batch down and let it be handled; nothing of a stranger's is written but its number.

        Raises StorageError when it could not be written down: it must then not be confirmed. Is there no room
        for it, it is handled nevertheless: what only reads is answered, and the rest is told to wait. What is
        `overheard` no handler takes, and it is not written down, unless it may be the next part of a paste.
        A `question` only reads: while somebody else writes it is answered before it is written down.
        """
        envelopes = await self._addressed(list(_envelopes(updates)))
        if not envelopes:
            return
        admission = await self._access.recent()
        if not all(_welcome(admission, e) for e in envelopes):
            admission = await self._access.admission()
        admitted = {e.update_id: e for e in envelopes if _welcome(admission, e)}
        strangers = {e.update_id: e for e in envelopes if e.update_id not in admitted}
        early = await self._begin_early(admitted.values())
        try:
            new = await self._inbox.keep(admitted.values(), strangers)
        except (DatabaseFull, DatabaseBusy):
            self._handling.unwritten.handle(admitted.values())
            raise
        if answered := self._handling.unwritten.take_answered(new - early):
            await self._handling.stored(lambda: self._inbox.done(answered))
            new -= answered
        for envelope in envelopes:
            if envelope.update_id in new:
                count(UPDATES, envelope.kind)
            if envelope.update_id in new and envelope.update_id in admitted:
                self._lanes.put(envelope)
            elif envelope.update_id in new and _is_answered(envelope):
                self._strangers.put(envelope)

    async def replay(self) -> None:
        """Let everything be handled that was written down before the last stop; before the first `take`.

        Where there are other processes, what these leave is looked for from then on, until it is closed.
        """
        await self._inbox.tell_of_others()
        if self._turns.shared:
            await self._lanes.look()
            self._looking = asyncio.create_task(self._lanes.keep_looking(), name="looking")
            return
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

    async def waiting(self) -> Waiting:
        """What was written down and is not handled yet, by any process."""
        return await self._inbox.waiting()

    async def idle(self) -> None:
        """Return when all that was taken is done."""
        await self._lanes.idle()
        await self._strangers.idle()
        await self._handling.unwritten.idle()

    async def stored(self) -> None:
        """Return when nothing waits for room any more."""
        await self._handling.shelf.empty()

    async def close(self, grace: float) -> None:
        """Finish what is in hand within `grace` seconds."""
        if self._looking:
            self._looking.cancel()
        lanes = (self._lanes, self._strangers, self._handling.unwritten)
        await asyncio.gather(self._handling.shelf.close(), *(one.close(grace) for one in lanes))

    async def _begin_early(self, envelopes: Iterable[Envelope]) -> set[int]:
        """Begin with the questions that need not wait for the writer; their lane is done when they are.

        One of a chat, of which nothing waits: it is still its turn.
        """
        if not self._inbox.has_to_wait:
            return set()
        firsts: dict[int | None, Envelope] = {}
        for envelope in envelopes:
            firsts.setdefault(envelope.visitor.chat_id, envelope)
        asked = {
            first.update_id: first
            for chat_id, first in firsts.items()
            if self._question(first.raw) and chat_id not in self._lanes.chats
        }
        for update_id in await self._inbox.known(asked) if asked else ():
            del asked[update_id]
        self._handling.unwritten.handle(asked.values())
        return set(asked)

    async def _addressed(self, envelopes: Sequence[Envelope]) -> list[Envelope]:
        """Without what is overheard in chats of which nothing waits. Raises StorageError."""
        if not any(self._overheard(e.raw) for e in envelopes):
            return list(envelopes)
        busy = self._lanes.chats | set(await self._inbox.chats() if self._turns.shared else ())
        addressed = []
        for envelope in envelopes:
            chat_id = envelope.visitor.chat_id
            if chat_id in busy or not self._overheard(envelope.raw):
                busy.add(chat_id)
                addressed.append(envelope)
            else:
                count(UPDATES, "overheard")
        return addressed

    async def _load(self, chats: Sequence[int | None], limit: int) -> list[Envelope]:
        shelved = self._handling.shelf.ids
        found = await self._handling.stored(lambda: self._inbox.pending(chats, limit + len(shelved)))
        return [envelope for envelope in found if envelope.update_id not in shelved]


async def _nothing(_: Sequence[int | None], __: int) -> list[Envelope]:
    """What is kept of strangers."""
    return []


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
