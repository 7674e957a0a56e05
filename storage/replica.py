"""A read replica: it is asked as long as it has all that the primary had stored when the question came."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import DatabaseAway
from storage import lone, postgresql

CATCHING_UP = 0.05  # seconds that it is given to catch up with the primary
LOOKS = 5  # within these
RESTING = 1.0  # seconds for which it is left alone when it lags
AWAY = 5.0  # seconds, when it does not answer or breaks off

STORED = "SELECT pg_current_wal_flush_lsn()::text"  # asked of the primary
_REPLAYED = "SELECT pg_last_wal_replay_lsn()::text WHERE pg_is_in_recovery()"

log = logging.getLogger(__name__)

Stored = Callable[[], Awaitable[str]]


class Replica:
    """A server that follows the primary. Where it cannot be used, for whatever reason, the primary is."""

    def __init__(self, address: URL, engine: AsyncEngine) -> None:
        self.where = postgresql.place(address)
        self.readers = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._engine = engine
        self._address = address
        self._connection: Any = None
        self._free = asyncio.Lock()
        self._replayed = 0
        self._rested_at = 0.0
        self._away = False

    async def has_all(self, stored: Stored) -> bool:
        """Whether it has what was stored before this was asked, by its place in the primary's log."""
        if asyncio.get_running_loop().time() < self._rested_at:
            return False
        try:
            place = _number(await stored())
            async with self._free:
                return await self._reaches(place)
        except DatabaseAway as error:
            self.leave_alone(error)
            return False

    def leave_alone(self, error: DatabaseAway) -> None:
        """It failed in the middle of something: for some seconds the primary answers."""
        self._rest(AWAY)
        if not self._away:
            log.warning("%s: the read replica is not asked for the time being: %s", self.where, error)
        self._away = True
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None

    async def close(self) -> None:
        if self._connection is not None:
            self._connection.terminate()
        await self._engine.dispose()

    async def _reaches(self, place: int) -> bool:
        for _ in range(LOOKS):
            if self._replayed >= place:
                return True
            await self._look()
            if self._replayed < place:
                await asyncio.sleep(CATCHING_UP / LOOKS)
        self._rest(RESTING)
        return False

    async def _look(self) -> None:
        if self._connection is None:
            self._connection = await lone.connect(self._address, self._lost)
        found = await lone.rows(self._connection, _REPLAYED)
        self._replayed = _number(found[0][0]) if found else 0  # one that follows nobody any more has no place
        if self._away:
            log.info("%s: the read replica answers again", self.where)
        self._away = False

    def _lost(self, connection: Any) -> None:
        if connection is self._connection:
            self._connection, self._replayed = None, 0

    def _rest(self, seconds: float) -> None:
        self._rested_at = asyncio.get_running_loop().time() + seconds


def _number(place: str) -> int:
    """A place in the log, "16/B374D848", as a number."""
    high, low = place.split("/")
    return int(high, 16) << 32 | int(low, 16)
