"""The inbox: updates written down before Telegram is told that they arrived."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Executable, bindparam, delete, func, select, update

from bot.model.inbox import Kept, Poisoned, Waiting
from storage.ready import ready
from storage.session import Found, Session, Statement
from storage.tables import inbox
from storage.upsert import insert

_KEY = ["bot_id", "update_id"]
_named = inbox.c.bot_id == bindparam("bot"), inbox.c.update_id.in_(bindparam("ids", expanding=True))
_DONE = ready(update(inbox).where(*_named).values(done_at=bindparam("at"), body=None))
_TRIED = ready(update(inbox).where(*_named).values(tries=inbox.c.tries + bindparam("count")))


@lru_cache(maxsize=2)
def _keeping(dialect: str) -> Executable:
    fresh = insert(dialect, inbox).on_conflict_do_nothing(index_elements=_KEY)
    return ready(fresh.returning(inbox.c.update_id))


class Inbox:
    """Updates by bot: pending ones with their body, handled ones as a bare id until pruned."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def keep(self, bot_id: int, rows: Sequence[Kept], at: datetime | None = None) -> list[int]:
        """Write updates down in their order, as come then; the ids of those that had not come before."""
        if not rows:
            return []
        values = [
            {
                "bot_id": bot_id,
                "update_id": row.update_id,
                "chat_id": row.chat_id,
                "body": row.body,
                "came_at": at,
            }
            for row in rows
        ]
        return list((await self._session.house(_keeping(self._session.dialect), values)).scalars())

    async def known(self, bot_id: int, ids: Collection[int]) -> frozenset[int]:
        """Those of the ids that have come before."""
        asked = select(inbox.c.update_id).where(inbox.c.bot_id == bot_id, inbox.c.update_id.in_(ids))
        return frozenset((await self._session.house(asked)).scalars())

    async def pending(self, bot_id: int) -> list[Kept]:
        """What was written down and not handled, in the order of arrival."""
        return await self._kept(_waiting(bot_id).order_by(inbox.c.id))

    async def pending_of(self, bot_id: int, chat_id: int | None, *, limit: int) -> list[Kept]:
        """The first `limit` of those that belong to a chat, or to none, as Telegram numbered them."""
        own = inbox.c.chat_id.is_(None) if chat_id is None else inbox.c.chat_id == chat_id
        return await self._kept(_waiting(bot_id).where(own).order_by(inbox.c.update_id).limit(limit))

    async def pending_chats(self, bot_id: int) -> list[int | None]:
        """The chats that have something pending."""
        chats = select(inbox.c.chat_id).where(inbox.c.bot_id == bot_id, inbox.c.done_at.is_(None)).distinct()
        return list((await self._session.house(chats)).scalars())

    async def waiting(self, bot_id: int) -> Waiting:
        """How many are pending, and since when."""
        own = inbox.c.bot_id == bot_id, inbox.c.done_at.is_(None)
        counted = select(func.count(), func.min(inbox.c.came_at)).select_from(inbox).where(*own)
        row: Found = (await self._session.house(counted)).one()
        return Waiting(row[0], row[1])

    async def left_to_others(self, bot_id: int) -> dict[int, int]:
        """How many are pending of each other bot."""
        pending = select(inbox.c.bot_id, func.count()).where(inbox.c.done_at.is_(None))
        others = pending.where(inbox.c.bot_id != bot_id).group_by(inbox.c.bot_id)
        found: list[Found] = list((await self._session.house(others)).all())
        return {row[0]: row[1] for row in found}

    async def poisoned(self, bot_id: int, *, limit: int) -> list[Poisoned]:
        """What was put aside, the latest first."""
        own = select(inbox).where(inbox.c.bot_id == bot_id, inbox.c.error.is_not(None))
        latest = own.order_by(inbox.c.done_at.desc(), inbox.c.id.desc()).limit(limit)
        rows = await self._session.house(latest)
        return [Poisoned(row.update_id, row.error, row.done_at) for row in rows]

    async def done(self, bot_id: int, ids: Collection[int], at: datetime) -> None:
        """Handled: the body is erased, the id stays so that the update is not taken for a new one."""
        await self._session.house(_DONE, {"bot": bot_id, "ids": list(ids), "at": at})

    async def tried(self, bot_id: int, ids: Collection[int], count: int) -> None:
        """They are begun, after a start; or, with a negative count, not to blame for a stop."""
        await self._session.house(_TRIED, {"bot": bot_id, "ids": list(ids), "count": count})

    async def poison(self, bot_id: int, update_id: int, body: str, error: str, at: datetime) -> None:
        """Put aside what cannot be handled, with its body and the reason; it is pending no more."""
        row = {"update_id": update_id, "body": body, "error": error, "done_at": at}
        statement = insert(self._session.dialect, inbox).values(bot_id=bot_id, **row)
        await self._session.house(statement.on_conflict_do_update(index_elements=_KEY, set_=row))

    async def prune(self, before: datetime) -> None:
        """Forget the ids of what was handled before then; poison stays for a person to look at."""
        old = delete(inbox).where(inbox.c.done_at < before, inbox.c.error.is_(None))
        await self._session.house(old)

    async def _kept(self, waiting: Statement) -> list[Kept]:
        rows = await self._session.house(waiting)
        return [Kept(row.update_id, row.chat_id, row.body, row.tries) for row in rows]


def _waiting(bot_id: int) -> Statement:
    return select(inbox).where(inbox.c.bot_id == bot_id, inbox.c.done_at.is_(None))
