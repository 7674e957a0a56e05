"""Digests: what chats subscribed to and what is owed to them, limits for all replicas, a chat's settings."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_OPEN = sa.text("state IN ('pending', 'sending')")
_AWAITED = sa.text("next_at IS NOT NULL")
_TROUBLE = sa.text("state IN ('uncertain', 'dead')")
_SETTLED = sa.text("settled_at IS NOT NULL")


def upgrade() -> None:
    _settings_of_chats()
    _subscriptions()
    _deliveries()
    op.create_table(
        "limits",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("tokens", sa.Float(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_limits"),
    )
    op.create_table(
        "moves",
        sa.Column("old_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("new_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("old_id", name="pk_moves"),
    )
    op.drop_table("settings")  # nothing was ever kept in it


def _settings_of_chats() -> None:
    for column in (
        sa.Column("bot_id", sa.BigInteger()),
        sa.Column("zone_chosen", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("digest_thread", sa.BigInteger()),
        sa.Column("quiet_from", sa.Text()),
        sa.Column("quiet_until", sa.Text()),
        sa.Column("day_first", sa.Boolean()),
        sa.Column("full_text", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("retention_days", sa.Integer()),
        sa.Column("next_subscription", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("next_delivery", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("chosen", sa.Text()),
    ):
        op.add_column("chats", column)
    # A language may be left open. SQLite cannot say that of a column that is there; and "en" was everybody's.
    op.execute("UPDATE chats SET chosen = language WHERE language <> 'en'")
    op.execute("ALTER TABLE chats DROP COLUMN language")
    op.execute("ALTER TABLE chats RENAME COLUMN chosen TO language")
    op.execute("UPDATE chats SET zone_chosen = TRUE WHERE zone <> 'UTC'")
    # So far a database has had one bot, or the newest is the one that goes on.
    op.execute(
        "UPDATE chats SET bot_id = "
        "(SELECT bot_id FROM inbox WHERE inbox.chat_id = chats.id ORDER BY inbox.id DESC LIMIT 1)"
    )


def _subscriptions() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("bot_id", sa.BigInteger()),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("schedule", sa.JSON(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("silent", sa.Boolean(), nullable=False),
        sa.Column("thread", sa.BigInteger()),
        sa.Column("covered", sa.BigInteger()),
        sa.Column("covered_until", sa.DateTime(timezone=True)),
        sa.Column("snoozed_until", sa.DateTime(timezone=True)),
        sa.Column("next_period", sa.Text()),
        sa.Column("next_at", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.id"], name="fk_subscriptions_chat_id", onupdate="CASCADE", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chat_id", "number", name="pk_subscriptions"),
    )
    op.create_index(
        "ix_subscriptions_due",
        "subscriptions",
        ["bot_id", "next_at"],
        sqlite_where=_AWAITED,
        postgresql_where=_AWAITED,
    )


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("bot_id", sa.BigInteger()),
        sa.Column("subscription", sa.BigInteger()),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("silent", sa.Boolean(), nullable=False),
        sa.Column("thread", sa.BigInteger()),
        sa.Column("since", sa.BigInteger()),
        sa.Column("since_at", sa.DateTime(timezone=True)),
        sa.Column("message_ids", sa.JSON(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("error", sa.Text()),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.id"], name="fk_deliveries_chat_id", onupdate="CASCADE", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chat_id", "number", name="pk_deliveries"),
        sa.UniqueConstraint(
            "chat_id", "subscription", "period", name="uq_deliveries_chat_id_subscription_period"
        ),
    )
    for name, columns, where in (
        ("ix_deliveries_open", ["bot_id", "next_try_at"], _OPEN),
        ("ix_deliveries_open_of_chat", ["chat_id"], _OPEN),
        ("ix_deliveries_trouble", ["bot_id", "state"], _TROUBLE),
        ("ix_deliveries_settled", ["settled_at"], _SETTLED),
    ):
        op.create_index(name, "deliveries", columns, sqlite_where=where, postgresql_where=where)
