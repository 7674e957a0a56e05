"""Alembic's door: it is given a connection within a transaction, and nothing else to decide."""

from alembic import context

from storage.schema import VERSIONS

context.configure(
    connection=context.config.attributes["connection"],
    version_table=VERSIONS,
    transactional_ddl=True,  # on SQLite too: storage.sqlite begins its transactions itself
)
with context.begin_transaction():
    context.run_migrations()
