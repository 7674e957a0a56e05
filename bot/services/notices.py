"""Notices: what the owner should know of the bot's running, each matter told once by whoever meets it.

notices.note(Trouble.ERROR, "KeyError in bot.handlers.why", "line 7")    # at once, from anywhere
await notices.round()                                                  # writes it down, and owes a word
await notices.tell(Trouble.BACKUP, "backup", "the disk is full")         # both
"""

import logging
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.errors import StorageError
from bot.model.chat import Chat, ChatKind
from bot.model.notice import Notice, Trouble
from bot.model.subscription import Delivery, OwedPart
from bot.services.claims import is_quiet
from storage.store import Store, Transaction

AGAIN = timedelta(days=1)  # until a matter that goes on is told once more
PASSING = timedelta(minutes=1)  # a database that is away for less is nobody's matter
APART = timedelta(minutes=5)  # what comes back after that has begun anew
KEPT = timedelta(days=30)
LATELY = timedelta(days=7)  # that /status looks back
MOST = 200  # matters in memory; more at once are the same trouble many times

Word = Callable[[Notice, Chat, datetime], OwedPart]
Directly = Callable[[int, OwedPart], Awaitable[None]]

log = logging.getLogger(__name__)


class Pending:
    """What was noted and is not written down yet, and since when each matter goes on without a break."""

    def __init__(self) -> None:
        self._noted: dict[str, Notice] = {}
        self._runs: dict[str, tuple[datetime, datetime]] = {}  # from, until

    def note(self, notice: Notice) -> None:
        """It occurred, once more."""
        began, last = self._runs.get(notice.key, (notice.first_at, notice.first_at))
        goes_on = notice.first_at - last <= APART
        known = self._noted.get(notice.key)
        if known is None and len(self._noted) >= MOST:
            return
        self._runs[notice.key] = (began if goes_on else notice.first_at, notice.last_at)
        if known is not None:
            notice = replace(notice, first_at=known.first_at, times=known.times + notice.times)
        self._noted[notice.key] = notice

    def take(self) -> dict[str, Notice]:
        """All that was noted; it is not pending any more."""
        taken, self._noted = self._noted, {}
        return taken

    def put_back(self, taken: Mapping[str, Notice]) -> None:
        """It could not be written down."""
        newer = self.take()
        self._noted = dict(taken)
        for notice in newer.values():
            self.note(notice)

    def is_lasting(self, key: str) -> bool:
        """Whether it has gone on for a while."""
        began, last = self._runs[key]
        return last - began >= PASSING


@dataclass(slots=True)
class Notices:
    """The use cases of notices, for one bot. `word` says what the owner is told; without it nothing is."""

    store: Store
    clock: Clock
    bot_id: int = 0
    owner_ids: Collection[int] = ()
    word: Word | None = None
    _pending: Pending = field(default_factory=Pending)
    _owners: dict[int, Chat] | None = None  # as they were when the database was there
    _shouted: set[str] = field(default_factory=set)  # matters that were told past the database
    _is_away: bool = False

    def note(self, trouble: Trouble, key: str, detail: str = "") -> None:
        """It occurred once more, now. The next round writes it down; nothing in here waits or fails."""
        now = self.clock()
        self._pending.note(Notice(key, trouble, detail, now, now))

    async def tell(self, trouble: Trouble, key: str, detail: str = "") -> None:
        """It occurred: write it down, and owe the owner a word unless that was told lately."""
        self.note(trouble, key, detail)
        await self.round()

    async def round(self, directly: Directly | None = None) -> int:
        """Write down what was noted; how many messages are owed for it.

        While that cannot be done, what goes on for a minute is told `directly`, past the database, once.
        """
        taken = self._pending.take()
        if not taken and self._owners is not None:
            return 0
        try:
            owed = await self._write(taken)
        except StorageError as error:
            if not self._is_away:
                log.warning("what went wrong cannot be written down, I keep trying: %s", error)
            self._is_away = True
            self._pending.put_back(taken)
            if directly is not None:
                await self._shout(taken, directly)
            return 0
        self._is_away = False
        return owed

    async def lately(self, limit: int) -> list[Notice]:
        """What went wrong in the last week, the latest first."""
        async with self.store.read() as tx:
            return await tx.notices.since(self.bot_id, self.clock() - LATELY, limit=limit)

    async def tidy(self) -> None:
        """Forget what has not occurred for a month."""
        async with self.store.begin() as tx:
            await tx.notices.prune(self.clock() - KEPT)

    async def _write(self, taken: Mapping[str, Notice]) -> int:
        now, owed = self.clock(), 0
        async with self.store.begin() as tx:
            owners = await self._chats_of_owners(tx)
            for key in sorted(taken):  # always in this order, so that two never wait for each other
                found = await tx.notices.note(self.bot_id, taken[key])
                if self._is_due(found, now):
                    await tx.notices.told(self.bot_id, key, now)
                    unheard = {} if key in self._shouted else owners
                    owed += await self._owe(tx, found, unheard, now)
        self._owners = owners
        self._shouted -= taken.keys()
        return owed

    def _is_due(self, found: Notice, now: datetime) -> bool:
        if found.told_at is not None and now - found.told_at < AGAIN:
            return False
        return found.trouble is not Trouble.DATABASE or self._pending.is_lasting(found.key)

    async def _chats_of_owners(self, tx: Transaction) -> dict[int, Chat]:
        ids = await tx.access.owners() | frozenset(self.owner_ids)
        known = {id: await tx.chats.get(id) for id in sorted(ids)}
        return {id: chat or self._stranger(id) for id, chat in known.items()}

    def _stranger(self, id: int) -> Chat:
        """The chat of an owner who has never written."""
        return Chat(id, ChatKind.PRIVATE, bot_id=self.bot_id)

    async def _owe(self, tx: Transaction, notice: Notice, owners: Mapping[int, Chat], now: datetime) -> int:
        if self.word is None:
            return 0
        for chat in owners.values():
            await tx.chats.ensure(chat)
            word = Delivery(
                chat_id=chat.id,
                number=0,
                subscription=None,
                period=f"notice {now:%Y-%m-%dT%H:%M:%S}",
                due_at=now,
                parts=(self.word(notice, chat, now),),
                owed_at=now,
                next_try_at=now,
                silent=is_quiet(chat, now),
            )
            await tx.deliveries.add(self.bot_id, [word])
        return len(owners)

    async def _shout(self, taken: Mapping[str, Notice], directly: Directly) -> None:
        """Tell the owners past the database; who is told is who owned the bot when it was last read."""
        lasting = [one for key, one in taken.items() if self._pending.is_lasting(key)]
        owners = self._owners or {id: self._stranger(id) for id in self.owner_ids}
        for notice in lasting:
            if self.word is None or notice.key in self._shouted:
                continue
            self._shouted.add(notice.key)
            for chat in owners.values():
                await directly(chat.id, self.word(notice, chat, self.clock()))
