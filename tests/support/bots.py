"""Bots to test: put together in this process, or started as their operator would."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.app import Dateline, assembled
from bot.clock import Clock, now
from bot.ingest.web import Web
from bot.settings import Settings
from bot.terminal.botapi import BotApi, InProcessRequest, Json
from storage.store import Store

ROOT = Path(__file__).parent.parent.parent
TOKEN = "4711:AAbb-cc_dd"
AT_ONCE = {"PASTE_WAIT": "0.01", "MESSAGES_PER_SECOND": "0"}  # a bot that waits for nothing
SOON = 60.0  # seconds after which a test gives up; nothing waits that long when all is well


@asynccontextmanager
async def a_bot(
    api: BotApi, folder: Path, *, clock: Clock = now, web: Web | None = None, **environment: str
) -> AsyncIterator[Dateline]:
    """The bot over a database in `folder`, answered by `api` without a network."""
    settings = Settings.read({"DATA_DIR": str(folder)} | AT_ONCE | environment)
    if "DATABASE_URL" not in environment:
        await asyncio.to_thread(_prepare, folder / "dateline.db")
    async with assembled(settings, api.token, request=InProcessRequest(api), clock=clock, web=web) as bot:
        yield bot


def _prepare(database: Path) -> None:
    if database.parent.is_dir() and not database.exists():
        database.write_bytes(an_empty_database())


@cache
def an_empty_database() -> bytes:
    """One of the newest schema, made once: a hundred milliseconds that every bot would need again."""

    async def bring_up(path: Path) -> None:
        await (await Store.open(f"sqlite:///{path}")).close()

    with TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        asyncio.run(bring_up(path))
        return path.read_bytes()


async def handle(bot: Dateline, *updates: Json) -> None:
    """Let the bot do with these updates what it does."""
    await bot.intake.take(updates)
    await asyncio.wait_for(bot.intake.idle(), SOON)


class Running:
    """A process of the bot, and what it has written to stderr."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.errors = ""
        self._more = asyncio.Event()
        self._reader = asyncio.create_task(self._read())

    async def says(self, words: str) -> str:
        """The first line with these words in it."""
        async with asyncio.timeout(SOON):
            while True:
                self._more.clear()
                if line := next((line for line in self.errors.splitlines() if words in line), None):
                    return line
                await self._more.wait()

    async def ended(self) -> int:
        """The exit code, once it ends by itself."""
        await asyncio.wait_for(self._reader, SOON)
        return await asyncio.wait_for(self.process.wait(), SOON)

    async def terminated(self) -> int:
        """The exit code after SIGTERM."""
        self.process.send_signal(signal.SIGTERM)
        return await self.ended()

    async def _read(self) -> None:
        assert self.process.stderr
        async for line in self.process.stderr:
            self.errors += line.decode()
            self._more.set()


@asynccontextmanager
async def a_process(address: str, folder: Path, **environment: str) -> AsyncIterator[Running]:
    """`dateline run` against the Bot API at `address`, on a disk with room; killed in the end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.support.machine",
        "run",
        cwd=ROOT,
        env=_environment(address, folder) | environment,
        stderr=PIPE,
    )
    running = Running(process)
    try:
        yield running
    finally:
        if process.returncode is None:
            process.kill()
        await running.ended()


def _environment(address: str, folder: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return kept | {
        "BOT_TOKEN": TOKEN,
        "BOT_API_URL": address,
        "DATA_DIR": str(folder),
        "OWNER_IDS": "7",
        "PASTE_WAIT": "0.01",
    }
