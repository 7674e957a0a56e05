"""How many sources tell an event, in the index of its class of lengths: so it says what a day is worth."""

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.drop_index("ix_events_reach", "events")
    op.create_index("ix_events_reach", "events", ["chat_id", "reach", "pos", "support"])
