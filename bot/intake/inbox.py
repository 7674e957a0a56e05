"""The inbox of one bot: what has been written down, what is done, what was put aside."""

import json
import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bot.clock import Clock
from bot.intake.envelope import Envelope
from bot.model.inbox import Kept, Waiting
from bot.model.notice import Trouble
from storage.store import Store

REMEMBERED = timedelta(days=30)  # Telegram sends nothing again after a day

_PLACES = {"location", "venue", "latitude", "longitude"}

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Inbox:
    """Updates by the id of the bot, so that those of another token never collide."""

    store: Store
    bot_id: int
    clock: Clock

    async def keep(self, admitted: Collection[Envelope], strangers: Collection[int]) -> frozenset[int]:
        """Write down a batch, of strangers the number alone; the numbers of those that are new."""
        rows = [Kept(e.update_id, e.visitor.chat_id, json.dumps(e.raw)) for e in admitted]
        async with self.store.begin(ahead=True) as tx:
            strange = [Kept(id, None, None) for id in strangers]
            new = await tx.inbox.keep(self.bot_id, [*rows, *strange], self.clock())
            if strangers:
                await tx.inbox.done(self.bot_id, strangers, self.clock())
        return frozenset(new)

    @property
    def has_to_wait(self) -> bool:
        """Whether somebody else writes just now."""
        return self.store.is_writing

    async def known(self, ids: Collection[int]) -> frozenset[int]:
        """Those of the updates that were written down before."""
        async with self.store.read() as tx:
            return await tx.inbox.known(self.bot_id, ids)

    async def chats(self) -> list[int | None]:
        """The chats of which something is written down and not handled."""
        async with self.store.read() as tx:
            return await tx.inbox.pending_chats(self.bot_id)

    async def tell_of_others(self) -> None:
        """Say in the log what waits of another bot: with its token went the way to answer."""
        async with self.store.read() as tx:
            others = await tx.inbox.left_to_others(self.bot_id)
        for bot_id, count in others.items():
            log.warning("%d updates of another bot (%d) are waiting, and are left to it", count, bot_id)

    async def pending(self, chats: Sequence[int | None], limit: int) -> list[Envelope]:
        """The first of what is written down of each chat and not handled, in order."""
        async with self.store.read() as tx:
            kept = [
                row
                for chat_id in chats
                for row in await tx.inbox.pending_of(self.bot_id, chat_id, limit=limit)
            ]
        found = ((Envelope.of(json.loads(row.body)), row.tries) for row in kept if row.body is not None)
        return [replace(envelope, tries=tries) for envelope, tries in found if envelope is not None]

    async def waiting(self) -> Waiting:
        """How many are not handled yet, and since when."""
        async with self.store.read() as tx:
            return await tx.inbox.waiting(self.bot_id)

    async def begun(self, ids: Collection[int]) -> None:
        """They were read back and are handled now: should the process end, they may be what ended it."""
        async with self.store.begin() as tx:
            await tx.inbox.tried(self.bot_id, ids, 1)

    async def spare(self, ids: Collection[int]) -> None:
        """The process is stopped in good order while they are handled: that is not their fault."""
        async with self.store.begin() as tx:
            await tx.inbox.tried(self.bot_id, ids, -1)

    async def done(self, ids: Collection[int]) -> None:
        async with self.store.begin(ahead=True) as tx:
            await tx.inbox.done(self.bot_id, ids, self.clock())

    async def poison(self, envelope: Envelope, error: Exception) -> None:
        """Put aside an update that cannot be handled, with its body, for a person to look at."""
        matter = {"trouble": Trouble.POISON, "detail": f"update {envelope.update_id}"}
        kind = type(error).__name__  # what it says is kept with the update: it may be out of a text
        log.error("update %d cannot be read and was put aside: %s", envelope.update_id, kind, extra=matter)
        body = json.dumps(_without_places(envelope.raw))
        async with self.store.begin() as tx:
            await tx.inbox.poison(self.bot_id, envelope.update_id, body, repr(error), self.clock())

    async def prune(self) -> None:
        """Forget the ids of what was handled long ago."""
        async with self.store.begin() as tx:
            await tx.inbox.prune(self.clock() - REMEMBERED)


def _without_places(value: Any) -> Any:
    """The same without where somebody is: that is kept nowhere."""
    if isinstance(value, Mapping):
        return {key: None if key in _PLACES else _without_places(inner) for key, inner in value.items()}
    return [_without_places(inner) for inner in value] if isinstance(value, list) else value
