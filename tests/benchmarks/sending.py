"""How fast a wave of digests goes out under Telegram's limits, and how soon commands are answered meanwhile.

python -m tests.benchmarks.sending [DIGESTS]

The bot against our Bot API on loopback, which refuses more than 30 messages a second. 3,000 take about 105 s.
"""

import asyncio
import logging
import sys
import tempfile
from statistics import quantiles
from time import perf_counter

from bot.app import Dateline, assembled
from bot.intake.poller import Poller
from bot.model.sending import SendResult, Sent
from bot.model.subscription import OwedPart
from bot.sending.courier import Courier
from bot.settings import Settings
from bot.terminal.botapi import BotApi, Call, FloodControl
from tests.support.bots import TOKEN
from tests.support.loopback import loopback

OWNER, FIRST_ASKER, FIRST_READER = 7, 1_000, 10_000
ASKERS = 20
EVERY = 2.0  # seconds between two commands
AT_ONCE = 60  # digests in hand, as the deliveries have them
DIGEST = OwedPart("<b>Since yesterday</b>\n\n" + "20 Apr · The council met. /e4\n" * 20)


class Answers:
    """How long each asker waits for the answer, in milliseconds."""

    def __init__(self, api: BotApi) -> None:
        self._api = api
        self._asked: dict[str, float] = {}
        self.times: list[float] = []
        api.on_call = self._look

    async def keep_asking(self) -> None:
        """A command of somebody every so often, until cancelled."""
        number = 0
        while True:
            asker = FIRST_ASKER + number % ASKERS
            self._asked[str(asker)] = perf_counter()
            self._api.people.say(self._api.world.people[asker], "/help")
            number += 1
            await asyncio.sleep(EVERY)

    async def _look(self, call: Call) -> None:
        begun = self._asked.pop(str(call.parameters.get("chat_id")), None)
        if begun is not None:
            self.times.append(1000 * (perf_counter() - begun))


def an_api(digests: int) -> BotApi:
    api = BotApi(token=TOKEN)
    api.person(OWNER, "Mira")
    for number in range(ASKERS):
        api.person(FIRST_ASKER + number, f"Asker {number}")
    for number in range(digests):
        api.person(FIRST_READER + number, f"Reader {number}")
    api.floods = FloodControl()
    return api


async def wave(bot: Dateline, digests: int) -> list[SendResult]:
    """Send a digest to every reader, as many at once as the deliveries do."""
    courier, slots = Courier(bot.application.bot), asyncio.Semaphore(AT_ONCE)

    async def send(chat_id: int) -> SendResult:
        async with slots:
            return await courier.send(DIGEST, chat_id)

    return await asyncio.gather(*(send(FIRST_READER + number) for number in range(digests)))


async def measure(digests: int) -> None:
    api = an_api(digests)
    answers = Answers(api)
    with tempfile.TemporaryDirectory() as folder:
        async with loopback(api) as address:
            settings = Settings.read({"DATA_DIR": folder, "BOT_API_URL": address, "ACCESS": "open"})
            async with assembled(settings, TOKEN) as bot:
                polling = asyncio.create_task(Poller(bot.application.bot, bot.intake.take).run())
                asking = asyncio.create_task(answers.keep_asking())
                begun = perf_counter()
                results = await wave(bot, digests)
                seconds = perf_counter() - begun
                asking.cancel()
                polling.cancel()
    _print(api, results, seconds, answers.times)


def _print(api: BotApi, results: list[SendResult], seconds: float, times: list[float]) -> None:
    sent = sum(isinstance(result, Sent) for result in results)
    cuts = quantiles(times, n=20)
    print(f"{sent} of {len(results)} digests in {seconds:.1f} s     {sent / seconds:.2f} a second")
    print(f"refused with 429              {api.floods.refused if api.floods else 0}")
    print(f"{len(times)} commands answered meanwhile", end="  ")
    print(f"p50 {cuts[9]:.0f} ms, p95 {cuts[18]:.0f} ms, max {max(times):.0f} ms")


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 3_000))
