"""Places: the groups where somebody handed something in: the one look across chats, from a person."""

from sqlalchemy import bindparam, select

from bot.model.chat import ChatKind
from storage.session import Session
from storage.tables import changes, chats

_GROUPS = (
    select(changes.c.chat_id)
    .join(chats, chats.c.id == changes.c.chat_id)
    .where(changes.c.actor_id == bindparam("person"), chats.c.kind == ChatKind.GROUP.value)
    .distinct()
    .order_by(changes.c.chat_id)
    .limit(bindparam("most"))
)


class Places:
    """Where people are on record."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def of(self, person: int, *, limit: int) -> list[int]:
        """The groups where this person changed something; whether they are still in is for others to ask."""
        found = await self._session.house(_GROUPS, {"person": person, "most": limit})
        return list(found.scalars())
