"""Limits: token buckets that all processes of the bot draw from, and pauses that all of them keep."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Update, delete, select, update

from storage.session import Session, Statement
from storage.tables import limits
from storage.upsert import insert

SKEW = timedelta(minutes=1)  # clocks of two machines may differ by so much


class Limits:
    """Buckets by name. One that nobody has drawn from yet is full."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def take(
        self, name: str, now: datetime, wanted: int, rate: float, burst: float
    ) -> tuple[int, float]:
        """Draw up to `wanted` tokens: how many were granted, and the seconds to wait for one if none was.

        The bucket holds `burst` tokens and gets `rate` a second. Whoever draws takes turns with the others.
        """
        await self._begin(name, now, burst)
        row = (await self._session.house(_one(name).with_for_update())).one()
        if row.at - now > SKEW:
            row = await self._set_back(name, row, row.at - now)
        if row.held_until is not None and row.held_until > now:
            return 0, (row.held_until - now).total_seconds()
        passed = max(0.0, (now - row.at).total_seconds())
        there = min(burst, row.tokens + passed * rate)
        granted = min(wanted, int(there))
        at = max(now, row.at)  # clocks of two machines differ: time is not given out twice
        await self._session.house(_put(name).values(tokens=there - granted, at=at))
        return granted, 0.0 if granted else (1 - there) / rate

    async def hold(self, name: str, now: datetime, until: datetime) -> None:
        """Nothing is granted before `until`, nor before any later time that was told earlier."""
        await self._begin(name, now, 0)
        longer = limits.c.held_until.is_(None) | (limits.c.held_until < until)
        await self._session.house(_put(name).where(longer).values(held_until=until))

    async def prune(self, before: datetime) -> None:
        """Forget buckets that nobody has drawn from since: they are full again by then."""
        over = limits.c.held_until.is_(None) | (limits.c.held_until < before)
        await self._session.house(delete(limits).where(limits.c.at < before, over))

    async def _set_back(self, name: str, row: Row[Any], by: timedelta) -> Row[Any]:
        """The clock was set back: what was written by the wrong one is moved with it, so that nobody waits
        until it comes there again."""
        held_until = row.held_until and row.held_until - by
        await self._session.house(_put(name).values(at=row.at - by, held_until=held_until))
        return (await self._session.house(_one(name))).one()

    async def _begin(self, name: str, now: datetime, tokens: float) -> None:
        fresh = insert(self._session.dialect, limits).values(name=name, tokens=tokens, at=now)
        await self._session.house(fresh.on_conflict_do_nothing(index_elements=["name"]))


def _one(name: str) -> Statement:
    return select(limits).where(limits.c.name == name)


def _put(name: str) -> Update:
    return update(limits).where(limits.c.name == name)
