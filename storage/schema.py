"""The schema's revision: compared at every start, and brought up to date when it is older."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, column, func, inspect, select, table
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import DatabaseBusy, DatabaseNewer, DatabaseUnusable
from storage import sqlite
from storage.faults import connected, told
from storage.session import Statement
from storage.tables import metadata

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0006"  # the newest migration's
VERSIONS = "dateline_schema"  # the table that holds the revision

_LOCK = 0x6461_7465_6C69_6E65  # "dateline": no chat has this id
_version: Statement = select(column("version_num")).select_from(table(VERSIONS))


async def bring_up_server(engine: AsyncEngine, where: str) -> None:
    """Bring the schema to HEAD if it is older."""
    if await stored_in(engine, where) != HEAD:
        await _migrate(engine, where)


async def bring_up_file(readers: AsyncEngine, where: str, path: Path) -> None:
    """The same for a SQLite file, which is copied first when it holds something of ours."""
    stored = await stored_in(readers, where)
    if stored == HEAD:
        return
    async with connected(readers, where) as connection:
        await connection.run_sync(_refuse, where)
    if stored is not None:
        await asyncio.to_thread(sqlite.copy_before, path, HEAD)
    migrator = sqlite.migrator(path)
    try:
        await _migrate(migrator, where)
    finally:
        await migrator.dispose()


async def check(engine: AsyncEngine, where: str) -> None:
    """Refuse a schema that this program does not know, where it may not be changed."""
    stored = await stored_in(engine, where)
    if stored != HEAD:
        raise DatabaseBusy(
            f"{where}: a bot of another version is running on it (its schema is {stored}, ours is {HEAD}). "
            "Stop it first, or use its own version."
        )


async def stored_in(engine: AsyncEngine, where: str) -> str | None:
    """The revision of the schema that is there, None when there is none of ours. Nothing is changed."""
    async with connected(engine, where) as connection:
        with told(where):
            return await connection.run_sync(_revision_of)


def _revision_of(connection: Connection) -> str | None:
    if not inspect(connection).has_table(VERSIONS):
        return None
    revision: str | None = connection.execute(_version).scalar_one_or_none()
    return revision


async def _migrate(engine: AsyncEngine, where: str) -> None:
    """All of it or nothing. Starts at the same time take turns."""
    async with connected(engine, where) as connection:
        with told(where):
            async with connection.begin():
                await connection.run_sync(_upgrade, where)


def _upgrade(connection: Connection, where: str) -> None:
    from alembic import command  # imported late: it takes half a second, and most starts do not need it

    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    _refuse(connection, where)
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    return config


def _refuse(connection: Connection, where: str) -> None:
    """What is not ours, or newer than we are, is left as it is."""
    stored = _revision_of(connection)
    if stored is None:
        _refuse_foreign_tables(connection, where)
    else:
        _refuse_newer(stored, where)


def _refuse_newer(stored: str, where: str) -> None:
    from alembic.script import ScriptDirectory

    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if stored not in known:
        raise DatabaseNewer(
            f"{where}: its schema ({stored}) is newer than this program ({HEAD}). "
            "Install the newer version again, or restore the copy made before the schema was changed."
        )


def _refuse_foreign_tables(connection: Connection, where: str) -> None:
    """What is not ours is left alone: a whole SQLite file, or tables that have our names elsewhere."""
    there = set(inspect(connection).get_table_names())
    foreign = there if connection.dialect.name == "sqlite" else there & metadata.tables.keys()
    if foreign:
        raise DatabaseUnusable(
            f"{where}: there are tables of another program in it ({', '.join(sorted(foreign)[:3])}). "
            "Name another database."
        )
