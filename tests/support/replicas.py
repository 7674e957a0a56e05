"""Replicas: processes of one bot on one PostgreSQL, handed updates as by a webhook, and killed at random."""

import asyncio
import multiprocessing
import os
import random
import signal
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from typing import Self

from bot.app import assembled
from bot.settings import Settings
from tests.support.bots import AT_ONCE, SOON, TOKEN
from tests.support.raw import Json


class Gone(Exception):
    """The replica ended before it said that it has written an update down."""


@dataclass
class Replica:
    """A process, and the line by which it is handed updates."""

    process: ForkServerProcess
    line: Connection
    _answers: dict[int, asyncio.Future[None]] = field(default_factory=dict)

    @classmethod
    async def start(cls, folder: Path, api: str, database: str) -> Self:
        """Return when it takes updates."""
        ours, theirs = multiprocessing.Pipe()
        environment = {
            "BOT_API_URL": api,
            "DATA_DIR": str(folder),
            "DATABASE_URL": database,
            "ACCESS": "open",
        }
        environment |= AT_ONCE | {"ACCESS": "open"}
        process = _forks().Process(target=_replica, args=(theirs, environment), daemon=True)
        await asyncio.to_thread(process.start)
        theirs.close()
        replica = cls(process, ours)
        started = replica._answers[0] = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().add_reader(ours.fileno(), replica._hear)
        await asyncio.wait_for(started, SOON)
        return replica

    async def take(self, update: Json) -> None:
        """Return when it is written down. Raises Gone when nobody knows whether it is."""
        if self.line.closed:
            raise Gone
        answer = self._answers[update["update_id"]] = asyncio.get_running_loop().create_future()
        with suppress(OSError):
            self.line.send(update)
        await asyncio.wait_for(answer, SOON)

    def signal(self, number: signal.Signals) -> None:
        if self.process.pid and self.process.is_alive():
            os.kill(self.process.pid, number)

    async def ended(self) -> None:
        await asyncio.to_thread(self.process.join, SOON)

    def _hear(self) -> None:
        try:
            answer = self._answers.pop(self.line.recv(), None)
        except (EOFError, OSError):
            asyncio.get_running_loop().remove_reader(self.line.fileno())
            self.line.close()
            for waiting in self._answers.values():
                if not waiting.done():
                    waiting.set_exception(Gone())
            return
        if answer and not answer.done():
            answer.set_result(None)


def _forks() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, "asyncpg", "tests.support.warmed"])
    return context


def _replica(line: Connection, environment: dict[str, str]) -> None:
    with suppress(asyncio.CancelledError):
        asyncio.run(_work(line, Settings.read(environment)))


async def _work(line: Connection, settings: Settings) -> None:
    """Take what comes by the line until SIGTERM, and say of each when it is written down."""
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    assert task
    loop.add_signal_handler(signal.SIGTERM, task.cancel)
    async with assembled(settings, TOKEN) as bot:

        async def take(update: Json) -> None:
            await bot.intake.take([update])
            line.send(update["update_id"])

        taking = set[asyncio.Task[None]]()

        def hear() -> None:
            while line.poll():
                taking.add(asyncio.create_task(take(line.recv())))

        line.send(0)
        loop.add_reader(line.fileno(), hear)
        try:
            await asyncio.Event().wait()
        finally:
            loop.remove_reader(line.fileno())


@dataclass
class Crowd:
    """Several replicas. Whoever is killed is followed by another."""

    folder: Path
    api: str
    database: str
    chance: random.Random
    replicas: list[Replica] = field(default_factory=list)

    async def grow(self, count: int) -> None:
        more = (Replica.start(self.folder, self.api, self.database) for _ in range(count))
        self.replicas += await asyncio.gather(*more)

    async def hand_in(self, update: Json) -> None:
        """To any of them, and to another one when that is gone."""
        while True:
            try:
                return await self.chance.choice(self.replicas).take(update)
            except Gone:
                await asyncio.sleep(0.01)

    async def end_one(self, how: signal.Signals) -> None:
        """End any of them, and begin another."""
        one = self.chance.choice(self.replicas)
        one.signal(how)
        await one.ended()
        self.replicas.remove(one)
        await self.grow(1)

    async def end(self) -> None:
        for one in self.replicas:
            one.signal(signal.SIGKILL)
        await asyncio.gather(*(one.ended() for one in self.replicas))


async def feed(crowd: Crowd, chats: Sequence[int], each: int, update: "Numbered") -> None:
    """Let every chat say so many things, one after the other, each to any replica."""

    async def of_chat(chat_id: int) -> None:
        for _ in range(each):
            await crowd.hand_in(update.next(chat_id))

    await asyncio.gather(*(of_chat(chat_id) for chat_id in chats))


class Numbered:
    """Updates as Telegram numbers them; each tells an event of its own."""

    def __init__(self) -> None:
        self.given: dict[int, list[int]] = {}
        self._last = 0

    def next(self, chat_id: int) -> Json:
        self._last += 1
        self.given.setdefault(chat_id, []).append(self._last)
        who = {"id": chat_id, "type": "private", "first_name": "Mira", "is_bot": False}
        text = f"It rained in Town{self._last} on {1 + self._last % 28} March {1900 + self._last % 120}."
        message = {"message_id": self._last, "date": 1_600_000_000, "chat": who, "from": who, "text": text}
        return {"update_id": self._last, "message": message}
