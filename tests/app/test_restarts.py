"""The database restarts while updates come in: nothing is lost, nothing is doubled, and the bot goes on."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.app import Dateline
from bot.errors import DatabaseAway
from bot.terminal.botapi import BotApi
from storage.store import Store
from tests.app.test_replicas import applied, updates_by_change
from tests.support.bots import SOON, TOKEN, a_bot
from tests.support.raw import Json
from tests.support.replicas import Numbered
from tests.support.servers import Server, a_server

CHATS = range(1_000, 1_006)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with a_server() as server:
        yield server


async def hand_in(bot: Dateline, update: Json) -> None:
    """As Telegram does: again, until it is told that it arrived."""
    async with asyncio.timeout(SOON):
        while True:
            try:
                return await bot.intake.take([update])
            except DatabaseAway:
                await asyncio.sleep(0.1)


async def test_a_restart_under_load_loses_and_doubles_nothing(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.presence.SETTLING", 0.3)
    monkeypatch.setattr("bot.intake.lanes.LOOK", 0.3)
    monkeypatch.setattr("bot.intake.handling.PAUSE", 0.3)
    api, updates, enough = BotApi(token=TOKEN), Numbered(), asyncio.Event()
    for chat in CHATS:
        api.person(chat, "Mira")
    async with a_bot(api, tmp_path, DATABASE_URL=server.url, ACCESS="open") as bot:

        async def talk(chat: int) -> None:
            while not enough.is_set():
                await hand_in(bot, updates.next(chat))
                await asyncio.sleep(0.2)

        talking = asyncio.gather(*(talk(chat) for chat in CHATS))
        for trouble in (restart_fast, restart_at_once, read_only):
            await answered(api, len(api.sent()) + 5)
            await asyncio.to_thread(trouble, server)
        await answered(api, len(api.sent()) + 5)
        enough.set()
        await talking
        store = await Store.open(server.url)
        await applied(store)

    assert await updates_by_change(store) == updates.given
    await store.close()
    answers: dict[str, int] = {}
    for message in api.sent():
        answers[message["text"]] = answers.get(message["text"], 0) + 1
    assert len(answers) == sum(map(len, updates.given.values()))
    assert set(answers.values()) == {1}


def restart_fast(server: Server) -> None:
    server.restart("fast")


def restart_at_once(server: Server) -> None:
    server.restart("immediate")


def read_only(server: Server) -> None:
    """As the old primary is after another took its place."""
    server.set("default_transaction_read_only", "on")
    time.sleep(0.5)
    server.set("default_transaction_read_only", "off")


async def answered(api: BotApi, count: int) -> None:
    async with asyncio.timeout(SOON):
        for _ in range(10_000):
            if len(api.sent()) >= count:
                return
            await asyncio.sleep(0.02)
