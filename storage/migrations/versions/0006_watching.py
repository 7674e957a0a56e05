"""Channels that are read as posts come, who handed in where, and what the buttons below a timeline count."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("chats", sa.Column("watching", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.drop_index("ix_events_pos", "events")
    op.create_index("ix_events_pos", "events", ["chat_id", "pos", "status", "modality", "kind"])
    op.create_index("ix_changes_actor", "changes", ["actor_id", "chat_id"])
