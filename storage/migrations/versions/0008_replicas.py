"""Who has what in hand, so that others take it when they are gone; and what waits of a chat, in order."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

PENDING = sa.text("done_at IS NULL")


def upgrade() -> None:
    for table in ("deliveries", "jobs", "feeds"):
        op.add_column(table, sa.Column("holder", sa.BigInteger()))
    op.drop_index("ix_inbox_pending", "inbox")
    of_chat = ["bot_id", "chat_id", "update_id"]
    op.create_index("ix_inbox_pending", "inbox", of_chat, sqlite_where=PENDING, postgresql_where=PENDING)
