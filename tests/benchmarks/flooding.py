"""How soon others are answered while one person floods the bot, or many hand in long texts. Run by hand:

python -m tests.benchmarks.flooding [SECONDS]

The bot in a process of its own against our Bot API on loopback, with Telegram's limits kept.
"""

import asyncio
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import quantiles
from time import perf_counter

from bot.terminal.botapi import BotApi, Call, Upload
from tests.support.bots import SOON, TOKEN, a_process
from tests.support.loopback import loopback

FLOODER, FIRST_READER, FIRST_ASKER = 50, 100, 1_000
MESSAGES, LONG, READERS, ASKERS = 200, 200_000, 12, 40
EVERY = 0.5  # seconds between two commands of others
TOWNS = ("Aalen", "Bonn", "Celle", "Dachau", "Essen", "Fulda", "Gera", "Halle", "Jena", "Kassel")


def a_text(length: int, seed: int) -> str:
    """Dated sentences, no two texts alike."""
    sentences, size, number = [], 0, seed * 100_000
    while size < length:
        number += 1
        town, year = TOWNS[number % len(TOWNS)], 1900 + number % 120
        sentences.append(f"The council of {town} voted on bridge {number} on {1 + number % 28} May {year}. ")
        size += len(sentences[-1])
    return "".join(sentences)[:length]


class Watch:
    """The times from a command to its answer, in milliseconds."""

    def __init__(self, api: BotApi) -> None:
        self._api = api
        self._asked: dict[str, float] = {}
        self.times: list[float] = []
        self.ready = asyncio.Event()
        self._answered = asyncio.Event()
        api.on_call = self._look

    async def ask(self, seconds: float) -> None:
        """A command of somebody else every so often; returns when all are answered."""
        for number in range(int(seconds / EVERY)):
            asker = FIRST_ASKER + number % ASKERS
            self._asked[str(asker)] = perf_counter()
            self._answered.clear()
            self._api.people.say(self._api.world.people[asker], "/help")
            await asyncio.sleep(EVERY)
        await asyncio.wait_for(self._answered.wait(), SOON)

    async def _look(self, call: Call) -> None:
        self.ready.set()
        begun = self._asked.pop(str(call.parameters.get("chat_id")), None)
        if begun is not None:
            self.times.append(1000 * (perf_counter() - begun))
            if not self._asked:
                self._answered.set()


def nothing(_: BotApi) -> None:
    """The bot has nothing else to do."""


def a_flood(api: BotApi) -> None:
    """One person sends two hundred messages, each full of dates."""
    for number in range(MESSAGES):
        api.people.say(api.world.people[FLOODER], a_text(3_000, number))


def long_texts(api: BotApi) -> None:
    """A dozen people each send a long file at once."""
    for number in range(READERS):
        file = Upload(f"chronicle{number}.txt", a_text(LONG, number).encode(), "text/plain")
        api.people.send_file(api.world.people[FIRST_READER + number], file)


def an_api() -> BotApi:
    api = BotApi(token=TOKEN)
    people: Sequence[int] = (FLOODER, *range(FIRST_READER, FIRST_READER + READERS))
    for number in (*people, *range(FIRST_ASKER, FIRST_ASKER + ASKERS)):
        api.person(number, f"Reader {number}")
    return api


async def measure(name: str, load: Callable[[BotApi], None], seconds: float) -> None:
    api = an_api()
    watch = Watch(api)
    with tempfile.TemporaryDirectory() as folder:
        async with loopback(api) as address, a_process(address, Path(folder), ACCESS="open") as bot:
            await watch.ready.wait()
            await watch.ask(4)  # so that everything is loaded
            watch.times.clear()
            load(api)
            await watch.ask(seconds)
            bot.process.kill()
    cuts = quantiles(watch.times, n=20)
    print(f"{name:32}{len(watch.times)} commands of others  p50 {cuts[9]:.0f} ms", end=", ")
    print(f"p95 {cuts[18]:.0f} ms, max {max(watch.times):.0f} ms", flush=True)


async def main(seconds: float) -> None:
    await measure("nothing else", nothing, seconds)
    await measure(f"{MESSAGES} messages of one person", a_flood, seconds)
    await measure(f"{READERS} texts of {LONG:,} characters", long_texts, seconds)


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1]) if len(sys.argv) > 1 else 20.0))
