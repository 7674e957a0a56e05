"""Notices: what went wrong with a bot, counted by what it was, and whether its owner was told."""

from datetime import datetime

from sqlalchemy import Row, bindparam, delete, func, select, update

from bot.model.notice import Notice, Trouble
from storage.session import Session
from storage.tables import notices
from storage.upsert import insert

_own = notices.c.bot_id == bindparam("bot"), notices.c.key == bindparam("of")
_TOLD = update(notices).where(*_own).values(told_at=bindparam("at"), told_times=notices.c.times)


class Notices:
    """The notices of bots, which all processes of a bot share."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def note(self, bot_id: int, notice: Notice) -> Notice:
        """Add these occurrences to those on record; the notice with all of them.

        Until the transaction ends nobody else notes the same, so that who finds it untold may tell it.
        """
        values = {
            "bot_id": bot_id,
            "key": notice.key,
            "trouble": notice.trouble.value,
            "detail": notice.detail,
            "first_at": notice.first_at,
            "last_at": notice.last_at,
            "times": notice.times,
        }
        statement = insert(self._session.dialect, notices).values(values)
        fresh = statement.excluded
        later = func.max if self._session.dialect == "sqlite" else func.greatest
        known = statement.on_conflict_do_update(
            index_elements=["bot_id", "key"],
            set_={
                "detail": fresh.detail,
                "last_at": later(notices.c.last_at, fresh.last_at),
                "times": notices.c.times + fresh.times,
            },
        )
        row = (await self._session.house(known.returning(*notices.c))).one()
        return _notice(row)

    async def told(self, bot_id: int, key: str, at: datetime) -> None:
        """The owner is told now of all that occurred."""
        await self._session.house(_TOLD, {"bot": bot_id, "of": key, "at": at})

    async def since(self, bot_id: int, at: datetime, *, limit: int) -> list[Notice]:
        """What occurred since then, the latest first."""
        own = select(notices).where(notices.c.bot_id == bot_id, notices.c.last_at >= at)
        latest = own.order_by(notices.c.last_at.desc(), notices.c.key).limit(limit)
        return [_notice(row) for row in await self._session.house(latest)]

    async def prune(self, before: datetime) -> None:
        """Forget what has not occurred since then."""
        await self._session.house(delete(notices).where(notices.c.last_at < before))


def _notice(row: Row[tuple[object, ...]]) -> Notice:
    return Notice(
        key=row.key,
        trouble=Trouble(row.trouble),
        detail=row.detail,
        first_at=row.first_at,
        last_at=row.last_at,
        times=row.times,
        told_at=row.told_at,
        told_times=row.told_times,
    )
