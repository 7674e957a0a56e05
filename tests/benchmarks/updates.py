"""How many updates a second come in by webhook and are answered, and how soon. Run by hand:

python -m tests.benchmarks.updates [--seconds 60] [--rate 500] [--replicas 2] [--saturate] [--share 0.2]
python -m tests.benchmarks.updates --kinds [--each 400]

From 500 chats, half short texts, half commands; the bot in processes of its own, Telegram in this one. On
SQLite, and with TEST_DATABASE_URL on PostgreSQL. `--saturate`: each chat writes as soon as it is answered, so
that the figure is what the processes can do at most; with `--replicas 2` that of one and that of two.

All share this machine's cores with the database and with Telegram's side. The processor time per update
tells what a process could do with a core to itself. `--share 0.2`: each process of the bot gets no more than
a fifth of a core, so that it is what there is too little of, and not what all share. `--kinds`: what one
update of each kind costs, a few at a time in 50 chats and groups.
"""

import asyncio
import random
from argparse import ArgumentParser, Namespace
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count, cycle
from statistics import quantiles
from time import perf_counter, process_time

from bot.terminal.botapi import BotApi, Call
from tests.benchmarks.kinds import tell_kinds
from tests.benchmarks.running import memory
from tests.benchmarks.serving import an_api, at_work, held_to, until, used
from tests.support.bots import Running
from tests.support.stores import postgresql_schema, postgresql_url

FIRST, WARM_UP = 1_000, 5.0
COMMANDS = ("/timeline", "/help", "/timeline Town 2001..2015", "/on 2 March 2010", "/topics", "/find Town1")


@dataclass
class Chats:
    """People who write, and how long each waits for the answer."""

    api: BotApi
    number: int
    free: Callable[[int], object] = lambda chat: None
    times: list[float] = field(default_factory=list)
    said: int = 0
    _asked: dict[str, deque[float]] = field(default_factory=dict)
    _numbers: "count[int]" = field(default_factory=count)

    def __post_init__(self) -> None:
        for chat in range(FIRST, FIRST + self.number):
            self.api.person(chat, f"Reader {chat}")
            self._asked[str(chat)] = deque()
        self.api.on_call = self._look

    @property
    def waiting(self) -> int:
        return sum(map(len, self._asked.values()))

    def say(self, chat: int) -> None:
        number = next(self._numbers)
        words = COMMANDS[number // 2 % len(COMMANDS)] if number % 2 else a_text(number)
        self._asked[str(chat)].append(perf_counter())
        self.said += 1
        self.api.people.say(self.api.world.people[chat], words)

    def begin(self) -> None:
        """Forget what was measured so far."""
        self.times, self.said = [], 0

    async def _look(self, call: Call) -> None:
        chat = str(call.parameters.get("chat_id"))
        if call.method != "sendMessage" or not self._asked.get(chat):
            return
        self.times.append(1000 * (perf_counter() - self._asked[chat].popleft()))
        self.free(int(chat))


def a_text(number: int) -> str:
    return f"On {1 + number % 28} March {2000 + number % 20} the council of Town{number} opened a bridge."


async def steadily(chats: Chats, rate: float, seconds: float) -> None:
    """So many updates a second, whether they are answered or not, each chat in its turn."""
    order = random.Random(4).sample(range(FIRST, FIRST + chats.number), chats.number)
    begun = perf_counter()
    for number, chat in zip(range(round(rate * seconds)), cycle(order), strict=False):
        wait = begun + number / rate - perf_counter()
        if wait > 0:
            await asyncio.sleep(wait)
        elif number % 16 == 0:
            await asyncio.sleep(0)
        chats.say(chat)


async def greedily(chats: Chats, seconds: float) -> None:
    """Each chat writes again as soon as it is answered."""
    chats.free = chats.say
    for chat in range(FIRST, FIRST + chats.number):
        if not chats._asked[str(chat)]:
            chats.say(chat)
    await asyncio.sleep(seconds)
    chats.free = lambda chat: None


async def measure(options: Namespace, replicas: int, database: str) -> float:
    """Print how it went; updates answered a second."""
    api = an_api()
    chats = Chats(api, options.chats)
    async with at_work(api, replicas, database) as bots:
        await steadily(chats, min(options.rate, 100), WARM_UP)
        await until(lambda: not chats.waiting)
        chats.begin()
        begun, spent, own = perf_counter(), used(bots), process_time()
        async with held_to(options.share, bots):
            if options.saturate:
                await greedily(chats, options.seconds)
            else:
                await steadily(chats, options.rate, options.seconds)
            in_time, left = len(chats.times), chats.waiting
            seconds, spent, own = perf_counter() - begun, used(bots) - spent, process_time() - own
        await until(lambda: not chats.waiting)
        _tell(replicas, database, chats, seconds, in_time, left)
        _tell_costs(bots, spent / in_time, own / in_time, seconds, spent)
        print(api.webhook.info().get("last_error_message", ""), *(bot.errors[-600:] for bot in bots), sep="")
    return in_time / seconds


def _tell(replicas: int, database: str, chats: Chats, seconds: float, in_time: int, left: int) -> None:
    cuts = quantiles(chats.times, n=20)
    print(f"{'PostgreSQL' if database else 'SQLite'}, {replicas} process(es) for {seconds:.0f} s:", end=" ")
    print(f"{chats.said / seconds:.0f} updates/s in, {in_time / seconds:.0f} answers/s out,", end=" ")
    print(f"{left} waiting at the end; answers' delay p50 {cuts[9]:.0f} ms, p95 {cuts[18]:.0f} ms,", end=" ")
    print(f"max {max(chats.times):.0f} ms", flush=True)


def _tell_costs(bots: list[Running], each: float, own: float, seconds: float, spent: float) -> None:
    megabytes = ", ".join(f"{memory(bot.process.pid, 'VmRSS'):.0f}" for bot in bots)
    print(f"    processor: {1000 * each:.2f} ms an update in the bot ({spent / seconds:.2f} cores,", end=" ")
    print(f"{1 / each:.0f} updates/s a core), {1000 * own:.2f} ms in Telegram's side;", end=" ")
    print(f"memory {megabytes} MB", flush=True)


async def main(options: Namespace) -> None:
    if options.kinds:
        await tell_kinds(options.each, only_postgresql=options.only_postgresql)
        return
    if options.replicas == 1 and not options.only_postgresql:
        await measure(options, 1, "")
    if postgresql_url() is None:
        return
    rates = []
    for replicas in range(1, options.replicas + 1):
        async with postgresql_schema() as database:
            rates.append(await measure(options, replicas, database))
    if options.saturate and len(rates) > 1:
        print(f"{len(rates)} processes do {rates[-1] / rates[0]:.2f} times what one does")


def _options() -> Namespace:
    parser = ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rate", type=float, default=500)
    parser.add_argument("--chats", type=int, default=500)
    parser.add_argument("--replicas", type=int, default=1)
    parser.add_argument("--saturate", action="store_true")
    parser.add_argument("--share", type=float)
    parser.add_argument("--kinds", action="store_true")
    parser.add_argument("--each", type=int, default=400)
    parser.add_argument("--only-postgresql", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    asyncio.run(main(_options()))
