"""How long a summary of a very large chat takes, and how much memory. Run by hand:

    python -m tests.benchmarks.summaries [ARTICLES] [--rounds N] [--in URL …]

A chat of that many invented articles (100,000) with some fourteen mentions each, put straight into it:
on a SQLite file in a temporary folder, and on a server when TEST_DATABASE_URL names one; --in keeps what was
made, for the next time. Each database is asked in a process of its own; `peak` is the whole process.

`cpu` is the processor time of that process: on a busy machine it tells more than the clock.
"""

import asyncio
import resource
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from bot.model.briefing import Query
from bot.services.services import Services
from storage.store import Store
from tests.benchmarks.storage import settle
from tests.support.builders import a_chat
from tests.support.chronicles import LAND, RIVER, Chronicle, write
from tests.support.stores import postgresql_schema, postgresql_url

ARTICLES, MENTIONS, ROUNDS, DATES = 100_000, 20, 5, 8
RARE_STORY = 250  # by its place among the stories, the most told first


def questions(rare: Sequence[str]) -> dict[str, Query]:
    """Without words, with common and rare ones, with several, and within a range of days."""
    since, until = date(2010, 1, 1), date(2012, 7, 1)
    return {
        "no words": Query(),
        "no words, in a range": Query(since=since, until=until),
        "a third of all": Query(LAND),
        "a third, in a range": Query(LAND, since, until),
        "a twentieth of all": Query(RIVER),
        "two common words": Query(f"{LAND} {RIVER}"),
        "one rare word": Query(rare[0]),
        "a rare and a common": Query(f"{LAND} {rare[0]}"),
        "nowhere": Query("nowhere"),
    }


async def ask(url: str, rare: Sequence[str], rounds: int) -> None:
    store = await Store.open(url)
    timelines = Services.over(store).timelines
    print(f"{'':24}{'first, s':>9}{'then, s':>9}{'cpu, s':>9}{'dates':>7}{'peak, MB':>10}")
    for name, query in questions(rare).items():
        times, used = list[float](), process_time()
        for _ in range(rounds):
            begun = perf_counter()
            found = await timelines.summary(a_chat().id, query, dates=DATES, sentences=1)
            times.append(perf_counter() - begun)
        cpu = (process_time() - used) / rounds
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        told = len(found.paragraphs)
        print(f"{name:24}{times[0]:9.2f}{median(times):9.2f}{cpu:9.2f}{told:7}{peak:10.0f}", flush=True)
    await store.close()


async def fill(url: str, articles: int) -> None:
    """Put the chat there, unless it is there already."""
    store = await Store.open(url)
    async with store.read() as tx:
        known = await tx.chats.get(a_chat().id)
    if known is None:
        await write(store, Chronicle(articles, mentions=MENTIONS))
        await settle(store)
    await store.close()


async def apart(*words: str) -> None:
    """Run this again with these words, in a process of its own."""
    command = (sys.executable, "-m", "tests.benchmarks.summaries", *words)
    process = await asyncio.create_subprocess_exec(*command)
    if await process.wait():
        raise SystemExit(1)


def _arguments(words: Sequence[str]) -> Namespace:
    parser = ArgumentParser(prog="python -m tests.benchmarks.summaries")
    parser.add_argument("articles", nargs="?", type=int, default=ARTICLES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--in", dest="urls", nargs="*", default=[])
    parser.add_argument("--fill", help="fill that database, and ask nothing")
    parser.add_argument("--ask", help="ask that database, which is filled")
    return parser.parse_args(words)


async def main(said: Namespace) -> None:
    if said.fill:
        await fill(said.fill, said.articles)
        return
    if said.ask:
        stories = Chronicle(said.articles, mentions=MENTIONS).stories
        rare = stories[min(RARE_STORY, len(stories) - 1)].names
        await ask(said.ask, rare, said.rounds)
        return
    async with AsyncExitStack() as stack:
        urls = list(said.urls)
        if not urls:
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            urls.append(f"sqlite:///{Path(folder) / 'summaries.db'}")
            if postgresql_url():
                urls.append(await stack.enter_async_context(postgresql_schema()))
        for url in urls:
            print(f"\n{url.partition(':')[0]}, {said.articles:,} articles", flush=True)
            await apart(str(said.articles), "--fill", url)
            await apart(str(said.articles), "--rounds", str(said.rounds), "--ask", url)


if __name__ == "__main__":
    asyncio.run(main(_arguments(sys.argv[1:])))
