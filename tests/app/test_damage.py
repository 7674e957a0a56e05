"""A database that is damaged is found, told with the way out, and restored."""

import asyncio
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.clock import now
from bot.services.backups.making import Backups
from bot.terminal.botapi import BotApi, Call
from storage.store import Store
from tests.support.bots import SOON, TOKEN, a_process
from tests.support.builders import a_chat, an_article
from tests.support.loopback import loopback

OWNER = 7
UNMENDABLE = 78


@pytest.fixture
def api() -> BotApi:
    api = BotApi(token=TOKEN)
    api.person(OWNER, "Mira")
    return api


async def with_a_backup(folder: Path) -> Path:
    """A database with an article, and a backup of it."""
    url = f"sqlite:///{folder}/dateline.db"
    store = await Store.open(url)
    async with store.begin() as tx:
        await tx.chats.put(a_chat(OWNER))
        for number in range(30):
            await tx.articles.add(OWNER, an_article(f"It rained. {number} " * 500, fingerprint=str(number)))
    await store.close()
    return (await Backups(url, folder / "backups", now).make(packed=True)).path


def flip_a_page(file: Path) -> None:
    with closing(sqlite3.connect(file)) as opened:
        query = "SELECT rootpage FROM sqlite_schema WHERE name = 'articles'"
        place = (int(opened.execute(query).fetchone()[0]) - 1) * 4096
    body = bytearray(file.read_bytes())
    body[place : place + 2000] = bytes(byte ^ 0xFF for byte in body[place : place + 2000])
    file.write_bytes(body)


async def test_a_damaged_page_is_found_told_with_the_way_out_and_mended_by_it(
    api: BotApi, tmp_path: Path
) -> None:
    backup, asked = await with_a_backup(tmp_path), asyncio.Event()
    await asyncio.to_thread(flip_a_page, tmp_path / "dateline.db")

    async def look(call: Call) -> None:
        if call.method == "sendMessage":
            asked.set()

    api.on_call = look
    async with loopback(api) as address:
        async with a_process(address, tmp_path) as bot:
            found = await bot.ended()
        await dateline(tmp_path, "restore", str(backup), "--force")
        async with a_process(address, tmp_path) as mended:
            api.people.say(api.world.people[OWNER], "/sources")
            await asyncio.wait_for(asked.wait(), SOON)
            ended = await mended.terminated()

    assert (found, ended) == (UNMENDABLE, 0)
    assert f"dateline: {tmp_path}/dateline.db: the file is damaged" in bot.errors
    assert f"looked through: dateline restore {backup} --force" in bot.errors
    assert "30" in api.sent()[0]["text"]


async def dateline(folder: Path, *words: str) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *words,
        env={"DATA_DIR": str(folder), "PATH": ""},
        cwd=Path(__file__).parents[2],
    )
    assert await asyncio.wait_for(process.wait(), SOON) == 0


async def test_a_file_without_its_journal_is_as_of_the_last_moment_that_was_put_into_it(
    tmp_path: Path,
) -> None:
    url, path = f"sqlite:///{tmp_path}/dateline.db", tmp_path / "dateline.db"
    store = await Store.open(url)
    async with store.begin() as tx:
        await tx.chats.put(a_chat(1))
    await store.tidy()
    async with store.begin() as tx:
        await tx.chats.put(a_chat(2))
    body = await asyncio.to_thread(path.read_bytes)
    await store.close()
    await asyncio.to_thread(path.write_bytes, body)

    store = await Store.open(url)
    async with store.read() as tx:
        assert await tx.chats.get(1) is not None
        assert await tx.chats.get(2) is None
    await store.close()
