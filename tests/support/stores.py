"""Stores for tests: the same cases on SQLite and on PostgreSQL.

Write `from tests.support.stores import database, store` in a conftest.py to have them as fixtures.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest
import pytest_asyncio
from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import create_async_engine

from storage.store import Store
from tests.support.partitions import partitioning

_UNNAMED = (
    "no PostgreSQL named: set TEST_DATABASE_URL (postgresql://user@host/database) "
    "to a database in which tests may make schemas"
)
_SHARED = pytest.StashKey[str]()


@pytest_asyncio.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database: one in memory, and one on a server, where a schema serves all tests."""
    return "sqlite://" if request.param == "sqlite" else await _emptied(request.config)


@pytest_asyncio.fixture
async def store(database: str) -> AsyncIterator[Store]:
    """An empty store on each database."""
    opened = await Store.open(database)
    yield opened
    await opened.close()


@asynccontextmanager
async def postgresql_schema() -> AsyncIterator[str]:
    """The URL of a new schema, for a test that needs an untouched one. It is dropped afterwards."""
    url = await _new_schema()
    try:
        yield url
    finally:
        await _drop(url)


def postgresql_url() -> str | None:
    """The server that tests may use."""
    return os.environ.get("TEST_DATABASE_URL") or None


def needed_url() -> str:
    """The same. Skips the test without a server, fails it where one is required."""
    server = postgresql_url()
    if server is None:
        (pytest.fail if os.environ.get("REQUIRE_POSTGRESQL") else pytest.skip)(_UNNAMED)
    return server


async def _emptied(config: pytest.Config) -> str:
    if _SHARED not in config.stash:
        url = config.stash[_SHARED] = await _new_schema()
        config.add_cleanup(lambda: asyncio.run(_drop(url)))
        await (await Store.open(url)).close()
        if os.environ.get("TEST_PARTITIONED"):
            await _run(url, partitioning())
    url = config.stash[_SHARED]
    await _run(
        url, *(f"DELETE FROM {table}" for table in ("chats", "inbox", "access", "limits", "moves", "notices"))
    )
    return url


async def _new_schema() -> str:
    server = needed_url()
    name = f"test_{uuid4().hex}"
    await _run(server, f"CREATE SCHEMA {name}")
    address = make_url(server).update_query_dict({"options": f"-c search_path={name}"})
    return address.render_as_string(hide_password=False)


async def _drop(url: str) -> None:
    await _run(url, f"DROP SCHEMA {_schema_of(url)} CASCADE")


async def _run(url: str, *statements: str) -> None:
    address = make_url(url).set(drivername="postgresql+asyncpg", query={})
    settings = {"search_path": _schema_of(url)}
    engine = create_async_engine(address, connect_args={"server_settings": settings})
    async with engine.begin() as connection:
        for statement in statements:
            await connection.exec_driver_sql(statement)
    await engine.dispose()


def _schema_of(url: str) -> str:
    return str(make_url(url).query.get("options", "-c search_path=public")).rpartition("=")[2]
