"""Moving: a group becomes a supergroup, with another id, and all that is its goes there in one transaction.

When something is on record under the new id already, the two become one chat: what was the group's gets
numbers after those that are taken.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, Final

from sqlalchemy import ColumnElement, Table, Text, bindparam, case, cast, delete, func, select, update

from bot.model.chat import Chat
from storage.chats import Chats, take
from storage.session import Session
from storage.tables import access, articles, chats, events, inbox, metadata, moves, revisions
from storage.upsert import insert

# The columns that hold a number of the chat's, by the counter it is from. A position ends in its number.
NUMBERED: Final[Mapping[str, Mapping[str, str]]] = {
    "articles": {"number": "next_article"},
    "mentions": {"id": "next_mention", "article": "next_article", "event": "next_event"},
    "mention_keys": {"mention": "next_mention"},
    "aliases": {"article": "next_article"},
    "kin": {"mention": "next_mention", "other": "next_mention"},
    "events": {"number": "next_event", "pos": "next_event"},
    "changes": {"number": "next_change", "undoes": "next_change"},
    "revisions": {"change": "next_change", "event": "next_event"},
    "article_moves": {"change": "next_change", "article": "next_article"},
    "decisions": {"change": "next_change", "mention": "next_mention", "other": "next_mention"},
    "subscriptions": {"number": "next_subscription", "covered": "next_change"},
    "deliveries": {
        "number": "next_delivery",
        "subscription": "next_subscription",
        "since": "next_change",
    },
    "feeds": {"number": "next_feed"},
    "feed_items": {"feed": "next_feed", "article": "next_article"},
    "jobs": {"number": "next_job"},
    "job_items": {"job": "next_job", "change": "next_change"},
}
# Numbers of messages in the old group mean others in the new one.
LEFT_BEHIND: Final = frozenset({"messages"})
# The state behind the buttons of messages, which are pressed no more when other buttons have its number.
DROPPED: Final = frozenset({"views"})

_HISTORY = ("articles", "changes", "subscriptions", "feeds")  # without any of these, nothing is on record
_COUNTERS = tuple(dict.fromkeys(name for columns in NUMBERED.values() for name in columns.values()))


class Moves:
    """Where chats went."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def of(self, chat_id: int) -> int | None:
        """The present id of a chat that had this one, None when it never moved."""
        moved = select(moves.c.new_id).where(moves.c.old_id == chat_id)
        found: int | None = (await self._session.house(moved)).scalar_one_or_none()
        return found

    async def move(self, old: int, new: int) -> None:
        """All of a chat's goes to its new id, with what has come and was not handled. Twice is as once."""
        if old == new or await self.of(old) == new:
            return
        await self._note(old, new)
        for name in LEFT_BEHIND:
            await self._session.run(old, delete(_table(name)).where(_table(name).c.chat_id == old))
        there = await Chats(self._session).get(new)
        group = await Chats(self._session).get(old)
        if group is None:
            return
        if there is not None and await self._is_bare(new):
            await self._session.run(new, delete(chats).where(chats.c.id == new))
            there = None
        if there is None:
            await self._session.run(old, update(chats).where(chats.c.id == old).values(id=new))
        else:
            await self._merge(group, there)

    async def _note(self, old: int, new: int) -> None:
        for chat_id in sorted((old, new)):  # always in this order, so that two never wait for each other
            await self._session.run(chat_id, select(chats.c.id).where(chats.c.id == chat_id))
        await self._session.house(update(moves).where(moves.c.new_id == old).values(new_id=new))
        await self._session.house(delete(moves).where(moves.c.old_id == new))
        noted = insert(self._session.dialect, moves).values(old_id=old, new_id=new)
        await self._session.house(
            noted.on_conflict_do_update(index_elements=["old_id"], set_={"new_id": new})
        )
        waiting = update(inbox).where(inbox.c.chat_id == old, inbox.c.done_at.is_(None))
        await self._session.house(waiting.values(chat_id=new))
        known = select(access.c.role).where(access.c.id == new)
        await self._session.house(delete(access).where(access.c.id == old, access.c.role.in_(known)))
        await self._session.house(update(access).where(access.c.id == old).values(id=new))

    async def _is_bare(self, chat_id: int) -> bool:
        for name in _HISTORY:
            own = select(func.count()).select_from(_table(name)).where(_table(name).c.chat_id == chat_id)
            if (await self._session.run(chat_id, own)).scalar_one():
                return False
        return True

    async def _merge(self, group: Chat, there: Chat) -> None:
        """The history of the group goes behind the other one; what only it chose, stays chosen."""
        counted = select(*(chats.c[name] for name in _COUNTERS)).where(chats.c.id == group.id)
        used = (await self._session.run(group.id, counted)).one()
        after = {
            name: await take(self._session, there.id, chats.c[name], getattr(used, name) - 1) - 1
            for name in _COUNTERS
        }
        await self._renumber_json(group.id, after)
        for name, columns in NUMBERED.items():
            table = _table(name)
            values: dict[Any, Any] = {
                table.c[column]: table.c[column] + after[of] for column, of in columns.items()
            }
            if table is articles:
                values[articles.c.name] = _renamed(after["next_article"])
            own = update(table).where(table.c.chat_id == group.id)
            await self._session.run(group.id, own.values({table.c.chat_id: there.id, **values}))
        await Chats(self._session).put(_both(group, there))
        await self._session.run(group.id, delete(chats).where(chats.c.id == group.id))

    async def _renumber_json(self, chat_id: int, after: Mapping[str, int]) -> None:
        """The numbers that stand within events, and within what they were before and after each change."""
        mention, event = after["next_mention"], after["next_event"]
        own = select(events.c.number, events.c.mentions).where(events.c.chat_id == chat_id)
        rows = [
            {"chat": chat_id, "of": row.number, "mentions": [one + mention for one in row.mentions]}
            for row in await self._session.run(chat_id, own)
        ]
        if rows:
            await self._session.run(chat_id, _PUT_MENTIONS, rows)
        taken = select(revisions).where(revisions.c.chat_id == chat_id)
        sides = [
            {
                "chat": chat_id,
                "of": row.change,
                "at": row.position,
                "before": _shifted(row.before, event, mention),
                "after": _shifted(row.after, event, mention),
            }
            for row in await self._session.run(chat_id, taken)
        ]
        if sides:
            await self._session.run(chat_id, _PUT_SIDES, sides)


