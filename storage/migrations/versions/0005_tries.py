"""How often an update was begun after a start, so that one which ends the process is put aside."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("inbox", sa.Column("tries", sa.Integer(), server_default=sa.text("0"), nullable=False))
