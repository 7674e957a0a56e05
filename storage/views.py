"""Views: the state behind a message's buttons."""

from typing import Any

from sqlalchemy import delete, insert, select

from storage.chats import take
from storage.session import Session
from storage.tables import chats, views
from storage.upsert import insert_new

KEPT = 1_000  # of a chat, of those with a number and of those with a moment; older buttons say they are stale
MOMENTS = 1 << 40  # from here on numbers are moments: the counter never comes so far


class Views:
    """Small JSON objects, numbered within the chat."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def put(self, chat_id: int, kind: str, state: dict[str, Any]) -> int:
        """The number of the new view. The oldest go, so that a chat never holds more than KEPT."""
        number = await take(self._session, chat_id, chats.c.next_view)
        row = {"chat_id": chat_id, "id": number, "kind": kind, "state": state}
        await self._session.run(chat_id, insert(views).values(row))
        old = delete(views).where(views.c.chat_id == chat_id, views.c.id <= number - KEPT)
        await self._session.run(chat_id, old)
        return number

    async def keep(self, chat_id: int, number: int, kind: str, state: dict[str, Any]) -> None:
        """Keep a view under a number from MOMENTS on, which was given to a button before. The oldest go."""
        row = {"chat_id": chat_id, "id": number, "kind": kind, "state": state}
        await self._session.run(chat_id, insert_new(self._session.dialect, views), row)
        ours = views.c.chat_id == chat_id, views.c.id >= MOMENTS
        newest = select(views.c.id).where(*ours).order_by(views.c.id.desc())
        last = newest.limit(1).offset(KEPT - 1).scalar_subquery()
        await self._session.run(chat_id, delete(views).where(*ours, views.c.id < last))

    async def get(self, chat_id: int, number: int) -> tuple[str, dict[str, Any]] | None:
        one = select(views.c.kind, views.c.state).where(views.c.chat_id == chat_id, views.c.id == number)
        row = (await self._session.run(chat_id, one)).first()
        return None if row is None else (row.kind, row.state)
