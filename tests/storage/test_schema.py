"""The schema: made and brought up to date at the start, all or nothing, and refused when it is not ours."""

import asyncio
import os
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from bot.errors import DatabaseBusy, DatabaseNewer, DatabaseUnusable, StorageError
from storage import schema, sqlite
from storage.filling import filling
from storage.reflected import VERSIONS
from storage.schema import HEAD
from storage.store import Store
from storage.tables import metadata
from tests.support.builders import a_chat
from tests.support.stores import postgresql_schema

MIGRATIONS = Path(schema.__file__).with_name("migrations")
SQLITE_ONLY = ("events_search", "search_slots", "search_words")  # the word index, made by the migration alone


@pytest.fixture(params=["sqlite", "postgresql"])
async def untouched(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The URL of a database that nothing was done to yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/dateline.db"
        return
    async with postgresql_schema() as url:
        yield url


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Store]:
    store = await Store.open(url)
    try:
        yield store
    finally:
        await store.close()


async def execute(url: str, *statements: str) -> None:
    async with opened(url) as store, store._writer.begin() as connection:
        for statement in statements:
            await connection.execute(text(statement))


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def rights_in(folder: Path) -> dict[str, str]:
    return {path.name: oct(path.stat().st_mode & 0o777) for path in folder.iterdir()}


def differences(connection: Connection) -> list[object]:
    def ours(name: str | None, kind: str, _parents: object) -> bool:
        return not (kind == "table" and str(name).startswith(SQLITE_ONLY))

    options = {"compare_type": True, "include_name": ours, "version_table": VERSIONS}
    found = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
    # An index over an expression is the migration's alone: metadata cannot say it for one database only.
    return [one for one in found if "ix_events_words" not in repr(one)]


def test_the_constant_names_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))

    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


async def test_the_migrated_schema_is_the_one_the_code_knows(untouched: str) -> None:
    async with opened(untouched) as store, store._readers.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_the_comparison_sees_a_difference(untouched: str) -> None:
    await execute(untouched, "ALTER TABLE chats ADD COLUMN more TEXT", "DROP INDEX ix_mentions_event")

    async with opened(untouched) as store, store._readers.connect() as connection:
        assert len(await connection.run_sync(differences)) == 2


async def test_what_is_stored_is_there_at_the_next_start(untouched: str) -> None:
    async with opened(untouched) as store, store.begin() as tx:
        await tx.chats.put(a_chat(5))

    async with opened(untouched) as store, store.read() as tx:
        assert await tx.chats.get(5) == a_chat(5)


async def test_a_newer_schema_is_refused(untouched: str) -> None:
    await as_of(untouched, "9999")

    with pytest.raises(DatabaseNewer, match=r"its schema \(9999\) is newer than this program"):
        await Store.open(untouched)


async def test_the_revision_can_be_asked_without_making_anything(untouched: str, tmp_path: Path) -> None:
    assert await Store.revision(untouched) is None
    assert names_in(tmp_path) == []

    await execute(untouched)
    assert await Store.revision(untouched) == HEAD


async def test_starts_at_the_same_time_take_turns() -> None:
    async with postgresql_schema() as url:
        stores = await asyncio.gather(*(Store.open(url) for _ in range(4)))
        for store in stores:
            await store.close()

        assert await Store.revision(url) == HEAD


async def test_a_migration_that_fails_leaves_nothing(untouched: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with failing_migration(monkeypatch):
        with pytest.raises((StorageError, DBAPIError)):
            await Store.open(untouched)

    assert await Store.revision(untouched) is None
    await execute(untouched, "SELECT * FROM chats")


@asynccontextmanager
async def failing_migration(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """The last statement of the first migration is one that no database understands."""
    from alembic import op

    real = op.execute

    def execute_badly(statement: str) -> None:
        real("NONSENSE" if "events_relearn" in statement or "ix_events_words" in statement else statement)

    with monkeypatch.context() as patch:
        patch.setattr(op, "execute", execute_badly)
        yield


@pytest.fixture
def older(monkeypatch: pytest.MonkeyPatch) -> None:
    """Takes "0000" for a revision of ours, with nothing to do to reach the newest."""

    async def nothing_to_do(*_: object) -> None:
        return None

    monkeypatch.setattr(schema, "_migrate", nothing_to_do)
    monkeypatch.setattr(schema, "refuse_newer", lambda *_: None)


async def as_of(url: str, revision: str) -> None:
    await execute(url, f"UPDATE {VERSIONS} SET version_num = '{revision}'")


async def test_an_older_file_is_copied_before_it_is_changed(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url, copy = f"sqlite:///{tmp_path}/dateline.db", tmp_path / f"dateline.before-{HEAD}.db"
    await execute(url, "INSERT INTO limits (name, tokens, at) VALUES ('telegram', 1, '2021-04-22')")
    await as_of(url, "0000")
    assert not copy.exists()

    request.getfixturevalue("older")
    await (await Store.open(url)).close()

    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT name FROM limits").fetchall() == [("telegram",)]
        assert connection.execute(f"SELECT version_num FROM {VERSIONS}").fetchall() == [("0000",)]
    assert not [name for name in names_in(tmp_path) if name.endswith(".part")]


@pytest.mark.skipif(os.name != "posix", reason="rights as POSIX has them")
async def test_a_file_and_what_is_made_of_it_are_their_owners_alone(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url, umask = f"sqlite:///{tmp_path}/dateline.db", os.umask(0o022)
    try:
        await as_of(url, "0000")
        request.getfixturevalue("older")
        store = await Store.open(url)
        async with filling(f"sqlite:///{tmp_path}/moved.db", HEAD):
            pass
        rights = rights_in(tmp_path)
        await store.close()
    finally:
        os.umask(umask)

    assert {"dateline.db", "dateline.db-wal", f"dateline.before-{HEAD}.db", "moved.db"} <= rights.keys()
    assert set(rights.values()) == {"0o600"}


async def test_a_full_disk_while_copying_leaves_the_file_alone(
    tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_space(*_: object) -> None:
        raise OSError(28, "No space left on device")

    url = f"sqlite:///{tmp_path}/dateline.db"
    await as_of(url, "0000")
    request.getfixturevalue("older")
    monkeypatch.setattr(sqlite, "_copy", no_space)

    with pytest.raises(DatabaseUnusable, match="No space left on device"):
        await Store.open(url)
    assert await Store.revision(url) == "0000"


async def test_tables_of_another_program_are_left_alone(untouched: str) -> None:
    await execute(untouched, f"DROP TABLE {VERSIONS}")

    with pytest.raises(DatabaseUnusable, match="tables of another program"):
        await Store.open(untouched)


async def test_a_start_on_a_known_schema_does_not_load_alembic(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/dateline.db"
    await execute(url)
    script = (
        "import asyncio, sys; from storage.store import Store\n"
        f"async def main(): await (await Store.open({url!r})).close()\n"
        "asyncio.run(main()); print(sorted(m for m in sys.modules if m in ('alembic', 'asyncpg')))"
    )

    done = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"


async def test_a_reader_beside_another_version_is_told_so(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/dateline.db"
    async with opened(url) as store:
        async with store._writer.begin() as connection:
            await connection.execute(text(f"UPDATE {VERSIONS} SET version_num = '9999'"))

        with pytest.raises(DatabaseBusy, match="a bot of another version is running on it"):
            await Store.open_reading(url)
