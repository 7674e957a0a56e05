"""A migration that fails leaves the database as it was, wherever that is, and the next start goes through."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, event, inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import DatabaseFull
from storage import schema, sqlite
from storage.reflected import VERSIONS
from storage.schema import HEAD
from storage.store import Store
from storage.whole import Whole
from tests.storage.upgrades.fixtures import REVISIONS, engine_of, made
from tests.support.stores import postgresql_schema

# On a server, where each statement is a journey: every statement only where EVERY_STATEMENT is set.
EVERYWHERE, STRIDE = bool(os.environ.get("EVERY_STATEMENT")), 7
STEPS = list(zip(["base", *REVISIONS], [*REVISIONS, HEAD], strict=True))[:-1]


@pytest.fixture(params=["sqlite", "postgresql"])
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/dateline.db"
        return
    async with postgresql_schema() as server:
        yield server


class Broken(Exception):
    """What the machine does in the midst of a migration."""


@cache
def scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(schema._config())


def upgrade(connection: Connection, revision: str) -> None:
    """What `schema.make` does, with the scripts read once for hundreds of times."""
    fn = partial(_steps, revision)
    options = {"fn": fn, "version_table": VERSIONS, "transactional_ddl": True, "script": scripts()}
    context = MigrationContext.configure(connection, opts=options)
    with Operations.context(context):
        context.run_migrations()


def _steps(revision: str, here: Any, _: object) -> Any:
    return scripts()._upgrade_revs(revision, here)


@contextmanager
def breaking(connection: AsyncConnection, at: int) -> Iterator[list[str]]:
    """Whatever statement comes as the `at`th, counted from 0, is not reached; those that were."""
    reached: list[str] = []

    def look(_: object, __: object, statement: str, *___: object) -> None:
        if len(reached) == at:
            raise Broken
        reached.append(statement)

    event.listen(connection.sync_connection, "before_cursor_execute", look)
    try:
        yield reached
    finally:
        event.remove(connection.sync_connection, "before_cursor_execute", look)


async def state(connection: AsyncConnection) -> object:
    """The schema, word for word, and every row."""
    revision = await connection.run_sync(schema.revision_of)
    whole = await Whole.of(connection, revision or "0")
    return revision, await connection.run_sync(_shape), await whole.sums()


def _shape(connection: Connection) -> object:
    if connection.dialect.name == "sqlite":
        return connection.execute(text("SELECT type, name, sql FROM sqlite_schema ORDER BY 1, 2")).fetchall()
    look = inspect(connection)
    indexes = "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() ORDER BY 1"
    columns = (
        "SELECT table_name, column_name, data_type, is_nullable, column_default "
        "FROM information_schema.columns WHERE table_schema = current_schema() ORDER BY 1, 2"
    )
    rows = [connection.execute(text(query)).fetchall() for query in (indexes, columns)]
    return sorted(look.get_table_names()), rows


@pytest.mark.parametrize(("before", "after"), STEPS)
async def test_a_step_that_fails_at_any_statement_leaves_everything_as_it_was(
    url: str, before: str, after: str
) -> None:
    if before != "base":
        await made(url, before)
    engine = engine_of(url)
    async with engine.connect() as connection:
        was = await state(connection)
        await connection.rollback()
        at = await _break_everywhere(connection, after)
        assert await state(connection) == was  # what any of them had left would be there still
    await engine.dispose()

    assert at > 2


async def _break_everywhere(connection: AsyncConnection, revision: str) -> int:
    """Break the step off at one statement after the other, until it goes through; how many it has."""
    at, stride = 0, 1 if connection.dialect.name == "sqlite" or EVERYWHERE else STRIDE
    while True:
        async with connection.begin() as transaction:
            reached = await _breaks(connection, revision, at)
            await transaction.rollback()
        if reached is not None:
            return reached
        at += stride


async def _breaks(connection: AsyncConnection, revision: str, at: int) -> int | None:
    """Begin the step and break it off; how many statements it has, if it was through before that."""
    with breaking(connection, at) as reached:
        try:
            await connection.run_sync(upgrade, revision)
        except Broken:
            return None
    return len(reached)


KILLED = """
import asyncio, os, signal, sys
from sqlalchemy import event
from sqlalchemy.engine import Engine
from storage.store import Store
count = 0
@event.listens_for(Engine, "before_cursor_execute")
def look(*_):
    global count
    count += 1
    if count == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
asyncio.run(Store.open(sys.argv[1]))
"""


async def test_a_process_that_is_killed_in_its_midst_leaves_everything_as_it_was(url: str) -> None:
    await made(url, "0001")
    engine = engine_of(url)
    async with engine.connect() as connection:
        was = await state(connection)
    await engine.dispose()

    process = await asyncio.create_subprocess_exec(sys.executable, "-c", KILLED, url, "60")
    assert await asyncio.wait_for(process.wait(), 60) == -signal.SIGKILL

    engine = engine_of(url)
    async with engine.connect() as connection:
        assert await state(connection) == was
    await engine.dispose()
    await (await Store.open(url)).close()
    assert await Store.revision(url) == HEAD


async def test_a_disk_that_fills_up_in_its_midst_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "dateline.db"
    url = f"sqlite:///{path}"
    await made(url, "0001")
    engine = engine_of(url)
    async with engine.connect() as connection:
        was = await state(connection)
        pages = (await connection.exec_driver_sql("PRAGMA page_count")).scalar_one()
    await engine.dispose()

    real = sqlite.migrator
    monkeypatch.setattr(sqlite, "_WAL", f"max_page_count={pages + 3}")
    with pytest.raises(DatabaseFull, match="the disk is full"):
        await Store.open(url)
    monkeypatch.undo()

    engine = real(path)
    async with engine.connect() as connection:
        assert await state(connection) == was
    await engine.dispose()
    await (await Store.open(url)).close()
    assert await Store.revision(url) == HEAD


LIMITED = """
import asyncio, resource, sys
from storage.store import Store
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    asyncio.run(Store.open(sys.argv[1]))
except Exception as error:
    print(type(error).__name__, error)
"""


async def test_without_room_for_a_copy_nothing_is_changed(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/dateline.db"
    await made(url, "0005")

    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", LIMITED, url, stdout=pipe)
    out, _ = await asyncio.wait_for(process.communicate(), 60)

    assert b"it could not be copied before its schema is changed" in out
    assert await Store.revision(url) == "0005"
    assert not list(_copies(tmp_path))


def _copies(folder: Path) -> Iterator[Path]:
    return folder.glob("*before*")


async def test_there_is_no_way_down_and_that_is_said(url: str) -> None:
    from alembic import command
    from alembic.util import CommandError

    await (await Store.open(url)).close()
    engine, config = engine_of(url), schema._config()

    def down(connection: Connection) -> None:
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")

    with pytest.raises(CommandError, match="dateline restore"):
        async with engine.begin() as connection:
            await connection.run_sync(down)
    await engine.dispose()
    assert await Store.revision(url) == HEAD
