"""The tables. Whatever belongs to a chat has the chat first in every key: so it is never found without it."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Date,
    Float,
    Index,
    Integer,
    Table,
    UniqueConstraint,
    false,
    literal_column,
    true,
)

from storage.columns import Instant, Json, Words
from storage.feed_tables import feed_items, feeds
from storage.house_tables import access, inbox, limits, moves, notices
from storage.job_tables import job_items, jobs
from storage.shapes import counter, metadata, number, of_chat, when, words

__all__ = [
    "access",
    "aliases",
    "article_moves",
    "articles",
    "changes",
    "chats",
    "decisions",
    "deliveries",
    "events",
    "feed_items",
    "feeds",
    "inbox",
    "is_open",
    "is_trouble",
    "job_items",
    "jobs",
    "kin",
    "limits",
    "mention_keys",
    "mentions",
    "messages",
    "metadata",
    "moves",
    "notices",
    "revisions",
    "subscriptions",
    "views",
]

chats = Table(
    "chats",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    words("kind"),
    Column("title", Words),
    Column("bot_id", BigInteger),  # the bot that it last talked to, copied to what is owed to it
    words("zone"),
    Column("zone_chosen", Boolean, nullable=False, server_default=false()),
    Column("language", Words),  # None: that of whoever asks
    words("editors"),
    Column("digest_thread", BigInteger),
    Column("quiet_from", Words),
    Column("quiet_until", Words),
    Column("day_first", Boolean),
    Column("full_text", Boolean, nullable=False, server_default=true()),
    Column("retention_days", Integer),
    Column("watching", Boolean, nullable=False, server_default=false()),
    counter("next_article"),
    counter("next_mention"),
    counter("next_event"),
    counter("next_change"),
    counter("next_view"),
    counter("next_subscription"),
    counter("next_delivery"),
    counter("next_feed"),
    counter("next_job"),
)

articles = of_chat(
    "articles",
    number("number"),
    words("name"),
    words("state"),
    words("fingerprint"),
    words("language"),
    Column("title", Words),
    Column("address", Words),
    Column("dct", Date),
    Column("dct_origin", Words),
    words("source_kind"),
    Column("source_name", Words),
    Column("source_address", Words),
    Column("added_at", Instant, nullable=False),
    words("text"),  # last: what stands behind a long text is slow to reach in SQLite
    Index("ix_articles_fingerprint", "chat_id", "fingerprint"),
    Index("ix_articles_name", "chat_id", "name"),
    Index("ix_articles_state", "chat_id", "state", "number"),
)

mentions = of_chat(
    "mentions",
    number("id"),
    Column("article", BigInteger, nullable=False),
    Column("event", BigInteger),
    *when(),
    words("headline"),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("clause_start", Integer, nullable=False),
    Column("clause_end", Integer, nullable=False),
    Column("timex", Json),
    Column("kind", Words),
    words("modality"),
    Column("attribution", Words),
    Column("participants", Json, nullable=False),
    Column("places", Json, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("reported", Boolean, nullable=False),
    Column("reason", Words),
    words("sentence"),
    Index("ix_mentions_article", "chat_id", "article", "id"),
    Index("ix_mentions_event", "chat_id", "event"),
)

mention_keys = of_chat("mention_keys", Column("key", Words, primary_key=True), number("mention"))

# Short forms that articles have for names ("GM" for "General Motors"), as words of the index.
aliases = of_chat(
    "aliases",
    Column("short", Words, primary_key=True),
    Column("full", Words, primary_key=True),
    number("article"),
    Index("ix_aliases_full", "chat_id", "full"),
)

# Mentions that tell the same and stand in different events: what draws those events into one question.
kin = of_chat("kin", number("mention"), number("other"))

# `pos` orders a chat's events: first day, then number (storage/positions.py). `reach` is the class of the
# span's length, by which the spans that reach into a range of days are found without a scan.
events = of_chat(
    "events",
    number("number"),
    Column("pos", BigInteger, nullable=False),
    Column("reach", Integer, nullable=False),
    *when(),
    words("headline"),
    words("status"),
    Column("kind", Words),
    words("modality"),
    Column("support", Integer, nullable=False),
    Column("chosen", Boolean, nullable=False),
    Column("alternatives", Json, nullable=False),
    Column("mentions", Json, nullable=False),
    words("terms"),
    Index("ix_events_pos", "chat_id", "pos", "status", "modality", "kind"),  # enough to count by itself
    Index("ix_events_reach", "chat_id", "reach", "pos", "support"),  # enough to say what a day is worth
    Index("ix_events_status", "chat_id", "status", "pos"),
)

changes = of_chat(
    "changes",
    number("number"),
    words("action"),
    Column("actor_id", BigInteger),
    words("actor_name"),
    Column("at", Instant, nullable=False),
    Column("undone_at", Instant),
    Column("undone_by_id", BigInteger),
    Column("undone_by_name", Words),
    Column("undoes", BigInteger),
    Column("bot_id", BigInteger),
    Column("update_id", BigInteger),
    Column("part", Integer, nullable=False),
    UniqueConstraint("chat_id", "bot_id", "update_id", "part"),  # what an update asks is applied once
    Index("ix_changes_actor", "actor_id", "chat_id"),
)

revisions = of_chat(
    "revisions",
    number("change"),
    number("position"),
    Column("event", BigInteger, nullable=False),
    Column("before", Json),
    Column("after", Json),
    Index("ix_revisions_event", "chat_id", "event", "change"),
)

article_moves = of_chat(
    "article_moves",
    number("change"),
    number("position"),
    Column("article", BigInteger, nullable=False),
    Column("before", Words),
    words("after"),
    Index("ix_article_moves_article", "chat_id", "article", "change"),
)

decisions = of_chat(
    "decisions",
    number("change"),
    number("position"),
    words("kind"),
    Column("mention", BigInteger, nullable=False),
    Column("other", BigInteger),
    Column("when", Json),
    Column("headline", Words),
    Index("ix_decisions_mention", "chat_id", "mention"),
    Index("ix_decisions_other", "chat_id", "other"),
)

messages = of_chat(
    "messages",
    number("message_id"),
    number("article"),
    Column("position", Integer, nullable=False),
    Column("sent_at", Instant, nullable=False),
    words("text"),
    Index("ix_messages_article", "chat_id", "article", "position"),
)

views = of_chat(
    "views",
    number("id"),
    words("kind"),
    Column("state", Json, nullable=False),
)

# `next_at` is when it is due; it is empty while nothing is to be sent.
subscriptions = of_chat(
    "subscriptions",
    number("number"),
    Column("bot_id", BigInteger),
    words("kind"),
    words("topic"),
    Column("schedule", Json, nullable=False),
    words("state"),
    Column("reason", Words),
    Column("silent", Boolean, nullable=False),
    Column("thread", BigInteger),
    Column("covered", BigInteger),
    Column("covered_until", Instant),
    Column("snoozed_until", Instant),
    Column("next_period", Words),
    Column("next_at", Instant),
    Column("created_at", Instant, nullable=False),
    words("created_by"),
)

# The outbox: what is owed is a row before it is sent (bot.model.subscription.Delivery).
deliveries = of_chat(
    "deliveries",
    number("number"),
    Column("bot_id", BigInteger),
    Column("subscription", BigInteger),
    words("period"),
    Column("due_at", Instant, nullable=False),
    Column("owed_at", Instant, nullable=False),
    Column("next_try_at", Instant, nullable=False),
    words("state"),
    Column("silent", Boolean, nullable=False),
    Column("thread", BigInteger),
    Column("since", BigInteger),
    Column("since_at", Instant),
    Column("message_ids", Json, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("fence", BigInteger, nullable=False),
    Column("held", Boolean, nullable=False),  # it is in some sender's hands, or was when that vanished
    Column("holder", BigInteger),  # whose, by storage.presence
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
