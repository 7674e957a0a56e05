"""Long work: jobs, and the pieces of each."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    counter = sa.Column("next_job", sa.BigInteger(), server_default=sa.text("1"), nullable=False)
    op.add_column("chats", counter)
    op.create_table(
        "jobs",
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.BigInteger()),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("bot_id", sa.BigInteger()),
        sa.Column("update_id", sa.BigInteger()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("thread", sa.BigInteger()),
        sa.Column("message_id", sa.BigInteger()),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("leased_until", sa.DateTime(timezone=True)),
        _of_chat("jobs"),
        sa.PrimaryKeyConstraint("chat_id", "number", name="pk_jobs"),
    )
    op.create_index("ix_jobs_open", "jobs", ["started_at"], sqlite_where=_OPEN, postgresql_where=_OPEN)
    op.create_table(
        "job_items",
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("job", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("address", sa.Text()),
        sa.Column("change", sa.BigInteger()),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("matched", sa.Integer(), nullable=False),
        sa.Column("disputed", sa.Integer(), nullable=False),
        sa.Column("fault", sa.Text()),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("draft", sa.JSON()),
        _of_chat("job_items"),
        sa.PrimaryKeyConstraint("chat_id", "job", "place", name="pk_job_items"),
    )
    op.create_index("ix_job_items_state", "job_items", ["chat_id", "job", "state", "place"])


def _of_chat(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["chat_id"], ["chats.id"], f"fk_{table}_chat_id", onupdate="CASCADE", ondelete="CASCADE"
    )
