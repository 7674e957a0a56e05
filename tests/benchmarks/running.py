"""How soon the bot is at work, how much memory it takes, and how soon it answers. Run by hand:

python -m tests.benchmarks.running [ROUNDS]

A process of its own each time, against our Bot API on loopback. The figures hold for a quiet machine.
"""

import asyncio
import os
import random
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from bot.model.chat import Chat, ChatKind
from bot.model.news import Article, Event, Mention, Source, SourceKind
from bot.model.timespan import day_value
from bot.terminal.botapi import BotApi, Call
from storage.store import Store
from tests.support.bots import SOON, TOKEN, a_process
from tests.support.builders import NOON, a_mention
from tests.support.loopback import loopback

OWNER, EVENTS, A_TEXT = 7, 10_000, 10
UNLIMITED = {"MESSAGES_PER_SECOND": "0"}  # else a chat gets one answer a second
FIRST = date(1995, 1, 1)


class Watch:
    """Says when a method was called, and at what instant."""

    def __init__(self, api: BotApi) -> None:
        self._method = ""
        self._seen: asyncio.Future[float] | None = None
        api.on_call = self._look

    async def next(self, method: str) -> float:
        self._method, self._seen = method, asyncio.get_running_loop().create_future()
        return await asyncio.wait_for(self._seen, SOON)

    async def _look(self, call: Call) -> None:
        if self._seen and call.method == self._method and not self._seen.done():
            self._seen.set_result(perf_counter())


def an_api() -> BotApi:
    api = BotApi(token=TOKEN)
    api.person(OWNER, "Mira")
    return api


def memory(pid: int, field: str) -> float:
    """Megabytes that Linux counts for the process: VmRSS now, VmHWM at most."""
    lines = Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(field))


def processor_time(pid: int) -> float:
    """Seconds of the processor that the process has used: on a busy machine more telling than the clock."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def starts(rounds: int) -> None:
    """Seconds from the start of the process to its first getUpdates, and its memory then."""
    seconds, used, megabytes = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(rounds):
            api = an_api()
            watch = Watch(api)
            async with loopback(api) as address:
                begun = perf_counter()
                async with a_process(address, Path(folder), **UNLIMITED) as bot:
                    seconds.append(await watch.next("getUpdates") - begun)
                    used.append(processor_time(bot.process.pid))
                    megabytes.append(memory(bot.process.pid, "VmRSS"))
                    await bot.terminated()
    print(
        f"start to first getUpdates   {seconds[0]:.2f} s on a new database, then {median(seconds[1:]):.2f} s"
    )
    print(f"processor time of that      {median(used):.2f} s")
    print(f"memory then                 {max(megabytes):.0f} MB")


async def fill(folder: Path) -> None:
    """A chat with ten thousand events, ten of each article."""
    store = await Store.open(f"sqlite:///{folder / 'dateline.db'}")
    chance = random.Random(7)
    async with store.begin() as tx:
        await tx.chats.put(Chat(OWNER, ChatKind.PRIVATE, "Mira"))
        for number in range(EVENTS // A_TEXT):
            told = [_told(chance, number * A_TEXT + place) for place in range(A_TEXT)]
            text = " ".join(mention.sentence for mention in told)
            article = await tx.articles.add(OWNER, _article(number, text))
            for mention in await tx.mentions.add(OWNER, article.number, told, [()] * A_TEXT):
                event = Event(
                    (await tx.events.new_numbers(OWNER, 1))[0], mention.headline, mention.when, (mention.id,)
                )
                await tx.events.put(OWNER, event, mention.sentence.lower())
    await store.close()


def _told(chance: random.Random, number: int) -> Mention:
    day = FIRST + timedelta(days=int(11_000 * chance.random()))
    topic = "Syria" if chance.random() < 0.1 else "the river"
    return a_mention(f"The council of Town{number} met on {day:%d %B %Y} to vote on {topic}.", day_value(day))


def _article(number: int, text: str) -> Article:
    return Article(0, f"a{number}", text, f"print{number}", "en", Source(SourceKind.PASTE), NOON)


async def answers(rounds: int) -> None:
    """Milliseconds from an update being there to the answer being sent, with 10,000 events in the chat."""
    with tempfile.TemporaryDirectory() as folder:
        await fill(Path(folder))
        api = an_api()
        watch = Watch(api)
        async with loopback(api) as address, a_process(address, Path(folder), **UNLIMITED) as bot:
            await watch.next("getUpdates")
            for question in (
                "/timeline",
                "/timeline Syria",
                "/timeline Syria 2001..2005",
                "/summary",
                "/why e77",
            ):
                first, *times = [await _answer(api, watch, question) for _ in range(rounds)]
                cuts = quantiles(times, n=20)
                print(f"{question:28}{first:.0f} ms at first, then p50 {cuts[9]:.1f}, p95 {cuts[18]:.1f} ms")
            print(f"memory at most              {memory(bot.process.pid, 'VmHWM'):.0f} MB")
            await bot.terminated()


async def _answer(api: BotApi, watch: Watch, question: str) -> float:
    answered = asyncio.create_task(watch.next("sendMessage"))
    await asyncio.sleep(0.05)
    begun = perf_counter()
    api.people.say(api.world.people[OWNER], question)
    return 1000 * (await answered - begun)


async def main(rounds: int) -> None:
    await starts(rounds)
    await answers(2 * rounds)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10))
