"""The tables. Whatever belongs to a chat has the chat as the first part of every key, so that no row is found
without it and the tables can be partitioned by it.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    UniqueConstraint,
    false,
    literal_column,
    text,
    true,
)
from sqlalchemy.schema import SchemaItem

from storage.columns import Instant, Json, RowId, Words

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
    }
)


def _of_chat(name: str, *items: SchemaItem) -> Table:
    """A table whose rows belong to a chat, follow it when its id changes and go when it goes."""
    chat = ForeignKey("chats.id", onupdate="CASCADE", ondelete="CASCADE")
    return Table(name, metadata, Column("chat_id", BigInteger, chat, primary_key=True), *items)


def _number(name: str) -> Column[int]:
    """The part of the key that counts within the chat."""
    return Column(name, BigInteger, primary_key=True, autoincrement=False)


def _words(name: str) -> Column[str]:
    return Column(name, Words, nullable=False)


def _when() -> tuple[SchemaItem, ...]:
    """A bot.model.When: its TIMEX3 value and modifier, its days (half-open) and their grain."""
    return (
        _words("value"),
        Column("mod", Words),
        Column("start_day", Date, nullable=False),
        Column("end_day", Date, nullable=False),
        _words("grain"),
    )


def _counter(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False, server_default=text("1"))


chats = Table(
    "chats",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    _words("kind"),
    Column("title", Words),
    Column("bot_id", BigInteger),  # the bot that it last talked to, copied to what is owed to it
    _words("zone"),
    Column("zone_chosen", Boolean, nullable=False, server_default=false()),
    Column("language", Words),  # None: that of whoever asks
    _words("editors"),
    Column("digest_thread", BigInteger),
    Column("quiet_from", Words),
    Column("quiet_until", Words),
    Column("day_first", Boolean),
    Column("full_text", Boolean, nullable=False, server_default=true()),
    Column("retention_days", Integer),
    _counter("next_article"),
    _counter("next_mention"),
    _counter("next_event"),
    _counter("next_change"),
    _counter("next_view"),
    _counter("next_subscription"),
    _counter("next_delivery"),
)

articles = _of_chat(
    "articles",
    _number("number"),
    _words("name"),
    _words("state"),
    _words("fingerprint"),
    _words("language"),
    Column("title", Words),
    Column("address", Words),
    Column("dct", Date),
    Column("dct_origin", Words),
    _words("source_kind"),
    Column("source_name", Words),
    Column("source_address", Words),
    Column("added_at", Instant, nullable=False),
    _words("text"),  # last: what stands behind a long text is slow to reach in SQLite
    Index("ix_articles_fingerprint", "chat_id", "fingerprint"),
    Index("ix_articles_name", "chat_id", "name"),
    Index("ix_articles_state", "chat_id", "state", "number"),
)

mentions = _of_chat(
    "mentions",
    _number("id"),
    Column("article", BigInteger, nullable=False),
    Column("event", BigInteger),
    *_when(),
    _words("headline"),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("clause_start", Integer, nullable=False),
    Column("clause_end", Integer, nullable=False),
    Column("timex", Json),
    Column("kind", Words),
    _words("modality"),
    Column("attribution", Words),
    Column("participants", Json, nullable=False),
    Column("places", Json, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("reported", Boolean, nullable=False),
    Column("reason", Words),
    _words("sentence"),
    Index("ix_mentions_article", "chat_id", "article", "id"),
    Index("ix_mentions_event", "chat_id", "event"),
)

mention_keys = _of_chat(
    "mention_keys",
    Column("key", Words, primary_key=True),
    _number("mention"),
)

# Short forms that articles have for names ("GM" for "General Motors"), as words of the index.
aliases = _of_chat(
    "aliases",
    Column("short", Words, primary_key=True),
    Column("full", Words, primary_key=True),
    _number("article"),
    Index("ix_aliases_full", "chat_id", "full"),
)

# Mentions that tell the same and stand in different events: what draws those events into one question.
kin = _of_chat("kin", _number("mention"), _number("other"))

# `pos` orders a chat's events: first day, then number (storage/positions.py). `reach` is the class of the
# span's length, by which the spans that reach into a range of days are found without a scan.
events = _of_chat(
    "events",
    _number("number"),
    Column("pos", BigInteger, nullable=False),
    Column("reach", Integer, nullable=False),
    *_when(),
    _words("headline"),
    _words("status"),
    Column("kind", Words),
    _words("modality"),
    Column("support", Integer, nullable=False),
    Column("chosen", Boolean, nullable=False),
    Column("alternatives", Json, nullable=False),
    Column("mentions", Json, nullable=False),
    _words("terms"),
    Index("ix_events_pos", "chat_id", "pos", "status"),  # the status, so that it alone is enough to count
    Index("ix_events_reach", "chat_id", "reach", "pos"),
    Index("ix_events_status", "chat_id", "status", "pos"),
)

changes = _of_chat(
    "changes",
    _number("number"),
    _words("action"),
    Column("actor_id", BigInteger),
    _words("actor_name"),
    Column("at", Instant, nullable=False),
    Column("undone_at", Instant),
    Column("undone_by_id", BigInteger),
    Column("undone_by_name", Words),
    Column("undoes", BigInteger),
    Column("bot_id", BigInteger),
    Column("update_id", BigInteger),
    Column("part", Integer, nullable=False),
    UniqueConstraint("chat_id", "bot_id", "update_id", "part"),  # what an update asks is applied once
)

revisions = _of_chat(
    "revisions",
    _number("change"),
    _number("position"),
    Column("event", BigInteger, nullable=False),
    Column("before", Json),
    Column("after", Json),
    Index("ix_revisions_event", "chat_id", "event", "change"),
)

article_moves = _of_chat(
    "article_moves",
    _number("change"),
    _number("position"),
    Column("article", BigInteger, nullable=False),
    Column("before", Words),
    _words("after"),
    Index("ix_article_moves_article", "chat_id", "article", "change"),
)

decisions = _of_chat(
    "decisions",
    _number("change"),
    _number("position"),
    _words("kind"),
    Column("mention", BigInteger, nullable=False),
    Column("other", BigInteger),
    Column("when", Json),
    Column("headline", Words),
    Index("ix_decisions_mention", "chat_id", "mention"),
    Index("ix_decisions_other", "chat_id", "other"),
)

messages = _of_chat(
    "messages",
    _number("message_id"),
    _number("article"),
    Column("position", Integer, nullable=False),
    Column("sent_at", Instant, nullable=False),
    _words("text"),
    Index("ix_messages_article", "chat_id", "article", "position"),
)

views = _of_chat(
    "views",
    _number("id"),
    _words("kind"),
    Column("state", Json, nullable=False),
)

# `next_at` is when it is due; it is empty while nothing is to be sent.
subscriptions = _of_chat(
    "subscriptions",
    _number("number"),
    Column("bot_id", BigInteger),
    _words("kind"),
    _words("topic"),
    Column("schedule", Json, nullable=False),
    _words("state"),
    Column("reason", Words),
    Column("silent", Boolean, nullable=False),
    Column("thread", BigInteger),
    Column("covered", BigInteger),
    Column("covered_until", Instant),
    Column("snoozed_until", Instant),
    Column("next_period", Words),
    Column("next_at", Instant),
    Column("created_at", Instant, nullable=False),
    _words("created_by"),
)

# The outbox: what is owed is a row before it is sent (bot.model.subscription.Delivery).
deliveries = _of_chat(
    "deliveries",
    _number("number"),
    Column("bot_id", BigInteger),
    Column("subscription", BigInteger),
    _words("period"),
    Column("due_at", Instant, nullable=False),
    Column("owed_at", Instant, nullable=False),
    Column("next_try_at", Instant, nullable=False),
    _words("state"),
    Column("silent", Boolean, nullable=False),
    Column("thread", BigInteger),
    Column("since", BigInteger),
    Column("since_at", Instant),
    Column("message_ids", Json, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("fence", BigInteger, nullable=False),
    Column("held", Boolean, nullable=False),  # it is in some sender's hands, or was when that vanished
    Column("error", Words),
    Column("settled_at", Instant),
    Column("parts", Json, nullable=False),
    UniqueConstraint("chat_id", "subscription", "period"),  # a local time owes one digest
)


# Said word for word as the indexes have it: else SQLite does not see that they serve.
is_open = literal_column("state IN ('pending', 'sending')", Boolean)
is_trouble = literal_column("state IN ('uncertain', 'dead')", Boolean)


def _partial(name: str, where: ColumnElement[bool], *columns: Column[Any]) -> None:
    """An index of those rows alone that are asked for."""
    Index(name, *columns, sqlite_where=where, postgresql_where=where)


_awaited = subscriptions.c.next_at.is_not(None)
_partial("ix_subscriptions_due", _awaited, subscriptions.c.bot_id, subscriptions.c.next_at)
_partial("ix_deliveries_open", is_open, deliveries.c.bot_id, deliveries.c.next_try_at)
_partial("ix_deliveries_open_of_chat", is_open, deliveries.c.chat_id)
_partial("ix_deliveries_trouble", is_trouble, deliveries.c.bot_id, deliveries.c.state)
_partial("ix_deliveries_settled", deliveries.c.settled_at.is_not(None), deliveries.c.settled_at)

# What belongs to the bot and to no chat.

access = Table(
    "access",
    metadata,
    Column("role", Words, primary_key=True),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    _words("name"),
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
    UniqueConstraint("bot_id", "update_id"),
    sqlite_autoincrement=True,
)
_pending = inbox.c.done_at.is_(None)
Index("ix_inbox_pending", inbox.c.bot_id, inbox.c.id, sqlite_where=_pending, postgresql_where=_pending)
