"""Feeds: what chats have read to them, which are due, and which items each has brought."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, select, update

from bot.model.chat import Chat
from bot.model.feed import Feed, FeedState
from storage.chats import chat_of, take
from storage.feed_tables import feed_items, feeds
from storage.leases import is_lost
from storage.session import Found, Session
from storage.tables import chats
from storage.upsert import insert, upsert

KEPT = 1_000  # items of a feed that are remembered; a feed shows some hundred at most

_SEEN = select(feed_items.c.key)
_DUE = (
    select(feeds)
    .join(chats, chats.c.id == feeds.c.chat_id)
    .where(feeds.c.next_at <= bindparam("now"), chats.c.bot_id == bindparam("bot"))
    .order_by(feeds.c.next_at, feeds.c.chat_id, feeds.c.number)
    .limit(bindparam("limit"))
    .with_for_update(of=feeds, skip_locked=True)
)
_LEASE = (
    update(feeds)
    .where(feeds.c.chat_id == bindparam("chat"), feeds.c.number == bindparam("of"))
    .values(next_at=bindparam("until"), holder=bindparam("by"))
)
_CHATS = select(chats).where(chats.c.id.in_(bindparam("ids", expanding=True)))


class Feeds:
    """The feeds of chats, numbered within the chat."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def add(self, chat_id: int, feed: Feed) -> Feed:
        """The feed as it is stored: numbered."""
        feed = replace(feed, number=await take(self._session, chat_id, chats.c.next_feed))
        await self.put(chat_id, feed)
        return feed

    async def put(self, chat_id: int, feed: Feed) -> None:
        """Insert or replace."""
        row = _row(chat_id, feed)
        await self._session.run(chat_id, upsert(self._session.dialect, feeds, tuple(row)), row)

    async def get(self, chat_id: int, number: int) -> Feed | None:
        row = (await self._session.run(chat_id, _of(chat_id).where(feeds.c.number == number))).first()
        return None if row is None else _feed(row)

    async def of_chat(self, chat_id: int) -> list[Feed]:
        """All of them, oldest first."""
        found = await self._session.run(chat_id, _of(chat_id).order_by(feeds.c.number))
        return [_feed(row) for row in found]

    async def remove(self, chat_id: int, number: int) -> None:
        """The feed goes with what it remembers; the articles it brought stay."""
        items = feed_items.c.chat_id == chat_id, feed_items.c.feed == number
        await self._session.run(chat_id, delete(feed_items).where(*items))
        own = feeds.c.chat_id == chat_id, feeds.c.number == number
        await self._session.run(chat_id, delete(feeds).where(*own))

    async def lease(
        self, bot_id: int, now: datetime, limit: int, until: datetime, holder: int | None = None
    ) -> list[tuple[Chat, Feed]]:
        """Those whose time has come, longest due first; nobody else takes them before `until`."""
        asked = {"bot": bot_id, "now": now, "limit": limit}
        rows = (await self._session.house(_DUE, asked)).all()
        if not rows:
            return []
        leased = [{"chat": row.chat_id, "of": row.number, "until": until, "by": holder} for row in rows]
        await self._session.house(_LEASE, leased)
        found = await self._session.house(_CHATS, {"ids": sorted({row.chat_id for row in rows})})
        known = {row.id: chat_of(row) for row in found}
        return [(known[row.chat_id], _feed(row)) for row in rows if row.chat_id in known]

    async def release(self, bot_id: int, now: datetime, living: Collection[int] | None = None) -> None:
        """The feeds of holders who are gone may be asked now; without `living` all of them are."""
        own = feeds.c.chat_id.in_(select(chats.c.id).where(chats.c.bot_id == bot_id))
        asked = feeds.c.next_at.is_not(None), feeds.c.holder.is_not(None), is_lost(feeds.c.holder, living)
        await self._session.house(update(feeds).where(own, *asked).values(next_at=now, holder=None))

    async def seen(self, chat_id: int, feed: int, keys: Collection[str]) -> set[str]:
        """Those of the keys whose items the feed has brought before."""
        own = _SEEN.where(feed_items.c.feed == feed)
        return {row.key for row in await self._session.among(chat_id, own, feed_items.c.key, keys)}

    async def note(
        self, chat_id: int, feed: int, keys: Collection[str], at: datetime, article: int | None = None
    ) -> None:
        """Remember that these items were seen, and which article came of them."""
        rows = [
            {"chat_id": chat_id, "feed": feed, "key": key, "article": article, "seen_at": at} for key in keys
        ]
        if rows:
            once = insert(self._session.dialect, feed_items).on_conflict_do_nothing()
            await self._session.run(chat_id, once, rows)

    async def tidy(self, chat_id: int, feed: int) -> None:
        """Forget the oldest items beyond those that are kept."""
        own = feed_items.c.chat_id == chat_id, feed_items.c.feed == feed
        last = (
            select(feed_items.c.seen_at)
            .where(*own)
            .order_by(feed_items.c.seen_at.desc())
            .offset(KEPT)
            .limit(1)
        )
        oldest: datetime | None = (await self._session.run(chat_id, last)).scalar_one_or_none()
        if oldest is not None:
            await self._session.run(chat_id, delete(feed_items).where(*own, feed_items.c.seen_at <= oldest))

    async def brought(self, chat_id: int) -> dict[int, int]:
        """How many articles each feed of the chat has brought, by its number."""
        counted = (
            select(feed_items.c.feed, func.count(feed_items.c.article))
            .where(feed_items.c.chat_id == chat_id)
            .group_by(feed_items.c.feed)
        )
        found: list[Found] = list(await self._session.run(chat_id, counted))
        return {row[0]: row[1] for row in found}


def _of(chat_id: int) -> Any:
    return select(feeds).where(feeds.c.chat_id == chat_id)


def _row(chat_id: int, feed: Feed) -> dict[str, Any]:
    return {
        "chat_id": chat_id,
        "number": feed.number,
        "address": feed.address,
        "title": feed.title,
        "home": feed.home,
        "words": feed.words,
        "state": feed.state.value,
        "etag": feed.etag,
        "modified": feed.modified,
        "failures": feed.failures,
        "error": feed.error,
        "checked_at": feed.checked_at,
        "fresh_at": feed.fresh_at,
        "next_at": feed.next_at,
        "holder": None,
        "added_at": feed.added_at,
        "added_by": feed.added_by,
    }


def _feed(row: Row[Any]) -> Feed:
    return Feed(
        number=row.number,
        address=row.address,
        added_at=row.added_at,
        added_by=row.added_by,
        title=row.title,
        home=row.home,
        words=row.words,
        state=FeedState(row.state),
        etag=row.etag,
        modified=row.modified,
        failures=row.failures,
        error=row.error,
        checked_at=row.checked_at,
        fresh_at=row.fresh_at,
        next_at=row.next_at,
    )
