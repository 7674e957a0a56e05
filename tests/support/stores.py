"""Stores for tests: the same cases on SQLite and on PostgreSQL, each in a place of its own.

Write `from tests.support.stores import store` in a conftest.py to have them as a fixture.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest
import pytest_asyncio
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from storage.store import Store

UNNAMED = (
    "no PostgreSQL named: set TEST_DATABASE_URL (postgresql://user@host/database) "
    "to a database in which tests may make schemas"
)


@pytest_asyncio.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest) -> AsyncIterator[str]:
    """The URL of an empty database: one in memory, and a schema of its own on a server."""
    if request.param == "sqlite":
        yield "sqlite://"
        return
    async with postgresql_schema() as url:
        yield url


@pytest_asyncio.fixture
async def store(database: str) -> AsyncIterator[Store]:
    """An empty store on each database."""
    opened = await Store.open(database)
    yield opened
    await opened.close()


@asynccontextmanager
async def postgresql_schema() -> AsyncIterator[str]:
    """The URL of a new schema, dropped afterwards. Skips without a server, fails where one is required."""
    server = postgresql_url()
    if not server:
        (pytest.fail if os.environ.get("REQUIRE_POSTGRESQL") else pytest.skip)(UNNAMED)
    name = f"test_{uuid4().hex}"
    await _on_server(server, f"CREATE SCHEMA {name}")
    try:
        address = make_url(server).update_query_dict({"options": f"-c search_path={name}"})
        yield address.render_as_string(hide_password=False)
    finally:
        await _on_server(server, f"DROP SCHEMA {name} CASCADE")


def postgresql_url() -> str | None:
    """The server that tests may use."""
    return os.environ.get("TEST_DATABASE_URL") or None


async def _on_server(server: str, statement: str) -> None:
    engine = create_async_engine(make_url(server).set(drivername="postgresql+asyncpg"))
    async with engine.begin() as connection:
        await connection.execute(text(statement))
    await engine.dispose()
