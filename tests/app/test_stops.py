"""SIGTERM in the middle of anything: what was begun is finished or begun anew; nothing is half done."""

import asyncio
import os
import signal
import sqlite3
import sys
from asyncio.subprocess import DEVNULL
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.cli import main
from bot.terminal.botapi import BotApi, Call, Json, Upload
from tests.handlers.talk import talking
from tests.handlers.test_export import whole
from tests.support.bots import ROOT, SOON, TOKEN, a_process
from tests.support.loopback import loopback

OWNER = 7
PASTE, FILLED, IMPORTING = -1001, -1002, -1003


def days(count: int, first: int = 2000) -> str:
    """A text that tells of so many days, each something of its own."""
    return " ".join(
        f"On {date(first, 1, 1) + timedelta(days=9 * n):%d %B %Y} Town{n} voted for bridge number {n}."
        for n in range(count)
    )


class Ear:
    """Hears the bot's calls, and says when one of a kind came so often."""

    def __init__(self, api: BotApi) -> None:
        self.calls: list[Call] = []
        self._more = asyncio.Event()
        api.on_call = self._hear

    async def until(self, *methods: str, times: int) -> None:
        async with asyncio.timeout(SOON):
            while sum(call.method in methods for call in self.calls) < times:
                self._more.clear()
                await self._more.wait()

    async def _hear(self, call: Call) -> None:
        self.calls.append(call)
        self._more.set()


@pytest.fixture
async def data(tmp_path: Path) -> bytes:
    """A chat's data, as it may be imported."""
    async with talking(tmp_path / "elsewhere") as talk:
        await talk.say(days(40, first=1950))
        return await whole(talk)


async def test_a_stop_in_the_middle_of_everything_leaves_nothing_half_done(
    data: bytes, tmp_path: Path
) -> None:
    """A long text, an import, an export and a picture are in hand when the signal comes."""
    api = BotApi(token=TOKEN)
    mira, ear = api.person(OWNER, "Mira"), Ear(api)
    desks = {chat: api.group(chat, "Desk", {OWNER: "creator"}) for chat in (PASTE, FILLED, IMPORTING)}
    async with loopback(api) as address:
        async with a_process(address, tmp_path) as bot:
            api.people.say(mira, f"/add {days(20)}", desks[FILLED])
            file = api.people.send_file(mira, Upload("x.dateline.json", data), desks[IMPORTING])
            api.people.say(mira, "/add", desks[IMPORTING], reply_to=file["message"]["message_id"])
            await ear.until("sendMessage", times=2)
            api.people.say(mira, "/export", desks[FILLED])
            await ear.until("sendMessage", times=3)

            api.people.say(mira, f"/add {days(30)}", desks[PASTE])
            for chat, label in ((IMPORTING, "Import"), (FILLED, "Data .json")):
                api.people.press(mira, *button(api, chat, label))
            api.people.say(mira, "/picture", desks[FILLED])
            await asyncio.wait_for(api.updates.all_confirmed(), SOON)
            code = await bot.terminated()
        assert (code, sound(tmp_path)) == (0, "ok")

        async with a_process(address, tmp_path) as bot:
            await ear.until("sendDocument", "sendPhoto", times=2)
            await ear.until("sendMessage", "editMessageText", times=5)
            code = await bot.terminated()

    assert (code, sound(tmp_path)) == (0, "ok")
    assert rows(tmp_path, "SELECT count(*) FROM inbox WHERE done_at IS NULL") == [(0,)]
    counted = "SELECT chat_id, count(*), count(DISTINCT number) FROM events GROUP BY chat_id ORDER BY chat_id"
    assert rows(tmp_path, counted) == [(IMPORTING, 40, 40), (FILLED, 20, 20), (PASTE, 30, 30)]
    changes = f"SELECT count(*) FROM changes WHERE chat_id IN ({FILLED}, {PASTE})"
    assert rows(tmp_path, changes) == [(2,)]


async def test_a_command_that_is_stopped_puts_in_all_or_nothing(
    data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An import, ended as soon as there is a database; then a backup, ended when its file appears."""
    (tmp_path / "data.json").write_bytes(data)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    folder, again = tmp_path / "backups", ("import", str(tmp_path / "data.json"))

    await stopped(tmp_path, *again, when=(tmp_path / "dateline.db").exists)
    code = await finished(*again)
    await stopped(tmp_path, "backup", when=lambda: folder.is_dir() and any(folder.iterdir()))
    made = [file for file in folder.iterdir() if file.suffix == ".db"]

    assert code in (0, 1)  # 1 when it had been done before the signal came: the chat holds something then
    assert rows(tmp_path, "SELECT count(*) FROM events") == [(40,)]
    assert [await finished("backup", "--check", str(file)) for file in made] == [0] * len(made)
    assert await finished("backup") == 0
    assert sound(tmp_path) == "ok"


def button(api: BotApi, chat: int, label: str) -> tuple[Json, str]:
    """The button of that label in the chat: its message and its data."""
    for message in api.sent(chat):
        for row in message.get("reply_markup", {}).get("inline_keyboard", []):
            for one in row:
                if one["text"] == label:
                    return message, one["callback_data"]
    raise AssertionError(f"no button {label!r} in {api.sent(chat)}")


def rows(folder: Path, query: str) -> list[tuple[int, ...]]:
    with closing(sqlite3.connect(folder / "dateline.db")) as database:
        return database.execute(query).fetchall()


def sound(folder: Path) -> object:
    with closing(sqlite3.connect(folder / "dateline.db")) as database:
        return database.execute("PRAGMA integrity_check").fetchone()[0]


async def stopped(folder: Path, *words: str, when: Callable[[], bool]) -> None:
    """Run a command, and end it by SIGTERM as soon as `when` holds."""
    process = await _begun(folder, *words)
    async with asyncio.timeout(SOON):
        while process.returncode is None and not when():  # noqa: ASYNC110 - a folder rings no bell
            await asyncio.sleep(0.001)
    if process.returncode is None:
        process.send_signal(signal.SIGTERM)
    await asyncio.wait_for(process.wait(), SOON)


async def finished(*words: str) -> int:
    """The exit code of a command, in this process."""
    return await asyncio.to_thread(main, words)


async def _begun(folder: Path, *words: str) -> asyncio.subprocess.Process:
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(folder), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "bot", *words]
    return await asyncio.create_subprocess_exec(
        *command, cwd=folder, env=environment, stdout=DEVNULL, stderr=DEVNULL
    )
