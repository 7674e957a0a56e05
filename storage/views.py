"""Views: the state behind a message's buttons."""

from typing import Any

from sqlalchemy import bindparam, delete, insert, select

from storage.chats import take
from storage.ready import ready
from storage.session import Session, Statement
from storage.tables import chats, views
from storage.upsert import insert_new

KEPT = 1_000  # of a chat, of those with a number and of those with a moment; older buttons say they are stale
MOMENTS = 1 << 40  # from here on numbers are moments: the counter never comes so far

_own = views.c.chat_id == bindparam("chat")
_PUT = ready(insert(views))
_ONE: Statement = ready(select(views.c.kind, views.c.state).where(_own, views.c.id == bindparam("view")))
_DROP = ready(delete(views).where(_own, views.c.id == bindparam("view")))
_moments = _own, views.c.id >= MOMENTS
_newest = select(views.c.id).where(*_moments).order_by(views.c.id.desc())
_LAST: Statement = ready(_newest.limit(1).offset(bindparam("kept")))
_DROP_OLD = ready(delete(views).where(*_moments, views.c.id < bindparam("last")))


class Views:
    """Small JSON objects, numbered within the chat."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def put(self, chat_id: int, kind: str, state: dict[str, Any]) -> int:
        """The number of the new view. The oldest goes, so that a chat never holds more than KEPT."""
        number = await take(self._session, chat_id, chats.c.next_view)
        row = {"chat_id": chat_id, "id": number, "kind": kind, "state": state}
        await self._session.run(chat_id, _PUT, row)
        if number > KEPT:
            await self._session.run(chat_id, _DROP, {"chat": chat_id, "view": number - KEPT})
        return number

    async def keep(self, chat_id: int, number: int, kind: str, state: dict[str, Any]) -> None:
        """Keep a view under a number from MOMENTS on, which was given to a button before. The oldest go."""
        row = {"chat_id": chat_id, "id": number, "kind": kind, "state": state}
        await self._session.run(chat_id, insert_new(self._session.dialect, views), row)
        last = (await self._session.run(chat_id, _LAST, {"chat": chat_id, "kept": KEPT - 1})).first()
        if last is not None:
            await self._session.run(chat_id, _DROP_OLD, {"chat": chat_id, "last": last.id})

    async def get(self, chat_id: int, number: int) -> tuple[str, dict[str, Any]] | None:
        row = (await self._session.run(chat_id, _ONE, {"chat": chat_id, "view": number})).first()
        return None if row is None else (row.kind, row.state)
