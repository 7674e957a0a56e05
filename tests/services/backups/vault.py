"""A file with something in every table, backups of it, and what can happen to them."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import pytest_asyncio

from bot.services.backups.making import Backups
from bot.services.backups.restoring import Restoring
from storage.snapshot import snapshot
from storage.store import Store
from storage.whole import Sum
from tests.support.anything import fill_with_anything
from tests.support.builders import NOON
from tests.support.stores import postgresql_schema

KINDS = ("copy", "packed", "portable")


@cache
def _full() -> bytes:
    """A SQLite file with something in every table, made once."""

    async def fill(url: str) -> None:
        store = await Store.open(url)
        await fill_with_anything(store, 4)
        await store.close()

    with TemporaryDirectory() as folder, ThreadPoolExecutor(1) as aside:
        aside.submit(asyncio.run, fill(f"sqlite:///{folder}/dateline.db")).result()
        return (Path(folder) / "dateline.db").read_bytes()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Such a file, of the test's own."""
    path = tmp_path / "data" / "dateline.db"
    path.parent.mkdir()
    path.write_bytes(_full())
    return path


@asynccontextmanager
async def an_empty_one(kind: str, folder: Path) -> AsyncIterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder}/target/dateline.db"
        return
    async with postgresql_schema() as url:
        yield url


@pytest_asyncio.fixture(params=["sqlite", "postgresql"])
async def target(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The URL of a database in which nothing is."""
    async with an_empty_one(request.param, tmp_path) as url:
        yield url


async def sums(url: str) -> dict[str, Sum]:
    async with snapshot(url) as found:
        return await found.whole.sums()


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()] if folder.exists() else []


def backups(url: str, folder: Path, at: datetime = NOON) -> Backups:
    return Backups(url, folder, lambda: at)


def backups_of(file: Path, at: datetime = NOON) -> Backups:
    return backups(f"sqlite:///{file}", file.parent / "backups", at)


async def restore(file: Path, url: str, folder: Path, *, force: bool = False) -> None:
    await Restoring(url, folder, lambda: NOON).restore(file, force=force)


def flip(file: Path, page: int) -> None:
    """Turn over every bit in the middle of a page."""
    body = bytearray(file.read_bytes())
    for place in range(page * 4096 + 8, page * 4096 + 2_000):
        body[place] ^= 0xFF
    file.write_bytes(body)


def garble(file: Path) -> None:
    file.write_bytes(b"Dear diary, " * 999)


def page_of(file: Path, table: str) -> int:
    """The page, counted from 0, that a table begins at."""
    with closing(sqlite3.connect(file)) as opened:
        query = "SELECT rootpage FROM sqlite_schema WHERE name = ?"
        return int(opened.execute(query, (table,)).fetchone()[0]) - 1
