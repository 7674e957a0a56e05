"""Views: the state behind a message's buttons."""

from typing import Any

from sqlalchemy import delete, insert, select

from storage.chats import take
from storage.session import Session
from storage.tables import chats, views

KEPT = 1_000  # of a chat; older buttons say that they are stale


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

    async def get(self, chat_id: int, number: int) -> tuple[str, dict[str, Any]] | None:
        one = select(views.c.kind, views.c.state).where(views.c.chat_id == chat_id, views.c.id == number)
        row = (await self._session.run(chat_id, one)).first()
        return None if row is None else (row.kind, row.state)
