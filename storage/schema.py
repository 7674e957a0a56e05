"""The schema's revision: compared at every start, and brought up to date when it is older."""

import asyncio
import logging
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, column, func, inspect, select, table
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import DatabaseBusy, DatabaseDamaged, DatabaseNewer
from storage import sqlite
from storage.faults import connected, told
from storage.reflected import VERSIONS
from storage.session import Statement
from storage.tables import metadata

if TYPE_CHECKING:
    from alembic.config import Config

log = logging.getLogger(__name__)

HEAD = "0009"  # the newest migration's

_LOCK = 0x6461_7465_6C69_6E65  # "dateline": no chat has this id
ASKED = f"SELECT version_num FROM {VERSIONS}"  # noqa: S608
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
        await connection.run_sync(refuse, where)
    if stored is not None:
        copy = await asyncio.to_thread(sqlite.copy_before, path, HEAD)
        log.info("%s: its schema is %s; a copy of it as it is now stays in %s", where, stored, copy)
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
            return await connection.run_sync(revision_of)


async def of_ours_in(engine: AsyncEngine, where: str) -> str | None:
    """The same. Raises DatabaseDamaged when there is none of ours, but tables of another program are."""
    async with connected(engine, where) as connection:
        with told(where):
            stored = await connection.run_sync(revision_of)
            if stored is None:
                await connection.run_sync(_refuse_foreign_tables, where)
            return stored


def revision_of(connection: Connection) -> str | None:
    """The revision of the schema that is there, None when there is none of ours."""
    if not inspect(connection).has_table(VERSIONS):
        return None
    revision: str | None = connection.execute(_version).scalar_one_or_none()
    return revision


def make(connection: Connection, revision: str) -> None:
    """Bring the schema to a revision, within the connection's transaction; "head" is the newest."""
    from alembic import command  # imported late: it takes half a second, and most starts do not need it

    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


async def _migrate(engine: AsyncEngine, where: str) -> None:
    """All of it or nothing. Starts at the same time take turns."""
    async with connected(engine, where) as connection:
        with told(where):
            async with connection.begin():
                before = await connection.run_sync(_upgrade, where)
    if before not in (None, HEAD):
        log.info("%s: its schema was brought from %s to %s", where, before, HEAD)


def _upgrade(connection: Connection, where: str) -> str | None:
    """The revision that was there when our turn came: HEAD when another process was quicker."""
    take_turns(connection)
    refuse(connection, where)
    before = revision_of(connection)
    make(connection, "head")
    return before


def take_turns(connection: Connection) -> None:
    """Nobody else changes the schema of a server until the transaction ends; a file has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))


def _config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    return config


def refuse(connection: Connection, where: str) -> None:
    """Raises StorageError for what is not ours, or newer than we are: it is left as it is."""
    stored = revision_of(connection)
    if stored is None:
        _refuse_foreign_tables(connection, where)
    else:
        refuse_newer(stored, where)


def refuse_newer(stored: str, where: str) -> None:
    """Raises DatabaseNewer for a revision that this program does not know."""
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
        raise DatabaseDamaged(
            f"{where}: there are tables of another program in it ({', '.join(sorted(foreign)[:3])}). "
            "Name another database."
        )
