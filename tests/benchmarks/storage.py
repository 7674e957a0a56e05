"""How long a page of a large timeline takes, and how fast rows go in. Run by hand:

    python -m tests.benchmarks.storage [EVENTS] [URL…]

Without URLs: a SQLite file in a temporary folder and, when TEST_DATABASE_URL names one, a schema on a server.
"""

import asyncio
import random
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Any

from sqlalchemy import text

from bot.model.briefing import Query
from bot.model.timespan import Grain, TimeSpan, When, day_value
from storage.bulk import pour
from storage.positions import position, reach
from storage.serial import when_columns
from storage.store import Store, Transaction
from storage.tables import chats, events
from tests.support.builders import a_chat
from tests.support.stores import postgresql_schema, postgresql_url

BIG = 1  # the chat that holds 30 % of all events; the others share the rest
OTHERS = range(2, 102)
FIRST, DAYS = date(1995, 1, 1), 11_000
ROUNDS = 40
BATCH = 10_000
WORDS = [f"word{n:05}" for n in range(20_000)]
CASES: dict[str, list[str]] = {
    "no topic": [],
    "common word (5 %)": ["common"],
    "prefix of it": ["comm"],
    "common and rare": ["common", "seldom"],
    "rare word (1 in 20,000)": ["seldom"],
    "in other chats only (5 %)": ["elsewhere"],
    "unknown word": ["nowhere"],
}


def rows_of(count: int) -> Iterator[list[dict[str, Any]]]:
    """`count` events in batches, the same ones every time."""
    chance = random.Random(7)
    numbers: dict[int, int] = {}
    batch = []
    for _ in range(count):
        chat = BIG if chance.random() < 0.3 else chance.choice(OTHERS)
        numbers[chat] = numbers.get(chat, 0) + 1
        batch.append(a_row(chance, chat, numbers[chat]))
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def a_row(chance: random.Random, chat: int, number: int) -> dict[str, Any]:
    start = FIRST + timedelta(days=int(DAYS * chance.random() ** 0.5))
    span = TimeSpan(start, start + timedelta(days=chance.choice((1, 1, 1, 1, 1, 30, 365))), Grain.DAY)
    words = [WORDS[int(len(WORDS) * chance.random() ** 3)] for _ in range(12)]
    words += ["common"] * (chance.random() < 0.05) + ["seldom"] * (chance.random() < 0.000_05)
    words += ["elsewhere"] * (chat != BIG and chance.random() < 0.07)
    return when_columns(When(day_value(start), span)) | {
        "chat_id": chat,
        "number": number,
        "pos": position(start, number),
        "reach": reach(span),
        "headline": " ".join(words).capitalize(),
        "status": "disputed" if chance.random() < 0.02 else "settled",
        "kind": None,
        "modality": "happened",
        "support": 1,
        "chosen": False,
        "alternatives": [],
        "mentions": [number],
        "terms": " ".join(dict.fromkeys(words)),
    }


async def fill(store: Store, count: int) -> float:
    """Rows a second, search index included."""
    async with store.begin() as tx:
        for chat in (BIG, *OTHERS):
            await tx.chats.put(a_chat(chat))
    spent = 0.0
    for batch in rows_of(count):
        begun = perf_counter()
        async with store._writer.begin() as connection:
            await pour(connection, events, batch)
        spent += perf_counter() - begun
    async with store._writer.begin() as connection:
        await connection.execute(chats.update().values(next_event=count + 1))
    await settle(store)
    return count / spent


async def hurry(store: Store) -> None:
    """From now on the file is written without waiting for the disk, with much of it in memory."""
    if store._writer.dialect.name == "sqlite":
        async with store._writer.connect() as connection:
            driver: Any = (await connection.get_raw_connection()).driver_connection
            for pragma in ("synchronous=OFF", "cache_size=-400000"):
                await driver.turn(partial(driver.opened.execute, f"PRAGMA {pragma}"))


async def settle(store: Store) -> None:
    """What the database would have done by itself after a while."""
    async with store._writer.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.execute(
            text("VACUUM ANALYZE" if connection.dialect.name == "postgresql" else "ANALYZE")
        )


async def timed(store: Store, ask: Callable[[Transaction], Awaitable[object]]) -> tuple[float, float]:
    """p50 and p95 in milliseconds."""
    times = []
    for _ in range(ROUNDS):
        begun = perf_counter()
        async with store.read() as tx:
            await ask(tx)
        times.append(1000 * (perf_counter() - begun))
    cuts = quantiles(times, n=20)
    return cuts[9], cuts[18]


def questions(tokens: list[str]) -> dict[str, Callable[[Transaction], Awaitable[object]]]:
    middle, recent = position(date(2014, 6, 1), 0), Query(since=date(2020, 3, 1), until=date(2020, 6, 1))
    return {
        "first 50": lambda tx: tx.events.page(BIG, Query(), tokens, limit=50),
        "middle 50": lambda tx: tx.events.page(BIG, Query(), tokens, limit=50, after=middle),
        "last 50": lambda tx: tx.events.page(BIG, Query(), tokens, limit=50, before=1 << 60),
        "50 of a spring": lambda tx: tx.events.page(BIG, recent, tokens, limit=50),
        "count": lambda tx: tx.events.count(BIG, Query(), tokens),
    }


async def measure(store: Store) -> None:
    print(f"{'p50 / p95, ms':28}" + "".join(f"{head:>16}" for head in questions([])))
    for name, tokens in CASES.items():
        cells = [await timed(store, ask) for ask in questions(tokens).values()]
        print(f"{name:28}" + "".join(f"{f'{p50:.1f} / {p95:.1f}':>16}" for p50, p95 in cells))


async def main(count: int, urls: list[str]) -> None:
    async with AsyncExitStack() as stack:
        if not urls:
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            urls.append(f"sqlite:///{Path(folder) / 'bench.db'}")
            if postgresql_url():
                urls.append(await stack.enter_async_context(postgresql_schema()))
        for url in urls:
            store = await Store.open(url)
            rate = await fill(store, count)
            print(f"\n{url.partition(':')[0]}, {count:,} events, 30 % in one chat; {rate:,.0f} rows/s in")
            await measure(store)
            await store.close()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, sys.argv[2:]))
