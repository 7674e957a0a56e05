"""The tables of what belongs to the bot and to no chat."""

from sqlalchemy import BigInteger, Column, Float, Index, Integer, Table, UniqueConstraint, text

from storage.columns import Instant, RowId, Words
from storage.shapes import metadata, words

access = Table(
    "access",
    metadata,
    Column("role", Words, primary_key=True),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    words("name"),
    Column("at", Instant, nullable=False),
)

# Token buckets that all processes of the bot draw from, and until when nothing may be drawn at all.
limits = Table(
    "limits",
    metadata,
    Column("name", Words, primary_key=True),
    Column("tokens", Float, nullable=False),
    Column("at", Instant, nullable=False),
    Column("held_until", Instant),
)

# Groups that became supergroups: what still comes under the old id belongs to the new one.
moves = Table(
    "moves",
    metadata,
    Column("old_id", BigInteger, primary_key=True, autoincrement=False),
    Column("new_id", BigInteger, nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),  # the order of arrival
    Column("bot_id", BigInteger, nullable=False),
    Column("update_id", BigInteger, nullable=False),
    Column("chat_id", BigInteger),
    Column("body", Words),
    Column("done_at", Instant),
    Column("error", Words),
    Column("tries", Integer, nullable=False, server_default=text("0")),  # begun after a start, and not ended
    Column("came_at", Instant),
    UniqueConstraint("bot_id", "update_id"),
    sqlite_autoincrement=True,
)
_pending = inbox.c.done_at.is_(None)
_of_chat = inbox.c.bot_id, inbox.c.chat_id, inbox.c.update_id
Index("ix_inbox_pending", *_of_chat, sqlite_where=_pending, postgresql_where=_pending)

# What went wrong and how often, so that the owner is told of each matter once, whichever process meets it.
notices = Table(
    "notices",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("key", Words, primary_key=True),
    words("trouble"),
    words("detail"),
    Column("first_at", Instant, nullable=False),
    Column("last_at", Instant, nullable=False),
    Column("times", BigInteger, nullable=False),
    Column("told_at", Instant),
    Column("told_times", BigInteger, nullable=False, server_default=text("0")),
)
