"""What 100,000 subscriptions cost: an empty tick, a minute at which many are due, memory, commands meanwhile.

    python -m tests.benchmarks.delivery [SUBSCRIPTIONS] [DUE] [URL…]

Without URLs: a SQLite file in a temporary folder and, when TEST_DATABASE_URL names one, a schema on a server.
Each chat has one event to tell. Memory is that of a process that opens the store and claims, in a fork.
"""

import asyncio
import multiprocessing
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time

from bot.model.chat import Chat, ChatKind
from bot.rendering.digest import digest_parts
from bot.scheduling.claiming import Claiming
from bot.services.claims import Claims
from bot.services.digests import compose
from bot.services.services import Services
from storage.store import Store
from tests.support.builders import a_cause, a_draft
from tests.support.stores import postgresql_schema, postgresql_url
from tests.support.waves import a_wave

BOT = 4711
FIRST = 1_000
DUE = datetime(2021, 4, 22, 8, tzinfo=UTC)
TICKS = 50
ASKING = 9  # the chat that asks meanwhile
EVERY = 0.1  # seconds between its questions


def claiming(store: Store, now: datetime = DUE) -> Claiming:
    async def told() -> None:
        """Nobody sends here."""

    return Claiming(Claims(store, BOT, compose, digest_parts), lambda: now, told)


async def milliseconds(work: Callable[[], Awaitable[None]]) -> float:
    begun = perf_counter()
    await work()
    return 1000 * (perf_counter() - begun)


async def an_asker(services: Services, times: list[float]) -> None:
    """Somebody who hands in one text after the other."""
    chat = Chat(ASKING, ChatKind.PRIVATE, "Mira", bot_id=BOT)
    number = 0
    while True:
        number += 1
        text, cause = f"It rained in Town{number} on 2 March 2015.", a_cause(at=DUE)

        begun = perf_counter()
        await services.articles.read_one(chat, a_draft(text), cause)
        times.append(1000 * (perf_counter() - begun))
        await asyncio.sleep(EVERY)


async def measure(url: str, subscriptions: int, due: int) -> list[str]:
    store = await Store.open(url)
    services = Services.over(store, lambda: DUE)
    await a_wave(store, BOT, range(FIRST, FIRST + due), DUE)
    later = DUE + timedelta(hours=5)
    if subscriptions > due:
        await a_wave(store, BOT, range(FIRST + due, FIRST + subscriptions), later, news=False)
    early = claiming(store, DUE - timedelta(minutes=1))
    empty = [await milliseconds(early.round) for _ in range(TICKS)]
    times: list[float] = []
    asking = asyncio.create_task(an_asker(services, times))
    begun, worked, before = perf_counter(), process_time(), resident()
    await claiming(store).round()
    seconds, worked, grown = perf_counter() - begun, process_time() - worked, resident() - before
    asking.cancel()
    with suppress(asyncio.CancelledError):
        await asking
    backlog = await services.deliveries.status(BOT)
    await store.close()
    assert (backlog.due, backlog.owed) == (0, due)
    return [
        f"{median(empty):.2f} ms (worst {max(empty):.1f})",
        f"{due / seconds:,.0f} a second ({seconds:.1f} s; {due / worked:,.0f} in a second of processor time)",
        f"p50 {median(times):.0f} ms, p95 {quantiles(times, n=20)[18]:.0f}, worst {max(times):.0f} ms",
        f"{grown:.1f} MB",
    ]


def _memory(url: str, rounds: int, into: "multiprocessing.SimpleQueue[float]") -> None:
    """Resident megabytes after a start and so many rounds, all claimed before."""

    async def live() -> None:
        store = await Store.open(url)
        for _ in range(rounds):
            await claiming(store, DUE + timedelta(hours=1)).round()
        into.put(resident())
        await store.close()

    asyncio.run(live())


def resident() -> float:
    """Megabytes of this process."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 2**20


async def memory(url: str) -> float:
    return await asyncio.to_thread(_measured, url, 20)


def _measured(url: str, rounds: int) -> float:
    context = multiprocessing.get_context("spawn")
    into = context.SimpleQueue()
    process = context.Process(target=_memory, args=(url, rounds, into))
    process.start()
    found: float = into.get()
    process.join()
    return found


@asynccontextmanager
async def places(urls: list[str]) -> AsyncIterator[list[str]]:
    """The databases named, or new ones."""
    async with AsyncExitStack() as stack:
        if not urls:
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            urls = [f"sqlite:///{folder}/dateline.db"]
            if postgresql_url():
                urls.append(await stack.enter_async_context(postgresql_schema()))
        yield urls


async def main(subscriptions: int, due: int, urls: list[str]) -> None:
    labels = (
        "empty tick",
        f"claim {due:,}",
        "a text meanwhile",
        "memory for that",
        "memory over an empty bot",
    )
    async with places(urls) as given:
        for url in given:
            await (await Store.open(url)).close()  # so that no schema is made while memory is measured
            before = await memory(url)
            told = await measure(url, subscriptions, due)
            told.append(f"{await memory(url) - before:.1f} MB")
            print(f"{url.partition(':')[0]}, {subscriptions:,} subscriptions")
            for label, value in zip(labels, told, strict=True):
                print(f"  {label:<26}{value}")


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    many, few = numbers + [100_000, 10_000][len(numbers) :]
    asyncio.run(main(many, few, [word for word in sys.argv[1:] if not word.isdigit()]))
