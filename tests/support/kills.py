"""A wave of digests whose sender is killed with SIGKILL, again and again, and begun anew."""

import asyncio
import multiprocessing
import random
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path

from bot.app import assembled
from bot.model.subscription import Delivery, DeliveryState, Unsure
from bot.scheduling.ticks import Ticks
from bot.settings import Settings
from bot.terminal.botapi import BotApi, Call
from storage.store import Store
from tests.support.bots import SOON, TOKEN
from tests.support.loopback import loopback
from tests.support.waves import a_wave

BOT = int(TOKEN.partition(":")[0])


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What came of it: messages per chat, and each chat's delivery."""

    arrived: Counter[int]
    deliveries: dict[int, Delivery]

    @property
    def doubles(self) -> int:
        return sum(self.arrived.values()) - len(self.arrived)

    @property
    def missing(self) -> set[int]:
        return set(self.deliveries) - set(self.arrived)

    def being(self, state: DeliveryState) -> set[int]:
        return {chat for chat, delivery in self.deliveries.items() if delivery.state is state}


async def a_wave_with_kills(folder: Path, unsure: Unsure, chats: range, kills: int) -> Aftermath:
    """Send a digest to each chat over a Bot API on loopback; kill the sender so often on the way."""
    url, api, chance = f"sqlite:///{folder}/dateline.db", BotApi(token=TOKEN), random.Random(4)
    for chat in chats:
        api.person(chat, "Reader")
    store = await Store.open(url)
    await a_wave(store, BOT, chats, datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(minutes=2))
    await store.close()
    taken, forks, step = Taken(api), _forks(), 2 * len(chats) // (kills + 2)
    async with loopback(api) as address:
        environment = {"BOT_TOKEN": TOKEN, "BOT_API_URL": address, "DATA_DIR": str(folder)}
        environment |= {"MESSAGES_PER_SECOND": "0", "UNSURE_DIGESTS": unsure.value}
        for _ in range(kills):
            bot = _started(forks, environment)
            await taken.reach(min(taken.count + chance.randint(1, step), len(chats) - 1))
            await _killed(bot)
        bot = _started(forks, environment)
        deliveries = await _settled(url, taken, chats)
        await _killed(bot)
    return Aftermath(Counter(message["chat"]["id"] for message in api.sent()), deliveries)


class Taken:
    """Counts the messages that Telegram took, and says when there are so many."""

    def __init__(self, api: BotApi) -> None:
        self.count = 0
        self.more = asyncio.Event()
        api.on_call = self._look

    async def reach(self, count: int) -> None:
        async with asyncio.timeout(SOON):
            while self.count < count:
                self.more.clear()
                await self.more.wait()

    async def _look(self, call: Call) -> None:
        if call.method == "sendMessage":
            self.count += 1
            self.more.set()


def _forks() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, "apscheduler.schedulers.asyncio"])
    return context


def _started(forks: ForkServerContext, environment: dict[str, str]) -> ForkServerProcess:
    bot = forks.Process(target=_work, args=(environment,), daemon=True)
    bot.start()
    return bot


async def _killed(bot: ForkServerProcess) -> None:
    bot.kill()
    await asyncio.to_thread(bot.join)


def _work(environment: dict[str, str]) -> None:
    """A process of the bot that sends what is owed, forked from one that has its modules loaded."""
    asyncio.run(_send(Settings.read(environment)))


async def _send(settings: Settings) -> None:
    ticks = Ticks()
    async with assembled(settings, TOKEN) as bot, bot.digests.running(ticks), ticks.running():
        await asyncio.Event().wait()


async def _settled(url: str, taken: Taken, chats: range) -> dict[int, Delivery]:
    """Each chat's delivery, once none of them is owed any more."""
    store = await Store.open_reading(url)
    try:
        async with asyncio.timeout(2 * SOON):
            while await _left(store):
                taken.more.clear()
                with_patience = asyncio.wait_for(taken.more.wait(), 0.2)
                await asyncio.gather(with_patience, return_exceptions=True)
        async with store.read() as tx:
            return {chat: one for chat in chats for one in await tx.deliveries.of_chat(chat)}
    finally:
        await store.close()


async def _left(store: Store) -> int:
    now = datetime.now(UTC)
    async with store.read() as tx:
        return (await tx.subscriptions.overdue(BOT, now))[0] + (await tx.deliveries.owed(BOT, now))[0]
