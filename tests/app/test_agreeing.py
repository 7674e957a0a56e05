"""Processes of several versions: the newer one changes the schema, the older ones leave the work to it."""

import asyncio
import json
import sys
from asyncio.subprocess import DEVNULL
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.errors import DatabaseNewer
from bot.terminal.botapi import BotApi
from storage.reflected import VERSIONS
from storage.schema import HEAD
from storage.store import Store
from tests.storage.test_migrations import made
from tests.support.bots import ROOT, SOON, TOKEN, a_bot
from tests.support.stores import postgresql_schema


@pytest.fixture
async def url() -> AsyncIterator[str]:
    async with postgresql_schema() as url:
        yield url


async def test_one_that_is_older_than_the_schema_ends_in_good_order(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.app.agreeing.LOOK", 0.05)

    async def run() -> None:
        async with a_bot(BotApi(token=TOKEN), tmp_path, DATABASE_URL=url):
            store = await Store.open(url)
            async with store._writer.begin() as connection:
                await connection.exec_driver_sql(f"UPDATE {VERSIONS} SET version_num = '9999'")
            await store.close()
            await asyncio.Event().wait()

    with pytest.raises(DatabaseNewer, match=r"its schema \(9999\) is newer than this program"):
        await asyncio.wait_for(run(), SOON)


async def test_processes_that_start_together_bring_an_old_schema_up_once(url: str) -> None:
    await made(url, "0005", "INSERT INTO limits (name, tokens, at) VALUES ('x', 1, '2021-04-22')")
    program = f"import asyncio; from storage.store import Store; asyncio.run(Store.open({json.dumps(url)}))"
    start = asyncio.create_subprocess_exec

    ends = await asyncio.gather(
        *(start(sys.executable, "-c", program, cwd=ROOT, stderr=DEVNULL) for _ in range(3))
    )

    assert [await asyncio.wait_for(one.wait(), SOON) for one in ends] == [0, 0, 0]
    assert await Store.revision(url) == HEAD
