"""Alembic's door: it is given a connection within a transaction, and nothing else to decide."""

from alembic import context
from alembic.util import CommandError

from storage.reflected import VERSIONS

connection = context.config.attributes.get("connection")
if connection is None:
    raise CommandError("The schema is brought up by `dateline migrate`, or by the next start.")
context.configure(
    connection=connection,
    version_table=VERSIONS,
    transactional_ddl=True,  # on SQLite too: storage.sqlite begins its transactions itself
)
here = context.get_context().get_current_revision()
if here is not None and here > str(context.get_revision_argument()):  # revisions are numbered
    raise CommandError(
        "There is no way down: install the older program, and put back the copy that was made before the "
        "schema was changed, or a backup, with `dateline restore FILE --force`."
    )
with context.begin_transaction():
    context.run_migrations()
