"""Feeds, and the items of each that were seen."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_AWAITED = sa.text("next_at IS NOT NULL")


def upgrade() -> None:
    counter = sa.Column("next_feed", sa.BigInteger(), server_default=sa.text("1"), nullable=False)
    op.add_column("chats", counter)
    op.create_table(
        "feeds",
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("home", sa.Text()),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text()),
        sa.Column("modified", sa.Text()),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text()),
        sa.Column("checked_at", sa.DateTime(timezone=True)),
        sa.Column("fresh_at", sa.DateTime(timezone=True)),
        sa.Column("next_at", sa.DateTime(timezone=True)),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        _of_chat("feeds"),
        sa.PrimaryKeyConstraint("chat_id", "number", name="pk_feeds"),
    )
    op.create_index("ix_feeds_due", "feeds", ["next_at"], sqlite_where=_AWAITED, postgresql_where=_AWAITED)
    op.create_table(
        "feed_items",
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("feed", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("article", sa.BigInteger()),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        _of_chat("feed_items"),
        sa.PrimaryKeyConstraint("chat_id", "feed", "key", name="pk_feed_items"),
    )
    op.create_index("ix_feed_items_seen", "feed_items", ["chat_id", "feed", "seen_at"])


def _of_chat(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["chat_id"], ["chats.id"], name=f"fk_{table}_chat_id", onupdate="CASCADE", ondelete="CASCADE"
    )
