"""How fast a wave of digests goes out under Telegram's limits, and how soon commands are answered meanwhile.

python -m tests.benchmarks.sending [DIGESTS]

The bot in a process of its own, over a database in which all are due, against our Bot API on loopback,
which refuses more than 30 messages a second. 3,000 take about 105 s.
"""

import asyncio
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles
from time import perf_counter

from bot.terminal.botapi import BotApi, Call, FloodControl
from storage.store import Store
from tests.support.bots import TOKEN, a_process
from tests.support.loopback import loopback
from tests.support.waves import a_wave

BOT = int(TOKEN.partition(":")[0])
FIRST_ASKER, ASKERS, FIRST_READER = 1_000, 20, 10_000
EVERY = 2.0  # seconds between two commands


class Watch:
    """When digests arrived, in seconds, and how long each asker waited for the answer, in milliseconds."""

    def __init__(self, api: BotApi, digests: int) -> None:
        self._api = api
        self._digests = digests
        self._asked: dict[int, float] = {}
        self.arrived: list[float] = []
        self.times: list[float] = []
        self.begun, self.over = asyncio.Event(), asyncio.Event()
        api.on_call = self._look

    async def keep_asking(self) -> None:
        """A command of somebody every so often, until cancelled."""
        number = 0
        while True:
            asker = FIRST_ASKER + number % ASKERS
            self._asked[asker] = perf_counter()
            self._api.people.say(self._api.world.people[asker], "/help")
            number += 1
            await asyncio.sleep(EVERY)

    async def _look(self, call: Call) -> None:
        if call.method != "sendMessage":
            return
        chat_id, now = int(str(call.parameters["chat_id"])), perf_counter()
        if chat_id >= FIRST_READER:
            self.arrived.append(now)
            self.begun.set()
            if len(self.arrived) >= self._digests:
                self.over.set()
        elif begun := self._asked.pop(chat_id, None):
            self.times.append(1000 * (now - begun))


def an_api(digests: int) -> BotApi:
    api = BotApi(token=TOKEN)
    for number in (*range(FIRST_ASKER, FIRST_ASKER + ASKERS), *range(FIRST_READER, FIRST_READER + digests)):
        api.person(number, f"Reader {number}")
    api.floods = FloodControl()
    return api


async def prepare(folder: Path, digests: int) -> None:
    """A database in which as many chats are owed a digest since a minute ago."""
    store = await Store.open(f"sqlite:///{folder / 'dateline.db'}")
    due = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(minutes=1)
    await a_wave(store, BOT, range(FIRST_READER, FIRST_READER + digests), due)
    await store.close()


async def measure(digests: int) -> None:
    api = an_api(digests)
    watch = Watch(api, digests)
    with tempfile.TemporaryDirectory() as name:
        await prepare(Path(name), digests)
        async with loopback(api) as address, a_process(address, Path(name), ACCESS="open") as bot:
            await watch.begun.wait()
            asking = asyncio.create_task(watch.keep_asking())
            await watch.over.wait()
            asking.cancel()
            await bot.terminated()
    _print(api, watch)


def _print(api: BotApi, watch: Watch) -> None:
    seconds = watch.arrived[-1] - watch.arrived[0]
    print(f"{len(watch.arrived)} digests in {seconds:.1f} s     {len(watch.arrived) / seconds:.2f} a second")
    print(f"refused with 429              {api.floods.refused if api.floods else 0}")
    cuts = quantiles(watch.times, n=20)
    print(f"{len(watch.times)} commands answered meanwhile", end="  ")
    print(f"p50 {cuts[9]:.0f} ms, p95 {cuts[18]:.0f} ms, max {max(watch.times):.0f} ms")


if __name__ == "__main__":
    asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 3_000))
