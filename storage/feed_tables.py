"""The tables of feeds: what a chat has read to it, and which items of each it has seen."""

from sqlalchemy import BigInteger, Column, Index, Integer

from storage.columns import Instant, Words
from storage.shapes import number, of_chat, words

# `next_at` is when its server is asked again; it is empty while it is not. `holder` is who asks it just now.
feeds = of_chat(
    "feeds",
    number("number"),
    words("address"),
    Column("title", Words),
    Column("home", Words),
    words("words"),
    words("state"),
    Column("etag", Words),
    Column("modified", Words),
    Column("failures", Integer, nullable=False),
    Column("error", Words),
    Column("checked_at", Instant),
    Column("fresh_at", Instant),
    Column("next_at", Instant),
    Column("holder", BigInteger),
    Column("added_at", Instant, nullable=False),
    words("added_by"),
)

# `article` is what an item became; it is empty when nothing was read of it.
feed_items = of_chat(
    "feed_items",
    number("feed"),
    Column("key", Words, primary_key=True),
    Column("article", BigInteger),
    Column("seen_at", Instant, nullable=False),
    Index("ix_feed_items_seen", "chat_id", "feed", "seen_at"),
)

_awaited = feeds.c.next_at.is_not(None)
Index("ix_feeds_due", feeds.c.next_at, sqlite_where=_awaited, postgresql_where=_awaited)