_PUT_MENTIONS = (
    update(events)
    .where(events.c.chat_id == bindparam("chat"), events.c.number == bindparam("of"))
    .values(mentions=bindparam("mentions"))
)
_PUT_SIDES = (
    update(revisions)
    .where(
        revisions.c.chat_id == bindparam("chat"),
        revisions.c.change == bindparam("of"),
        revisions.c.position == bindparam("at"),
    )
    .values(before=bindparam("before"), after=bindparam("after"))
)


def _table(name: str) -> Table:
    return metadata.tables[name]


def _shifted(event: Mapping[str, Any] | None, number: int, mention: int) -> dict[str, Any] | None:
    """An event as JSON (storage.serial), with other numbers."""
    if event is None:
        return None
    mentions = [one + mention for one in event["mentions"]]
    return {**event, "number": event["number"] + number, "mentions": mentions}


def _renamed(after: int) -> ColumnElement[str]:
    """An article that nobody named is called by its number."""
    number = cast(articles.c.number, Text)
    return case((articles.c.name == number, cast(articles.c.number + after, Text)), else_=articles.c.name)


def _both(group: Chat, there: Chat) -> Chat:
    """The settings of the chat that is there; where nobody chose any, those of the group."""
    fresh = Chat(there.id, there.kind)
    chosen = {
        field.name: getattr(group, field.name)
        for field in fields(Chat)
        if field.name not in ("id", "kind") and getattr(there, field.name) == getattr(fresh, field.name)
    }
    return replace(there, **chosen)
