"""The updates that wait to be fetched, given out as getUpdates does."""

import asyncio
from collections.abc import Callable, Collection
from itertools import count

from bot.terminal.botapi.faults import Refused, conflict, webhook_is_set
from bot.terminal.botapi.world import Json

# What Telegram leaves out unless it is asked for by name.
_ON_REQUEST = {"chat_member", "message_reaction", "message_reaction_count"}


class UpdateQueue:
    """Holds each update until a later offset confirms it. A second fetch ends the first with a conflict."""

    def __init__(self, first_id: int = 1) -> None:
        self._ids = count(first_id)
        self._waiting: dict[int, Json] = {}
        self._allowed: Collection[str] = ()
        self._changed = asyncio.Event()
        self._fetch = 0
        self.polled = asyncio.Event()  # set from the first fetch on
        self._some_confirmed = asyncio.Event()
        self._hand: Callable[[Json], None] | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, update: Json) -> Json:
        """Give the update its id and let it wait, unless its kind is not asked for."""
        numbered = {"update_id": next(self._ids), **update}
        if self._wanted(update):
            self._waiting[numbered["update_id"]] = numbered
            self._changed.set()
            if self._hand:
                self._hand(numbered)
        return numbered

    def hand_to(self, hand: Callable[[Json], None] | None) -> None:
        """Give each update to `hand`, what waits already too; with None it can be fetched again."""
        self._hand = hand
        if hand is not None:
            self._fetch += 1  # whoever fetches is told so
            self._changed.set()
            for update in list(self._waiting.values()):
                hand(update)

    def allow(self, kinds: Collection[str]) -> None:
        """From now on let updates of these kinds wait, and no others."""
        self._allowed = kinds

    def taken(self, update_id: int) -> None:
        """It was handed over and waits no more."""
        self._waiting.pop(update_id, None)
        self._some_confirmed.set()

    def drop(self) -> None:
        """Let nothing wait any more."""
        self._waiting.clear()
        self._some_confirmed.set()

    async def fetch(
        self, offset: int, limit: int, patience: float, allowed: Collection[str] | None
    ) -> list[Json]:
        """Updates from `offset` on, waiting up to `patience` seconds for the first."""
        if self._hand:
            raise Refused(webhook_is_set())
        if allowed is not None:
            self._allowed = allowed
        self._confirm(offset)
        self._fetch += 1
        self._changed.set()
        self.polled.set()
        await self._until_some(self._fetch, patience)
        return list(self._waiting.values())[:limit]

    async def all_confirmed(self) -> None:
        """Return when every update was fetched and confirmed."""
        while self._waiting:
            self._some_confirmed.clear()
            await self._some_confirmed.wait()

    async def _until_some(self, turn: int, patience: float) -> None:
        try:
            async with asyncio.timeout(patience):
                while not self._waiting:
                    self._changed.clear()
                    await self._changed.wait()
                    self._check_turn(turn)
        except TimeoutError:
            self._check_turn(turn)

    def _check_turn(self, turn: int) -> None:
        if turn != self._fetch:
            raise Refused(webhook_is_set() if self._hand else conflict())

    def _confirm(self, offset: int) -> None:
        """Forget what lies before the offset; a negative one keeps the last that many."""
        if offset < 0:
            offset = next(iter(list(self._waiting)[offset:]), 0)
        for update_id in [known for known in self._waiting if known < offset]:
            del self._waiting[update_id]
            self._some_confirmed.set()

    def _wanted(self, update: Json) -> bool:
        kind = next(iter(update))
        return kind in self._allowed if self._allowed else kind not in _ON_REQUEST
