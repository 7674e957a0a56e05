"""Replicas are killed and stopped at will: each chat's updates are applied in order, all of them, once."""

import asyncio
import random
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.terminal.botapi import BotApi
from storage.store import Store
from storage.tables import changes
from tests.support.bots import SOON, TOKEN
from tests.support.loopback import loopback
from tests.support.replicas import Crowd, Numbered, feed
from tests.support.stores import postgresql_schema

# Full size is tests/benchmarks/replicas.py.
CHATS = range(1_000, 1_050)
EACH = 2
ENDS = (signal.SIGKILL, signal.SIGTERM)
BOT = int(TOKEN.partition(":")[0])


@pytest.fixture
async def url() -> AsyncIterator[str]:
    async with postgresql_schema() as url:
        yield url


async def test_a_chats_updates_are_applied_in_order_once_whoever_is_killed(url: str, tmp_path: Path) -> None:
    api, updates = BotApi(token=TOKEN), Numbered()
    for chat in CHATS:
        api.person(chat, "Mira")
    store = await Store.open(url)
    async with loopback(api) as address:
        crowd = Crowd(tmp_path, address, url, random.Random(4))
        await crowd.grow(3)
        feeding = asyncio.create_task(feed(crowd, CHATS, EACH, updates))
        for how in ENDS:
            await crowd.end_one(how)
        await asyncio.wait_for(feeding, SOON)
        await applied(store)
        await crowd.end()

    assert await updates_by_change(store) == updates.given
    await store.close()


async def applied(store: Store) -> None:
    """Return when nothing waits in the inbox."""
    async with asyncio.timeout(SOON):
        while True:
            async with store.read() as tx:
                if not await tx.inbox.pending(BOT):
                    return
            await asyncio.sleep(0.1)


async def updates_by_change(store: Store) -> dict[int, list[int]]:
    """The updates that changed each chat, in the order of the changes."""
    found: dict[int, list[int]] = {}
    async with store._readers.connect() as connection:
        made = select(changes.c.chat_id, changes.c.update_id).order_by(changes.c.chat_id, changes.c.number)
        for chat_id, update_id in await connection.execute(made):
            found.setdefault(chat_id, []).append(update_id)
    return found
