"""Access: the bot's owners, and those they let in."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select

from storage.ready import ready
from storage.session import Session, Statement
from storage.tables import access
from storage.upsert import upsert

_OF: Statement = ready(select(access.c.id).where(access.c.role == bindparam("role")))


class Access:
    """Who may use the bot."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def owners(self) -> frozenset[int]:
        return await self._of("owner")

    async def add_owner(self, user_id: int, name: str, at: datetime) -> None:
        await self._add("owner", user_id, name, at)

    async def allowed(self) -> frozenset[int]:
        """Users and chats let in by an owner."""
        return await self._of("allowed")

    async def allow(self, id: int, name: str, at: datetime) -> None:
        await self._add("allowed", id, name, at)

    async def disallow(self, id: int) -> None:
        one = delete(access).where(access.c.role == "allowed", access.c.id == id)
        await self._session.house(one)

    async def _of(self, role: str) -> frozenset[int]:
        ids = await self._session.house(_OF, {"role": role})
        return frozenset(ids.scalars())

    async def _add(self, role: str, id: int, name: str, at: datetime) -> None:
        row = {"role": role, "id": id, "name": name, "at": at}
        await self._session.house(upsert(self._session.dialect, access), row)
