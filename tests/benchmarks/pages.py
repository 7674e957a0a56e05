"""How soon a page of a large timeline is on its way, while articles are being read. Run by hand:

    python -m tests.benchmarks.pages [EVENTS] [--rounds N] [--quiet] [--in URL …]

From the update handed to the bot to its request to the Bot API, in this process, with no network between. One
chat holds 30 % of the events, each told by an article; the bot reads article after article for another chat
meanwhile, but with --quiet. On a SQLite file in a temporary folder, and on a server when TEST_DATABASE_URL
names one; --in keeps what was made, for the next time.

`bare` is the median for what the bot read for the page: the same statements in one transaction, on the driver
alone; `ratio` is between the medians. `cpu` is the processor time of the process for a page, what is read
beside it included: on a busy machine it tells more than the clock.
"""

import asyncio
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from itertools import count as counting
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import Any

from sqlalchemy import delete

from bot.app import Dateline
from bot.model.chat import Chat, ChatKind
from bot.model.file import Contents
from bot.terminal.botapi import BotApi
from storage.bulk import pour
from storage.store import Store
from storage.tables import articles, chats, inbox, mentions
from tests.benchmarks import ingesting, storage
from tests.benchmarks.bare import Bare
from tests.benchmarks.running import Watch
from tests.support.bots import TOKEN, a_bot
from tests.support.builders import a_cause
from tests.support.stores import postgresql_schema, postgresql_url

EVENTS, ROUNDS, OWNER, READER = 1_000_000, 200, storage.BIG, -1_000_000
TOLD_BY_ONE, SENTENCES = 10, 25  # events of an article, and its sentences
QUESTIONS = ("", "2003", "common", "comm", "common seldom", "seldom", "word00", "nowhere")
SENTENCE = "The council of {} met in the old town hall until late at night to speak of {} and of {}. "
_ADDED = datetime(2025, 1, 1, tzinfo=UTC)


async def fill(store: Store, count: int) -> None:
    """The events of the benchmark of the storage, and for the large chat the articles that tell them."""
    await storage.hurry(store)
    await storage.fill(store, count)
    own = (row for batch in storage.rows_of(count) for row in batch if row["chat_id"] == OWNER)
    rows: list[dict[str, Any]] = []
    for row in own:
        rows.append(row)
        if len(rows) == storage.BATCH:
            await _tell(store, rows)
            rows = []
    if rows:
        await _tell(store, rows)
    async with store._writer.begin() as connection:
        await connection.execute(chats.update().values(next_article=count, next_mention=count))
    await storage.settle(store)


async def _tell(store: Store, rows: Sequence[dict[str, Any]]) -> None:
    async with store._writer.begin() as connection:
        await pour(connection, mentions, [_mention(row) for row in rows])
        await pour(connection, articles, [_article(row) for row in rows[::TOLD_BY_ONE]])


def _mention(row: dict[str, Any]) -> dict[str, Any]:
    when = {name: row[name] for name in ("value", "mod", "start_day", "end_day", "grain")}
    place = {"start": 0, "end": len(row["headline"]), "clause_start": 0, "clause_end": len(row["headline"])}
    return (
        when
        | place
        | {
            "chat_id": OWNER,
            "id": row["number"],
            "article": _article_of(row),
            "event": row["number"],
            "headline": row["headline"],
            "sentence": row["headline"] + ".",
            "modality": "happened",
            "participants": [],
            "places": [],
            "confidence": 1.0,
            "reported": False,
        }
    )


def _article_of(row: dict[str, Any]) -> int:
    return 1 + (int(row["number"]) - 1) // TOLD_BY_ONE


def _article(row: dict[str, Any]) -> dict[str, Any]:
    number, words = _article_of(row), str(row["headline"]).split()
    text = "".join(SENTENCE.format(*words[n % 9 : n % 9 + 3]) for n in range(SENTENCES))
    return {
        "chat_id": OWNER,
        "number": number,
        "name": str(number),
        "state": "live",
        "fingerprint": str(number),
        "language": "en",
        "title": " ".join(words[:6]),
        "address": f"https://example.org/{number}",
        "dct": date(2025, 1, 1),
        "dct_origin": "given",
        "source_kind": "link",
        "added_at": _ADDED,
        "text": text,
    }


