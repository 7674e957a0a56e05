"""The rota: whose turn it is to do what one process does for all, and when it is due."""

from datetime import datetime, timedelta

from sqlalchemy import select

from storage.session import Session
from storage.tables import limits
from storage.upsert import insert, upsert

LEASE = timedelta(hours=2)  # after which it counts as left undone


class Rota:
    """Work by name. Each is a row of the limits, held until it is due."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def take(self, name: str, now: datetime, every: timedelta, first: datetime) -> bool:
        """Whether it is due, and ours until LEASE is over; `first` is when, if nobody ever looked."""
        fresh = insert(self._session.dialect, limits).values(_row(name, now, first))
        await self._session.house(fresh.on_conflict_do_nothing(index_elements=["name"]))
        one = select(limits.c.held_until).where(limits.c.name == name).with_for_update()
        due: datetime | None = (await self._session.house(one)).scalar_one()
        if due is not None and now < due <= now + max(every, LEASE):
            return False
        await self.put_off(name, now, now + LEASE)
        return True

    async def put_off(self, name: str, now: datetime, due: datetime) -> None:
        """It is due again then."""
        row = _row(name, now, due)
        await self._session.house(upsert(self._session.dialect, limits, tuple(row)), row)


def _row(name: str, now: datetime, due: datetime) -> dict[str, object]:
    return {"name": name, "tokens": 0.0, "at": now, "held_until": due}
