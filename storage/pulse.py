"""Pulse: when a bot was last at work, and when last nobody was, so that a late digest can say why it is late.

Both are rows of the limits, which all processes of a bot share: a time to look back to, and one to wait for.
"""

from datetime import datetime

from sqlalchemy import func, select

from storage.session import Session
from storage.tables import limits
from storage.upsert import upsert

Span = tuple[datetime, datetime]


class Pulse:
    """The pulse of bots, whichever of their processes beats."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def last(self, bot_id: int) -> datetime | None:
        """When it beat last."""
        found = await self._get(_beat(bot_id))
        return None if found is None else found[0]

    async def beat(self, bot_id: int, now: datetime) -> None:
        await self._put(_beat(bot_id), now, None)

    async def probe(self, bot_id: int, now: datetime) -> None:
        """Write something, to see that it can be done."""
        await self._put(f"probe:{bot_id}", now, None)

    async def server_clock(self) -> datetime | None:
        """What time the server has; None for a file, which has none of its own."""
        if self._session.dialect == "sqlite":
            return None
        at: datetime = (await self._session.house(select(func.clock_timestamp()))).scalar_one()
        return at

    async def outage(self, bot_id: int) -> Span | None:
        """When it was last away, and until when."""
        found = await self._get(_gap(bot_id))
        return None if found is None or found[1] is None else (found[0], found[1])

    async def was_away(self, bot_id: int, since: datetime, until: datetime) -> None:
        await self._put(_gap(bot_id), since, until)

    async def _get(self, name: str) -> tuple[datetime, datetime | None] | None:
        one = select(limits.c.at, limits.c.held_until).where(limits.c.name == name)
        row = (await self._session.house(one)).first()
        return None if row is None else (row.at, row.held_until)

    async def _put(self, name: str, at: datetime, until: datetime | None) -> None:
        row = {"name": name, "tokens": 0.0, "at": at, "held_until": until}
        await self._session.house(upsert(self._session.dialect, limits, tuple(row)), row)


def _beat(bot_id: int) -> str:
    return f"pulse:{bot_id}"


def _gap(bot_id: int) -> str:
    return f"away:{bot_id}"