@dataclass(slots=True)
class Pages:
    """A bot, and what becomes of one question after the other."""

    bot: Dateline
    api: BotApi
    watch: Watch
    bare: Bare

    async def ask(self, words: str) -> float:
        """Milliseconds from the update to the request."""
        update = self.api.people.say(self.api.world.people[OWNER], f"/timeline {words}".strip())
        answered = asyncio.ensure_future(self.watch.next("sendMessage"))
        await asyncio.sleep(0)
        begun = perf_counter()
        await self.bot.intake.take([update])
        spent = 1000 * (await answered - begun)
        await self.bot.intake.idle()
        return spent


async def measure(pages: Pages, rounds: int) -> None:
    print(
        f"{'ms':24}" + "".join(f"{head:>9}" for head in ("p50", "p95", "p99", "most", "cpu", "bare", "ratio"))
    )
    everything: list[float] = []
    for question in QUESTIONS:
        await pages.ask(question)
        used = process_time()
        times = [await pages.ask(question) for _ in range(rounds)]
        cpu = 1000 * (process_time() - used) / rounds
        bare = median(await pages.bare.again(partial(pages.ask, question), rounds))
        everything += times
        _line(f"/timeline {question}", times, cpu, bare, median(times) / bare)
    _line("all of them", everything)


def _line(name: str, times: Sequence[float], *more: float) -> None:
    cuts = quantiles(times, n=100, method="inclusive")
    figures = (cuts[49], cuts[94], cuts[98], max(times), *more)
    print(f"{name:24}" + "".join(f"{figure:9.1f}" for figure in figures), flush=True)


@asynccontextmanager
async def reading(bot: Dateline, *, at_all: bool) -> AsyncIterator[None]:
    """Within the block the bot reads article after article for another chat."""
    done = counting()

    async def read() -> None:
        chat = Chat(READER, ChatKind.GROUP, "Readers", bot_id=bot.application.bot.id)
        drafts = ingesting.invented(10**9)
        while at_all:
            some = Contents(tuple(next(drafts) for _ in range(50)))
            await bot.services.jobs.start(chat, "some", some, a_cause())
            await bot.jobs.round()
            for _ in range(50):
                next(done)

    task, begun = asyncio.create_task(read()), perf_counter()
    await asyncio.sleep(1)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        if at_all:
            print(f"{next(done) / (perf_counter() - begun):.0f} articles/s were read meanwhile")


async def run(url: str, said: Namespace) -> None:
    """One database."""
    store = await Store.open(url)
    async with store.read() as tx:
        known = await tx.chats.get(OWNER)
    if known is None:
        await fill(store, said.events)
    async with store._writer.begin() as connection:  # what an earlier run left
        await connection.execute(delete(inbox))
        await connection.execute(delete(chats).where(chats.c.id == READER))
    await store.close()
    api = BotApi(token=TOKEN)
    api.person(OWNER, "Mira")
    print(f"\n{url.partition(':')[0]}, {said.events:,} events, 30 % in one chat")
    with tempfile.TemporaryDirectory() as folder:
        async with a_bot(api, Path(folder), OWNER_IDS=str(OWNER), DATABASE_URL=url) as bot:
            bare = Bare(bot.services.timelines.store, url)
            pages = Pages(bot, api, Watch(api), bare)
            async with reading(bot, at_all=not said.quiet):
                await measure(pages, said.rounds)


def _arguments(words: Sequence[str]) -> Namespace:
    parser = ArgumentParser(prog="python -m tests.benchmarks.pages")
    parser.add_argument("events", nargs="?", type=int, default=EVENTS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--quiet", action="store_true")
    parser.add_argument("--in", dest="urls", nargs="*", default=[])
    return parser.parse_args(words)


async def main(said: Namespace) -> None:
    async with AsyncExitStack() as stack:
        urls = list(said.urls)
        if not urls:
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            urls.append(f"sqlite:///{Path(folder) / 'pages.db'}")
            if postgresql_url():
                urls.append(await stack.enter_async_context(postgresql_schema()))
        for url in urls:
            await run(url, said)


if __name__ == "__main__":
    asyncio.run(main(_arguments(sys.argv[1:])))
