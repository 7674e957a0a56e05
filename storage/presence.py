"""A process's presence among others on one PostgreSQL: the locks that it holds, and lets go when it dies.

They are advisory locks of one connection that does nothing else: the server frees them itself when that ends,
however the process ends. (A pool between must give it a connection of its own: session pooling.)
"""

import asyncio
import logging
import random
import zlib
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, Self

from sqlalchemy import URL

from bot.errors import DatabaseAway
from storage import lone

AGAIN = 0.25  # seconds until it is tried again to connect
SETTLING = 2.0  # seconds after a break in which others may take back what they had, and nothing new is taken
LOOKS = 20  # whether a session has ended that was told to

_LOCK = "SELECT k, pg_try_advisory_lock($1, k) FROM unnest($2::int[]) AS k"
_UNLOCK = "SELECT pg_advisory_unlock($1, k) FROM unnest($2::int[]) AS k"
_BEGUN = "SELECT backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()"
_END = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = $1 AND backend_start = $2"
_LIVING = (
    "SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND granted "
    "AND classid = $1::bigint::oid "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)

Held = dict[tuple[int, int], int]  # how often, by space and key

log = logging.getLogger(__name__)


class Presence:
    """Locks that are had or not, never waited for. After a break it takes back what it had, if it can.

    `era` grows with every break: what was held in another era may have been somebody else's meanwhile.
    """

    def __init__(self, address: URL) -> None:
        self._address = address
        self.number = random.SystemRandom().randrange(1, 1 << 31)
        self.era = 0
        self._connection: Any = None
        self._free = asyncio.Lock()  # the connection does one thing at a time
        self._here = asyncio.Event()
        self._broken = asyncio.Event()
        self._held: Held = {}
        self._session: tuple[int, datetime] | None = None
        self._schema = ""
        self._settled_at = 0.0
        self._keeper: asyncio.Task[None] | None = None

    @classmethod
    async def begin(cls, address: URL) -> Self:
        """Be present, until `end`. Raises DatabaseAway."""
        presence = cls(address)
        await presence._arrive()
        presence._keeper = asyncio.create_task(presence._keep(), name="presence")
        return presence

    async def end(self) -> None:
        """Let go of everything."""
        if self._keeper:
            self._keeper.cancel()
            await asyncio.gather(self._keeper, return_exceptions=True)
        self._here.clear()
        self._connection.terminate()

    @property
    def is_here(self) -> bool:
        """Whether what is held is held at this moment."""
        return self._here.is_set()

    def space(self, name: str) -> int:
        """The number under which locks of this name stand; those of another schema are others."""
        return zlib.crc32(f"dateline {self._schema} {name}".encode()) & 0x7FFFFFFF

    def holds(self, space: int, key: int) -> bool:
        return self.is_here and (space, key) in self._held

    async def hold(self, space: int, keys: Collection[int]) -> set[int]:
        """Those of the keys that are ours from now on; what is held twice must be dropped twice.

        Nothing is taken shortly after a break. Raises DatabaseAway.
        """
        if not keys or asyncio.get_running_loop().time() < self._settled_at:
            return set()
        async with self._free:
            got = [key for key, granted in await self._ask(_LOCK, space, list(keys)) if granted]
            _note(self._held, space, got)
        return set(got)

    async def drop(self, space: int, keys: Sequence[int]) -> None:
        """Give them to whoever asks next; what is ours no longer is left alone. Raises DatabaseAway."""
        async with self._free:
            ours = [key for key in keys if _forget(self._held, space, key)]
            if ours and self.is_here:
                await self._ask(_UNLOCK, space, ours)

    async def living(self) -> frozenset[int]:
        """The numbers of all processes that are present, ours with them. Raises DatabaseAway."""
        return frozenset(row[0] for row in await self.ask(_LIVING, self.space("presence")))

    async def ask(self, question: str, *args: object) -> Sequence[Any]:
        """Rows, by the connection that holds the locks. Raises DatabaseAway."""
        async with self._free:
            return await self._ask(question, *args)

    async def back(self) -> None:
        """Return when it is connected, and others have had time to take back what was theirs."""
        await self._here.wait()
        await asyncio.sleep(self._settled_at - asyncio.get_running_loop().time())

    async def gone(self) -> None:
        """Return when the connection breaks."""
        await self._broken.wait()

    async def _ask(self, question: str, *args: object) -> Sequence[Any]:
        if not self.is_here:
            raise DatabaseAway("the connection that holds the locks is broken")
        try:
            return await lone.rows(self._connection, question, *args)
        except BaseException:  # nobody knows now what is held; nor when cancelled in the middle
            self._lose(self._connection)
            raise

    def _lose(self, connection: Any) -> None:
        if self.is_here and connection is self._connection:
            self.era += 1
            self._here.clear()
            self._broken.set()
            connection.terminate()

    async def _keep(self) -> None:
        """Come back after every break."""
        while True:
            await self._broken.wait()
            log.warning("the connection that holds the locks broke; nothing new is begun until it is back")
            while self._broken.is_set():
                await asyncio.sleep(AGAIN)
                await self._try_to_arrive()
            log.info("the locks are held again")

    async def _try_to_arrive(self) -> None:
        try:
            await self._arrive()
        except DatabaseAway as error:
            log.debug("%s", error)
        except Exception:  # the last net: without locks nothing would be handled any more
            log.exception("the locks cannot be taken back, and are tried again")

    async def _arrive(self) -> None:
        """Connect, and take back what was held as far as nobody else has it by now."""
        connection = await lone.connect(self._address, self._lose)
        try:
            async with self._free:
                await self._settle(connection)
        except BaseException:
            connection.terminate()
            raise

    async def _end_session(self, connection: Any) -> None:
        """Make the server notice that the connection before this one is broken: it holds what was ours."""
        for _ in range(LOOKS if self._session else 0):
            if not await lone.rows(connection, _END, *self._session or ()):
                return
            await asyncio.sleep(AGAIN / 2)

    async def _settle(self, connection: Any) -> None:
        await self._end_session(connection)
        begun = (await lone.rows(connection, _BEGUN))[0][0]
        self._session = connection.get_server_pid(), begun
        self._schema = (await lone.rows(connection, "SELECT coalesce(current_schema(), '')"))[0][0]
        await lone.rows(connection, _LOCK, self.space("presence"), [self.number])
        held: Held = {}
        for space in {space for space, _ in self._held}:
            keys = [key for (of, key), times in self._held.items() if of == space for _ in range(times)]
            rows = await lone.rows(connection, _LOCK, space, keys)
            _note(held, space, [key for key, granted in rows if granted])
        self._held, self._connection = held, connection
        if self.era:
            self._settled_at = asyncio.get_running_loop().time() + SETTLING
        self._broken.clear()
        self._here.set()


def _note(held: Held, space: int, keys: Iterable[int]) -> None:
    for key in keys:
        held[space, key] = held.get((space, key), 0) + 1


def _forget(held: Held, space: int, key: int) -> bool:
    """Whether it was held."""
    times = held.pop((space, key), 0)
    if times > 1:
        held[space, key] = times - 1
    return times > 0
