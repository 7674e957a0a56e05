"""What replicas come to that are killed, and how soon one is back when its server restarts. Run by hand:

    TEST_DATABASE_URL=postgresql://… python -m tests.benchmarks.replicas [CHATS] [EACH] [ENDS]

Real processes on one PostgreSQL, with our Bot API on loopback, handed updates as by a webhook.
"""

import asyncio
import random
import signal
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median
from time import perf_counter

from bot.terminal.botapi import BotApi
from storage.store import Store
from tests.app.test_replicas import applied, updates_by_change
from tests.app.test_restarts import answered, hand_in
from tests.support.bots import TOKEN, a_bot
from tests.support.loopback import loopback
from tests.support.replicas import Crowd, Numbered, feed
from tests.support.servers import a_server
from tests.support.stores import postgresql_schema

REPLICAS, RESTARTS = 3, 5


@asynccontextmanager
async def a_crowd(url: str, api: BotApi) -> AsyncIterator[Crowd]:
    with tempfile.TemporaryDirectory() as folder:
        async with loopback(api) as address:
            crowd = Crowd(Path(folder), address, url, random.Random(4))
            await crowd.grow(REPLICAS)
            yield crowd
            await crowd.end()


async def kills(chats: int, each: int, ends: int) -> None:
    """Feed while somebody ends every so often, by SIGKILL and SIGTERM in turn."""
    api, updates = BotApi(token=TOKEN), Numbered()
    ids = range(1_000, 1_000 + chats)
    for chat in ids:
        api.person(chat, "Mira")
    async with postgresql_schema() as url, a_crowd(url, api) as crowd:
        store, begun = await Store.open(url), perf_counter()
        feeding = asyncio.create_task(feed(crowd, ids, each, updates))
        for number in range(ends):
            await crowd.end_one((signal.SIGKILL, signal.SIGTERM)[number % 2])
        await feeding
        await applied(store)
        seconds, found = perf_counter() - begun, await updates_by_change(store)
        await store.close()
    given = sum(map(len, updates.given.values()))
    lost = given - len({id for ids in found.values() for id in ids})
    twice = sum(map(len, found.values())) - (given - lost)
    order = sum(ids != sorted(ids) for ids in found.values())
    print(f"{given} updates of {chats} chats, {REPLICAS} replicas, {ends} ended: {seconds:.0f} s", end="; ")
    print(f"{lost} lost, {twice} applied twice, {order} chats out of order, {len(api.sent())} answers")


async def restarts() -> None:
    """Seconds from the moment that the server is back until the next answer."""
    api, updates = BotApi(token=TOKEN), Numbered()
    api.person(1_000, "Mira")
    with a_server() as server, tempfile.TemporaryDirectory() as folder:
        async with a_bot(api, Path(folder), DATABASE_URL=server.url, ACCESS="open") as bot:
            for mode in ("fast", "immediate"):
                seconds = []
                for _ in range(RESTARTS):
                    await hand_in(bot, updates.next(1_000))
                    await asyncio.to_thread(server.restart, mode)
                    begun, before = perf_counter(), len(api.sent())
                    await hand_in(bot, updates.next(1_000))
                    await answered(api, before + 1)
                    seconds.append(perf_counter() - begun)
                print(f"restart -m {mode:9}  answers again {median(seconds):.1f} s", end=" ")
                print(f"after the server is back, at most {max(seconds):.1f} s")


async def main(chats: int, each: int, ends: int) -> None:
    await restarts()
    await kills(chats, each, ends)


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    asyncio.run(main(*(given + [50, 20, 12][len(given) :])))
