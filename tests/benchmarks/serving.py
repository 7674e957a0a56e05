"""Processes of the bot that are handed updates by a webhook, and what they cost."""

import asyncio
import os
import signal
import socket
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from itertools import cycle
from pathlib import Path

from bot.terminal.botapi import BotApi
from tests.support.bots import TOKEN, Running, a_process
from tests.support.loopback import loopback

SECRET = "benchmark"
PATIENCE = 120.0  # seconds
LULL, REST = 0.3, 0.02  # seconds, and the share of a core that is used in them when nothing is to be done
CREDIT = 1.0  # seconds for which a process may make up for what it did not use
LOOK = 0.01  # seconds between two looks at what a process has used of its share


def an_api() -> BotApi:
    """Telegram's side, which hands updates over again at once when they were refused."""
    api = BotApi(token=TOKEN)
    api.webhook.pause = 0.05
    return api


@asynccontextmanager
async def at_work(api: BotApi, replicas: int, database: str) -> AsyncIterator[list[Running]]:
    """So many processes behind one address, when the webhook is set."""
    ports = [_free_port() for _ in range(replicas)]
    turns = cycle([f"http://127.0.0.1:{port}/updates" for port in ports])
    api.webhook.leads_to = lambda _: next(turns)
    shared = {"ACCESS": "open", "MESSAGES_PER_SECOND": "0", "WEBHOOK_SECRET": SECRET, "LOG_LEVEL": "warning"}
    shared |= {"WEBHOOK_URL": "http://127.0.0.1:80/updates"} | (
        {"DATABASE_URL": database} if database else {}
    )
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        address = await stack.enter_async_context(loopback(api))
        running: list[Running] = []
        for port in ports:
            bot = a_process(address, folder, **shared, LISTEN=f"127.0.0.1:{port}")
            running.append(await stack.enter_async_context(bot))
            await _listens(port)
        await until(lambda: bool(api.webhook.url))
        yield running


def used(bots: Sequence[Running]) -> float:
    """Seconds of the processor that the processes have used."""
    return sum(processor_seconds(bot.process.pid) for bot in bots)


def processor_seconds(pid: int) -> float:
    """Seconds of the processor that a process has used, to the microsecond, as Linux numbers its clocks."""
    return time.clock_gettime((~pid << 3) | 2)


async def settled(bots: Sequence[Running]) -> None:
    """Wait until the processes have nothing more to do."""
    before = -1.0
    while used(bots) - before > REST * LULL:
        before = used(bots)
        await asyncio.sleep(LULL)


async def until(condition: Callable[[], bool]) -> None:
    """Wait for it. Raises TimeoutError when it takes too long."""
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 - nothing to be told by
            await asyncio.sleep(0.02)


@asynccontextmanager
async def held_to(share: float | None, bots: Sequence[Running]) -> AsyncIterator[None]:
    """Stop each process whenever it has used more than its share of a core, until that is over."""
    pids = [bot.process.pid for bot in bots] if share else []
    holding = [asyncio.create_task(_hold(pid, share or 1.0)) for pid in pids]
    try:
        yield
    finally:
        for task in holding:
            task.cancel()
        await asyncio.gather(*holding, return_exceptions=True)
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)


async def _hold(pid: int, share: float) -> None:
    """What was not used within a second is gone: a long rest gives no right to more."""
    owed, used, at = 0.0, processor_seconds(pid), time.monotonic()
    while True:
        await asyncio.sleep(LOOK)
        now, has = time.monotonic(), processor_seconds(pid)
        owed = max(owed + has - used - share * (now - at), -share * CREDIT)
        used, at = has, now
        os.kill(pid, signal.SIGSTOP if owed > 0 else signal.SIGCONT)


async def _listens(port: int) -> None:
    def open_there() -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    await until(open_there)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
