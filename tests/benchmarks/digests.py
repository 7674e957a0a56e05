"""How many digests a second are composed, where nothing, little or much changed. Run by hand:

    python -m tests.benchmarks.digests [EVENTS]

A chat of EVENTS events (10,000), and a thousand subscriptions that are due in chats of a few. On a SQLite
file in a temporary folder, and on a server when TEST_DATABASE_URL names one. Rendering is timed apart.
"""

import asyncio
import random
import sys
import tempfile
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from time import perf_counter, process_time

from bot.model.chat import Chat
from bot.model.digest import Digest
from bot.model.schedule import Cadence, Due, Schedule
from bot.model.subscription import Subscription, SubscriptionKind
from bot.rendering.digest import digest_parts
from bot.scheduling.claiming import AT_ONCE
from bot.services.digests import compose
from bot.services.services import Services
from storage.store import Store
from tests.benchmarks.filing import a_statement, fill
from tests.support.builders import NOON, a_cause, a_chat, a_draft
from tests.support.stores import postgresql_schema, postgresql_url

CHATS, FIRST_CHAT, ROUNDS = 200, 10_000, 5
MUCH, LITTLE = 500, 5
DUE = Due("2021-04-23T07:30", datetime(2021, 4, 23, 7, 30, tzinfo=UTC))
Case = tuple[Chat, int, str]  # a chat, the change that was told last, a topic


def a_subscription(topic: str, covered: int) -> Subscription:
    plain = Subscription(
        1, SubscriptionKind.DIGEST, topic, Schedule(Cadence.WEEKLY, time(7, 30)), NOON, "Mira"
    )
    return replace(plain, covered=covered, covered_until=DUE.at - timedelta(days=1), next=DUE)


async def hand_in(services: Services, chat: Chat, count: int, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(count):
        said, day, *_ = a_statement(chance)
        text = f"On {day.day} {day:%B} {day.year} {said}."
        await services.articles.read_one(chat, a_draft(text), a_cause())


async def correct(services: Services, chat: Chat, count: int) -> None:
    for number in range(1, count + 1):
        await services.rulings.edit(chat, number, f"{number % 28 + 1} May 2015", a_cause())


async def compose_all(store: Store, cases: list[Case]) -> list[Digest]:
    """The digests that there are, composed as they are claimed: some in a transaction."""
    found = []
    for at in range(0, len(cases), AT_ONCE):
        async with store.read() as tx:
            found += [
                await compose(tx, chat, a_subscription(topic, covered), DUE, DUE.at)
                for chat, covered, topic in cases[at : at + AT_ONCE]
            ]
    return [digest for digest in found if digest is not None]


async def measure(name: str, store: Store, count: int) -> None:
    services, big = Services.over(store), a_chat()
    await fill(store, count)
    await correct(services, big, MUCH)
    chats = [a_chat(FIRST_CHAT + n) for n in range(CHATS)]
    for chat in chats:
        await hand_in(services, chat, LITTLE, chat.id)
    some = [(chat, 0 if n % 20 == 0 else LITTLE, "") for n, chat in enumerate(chats)]
    cases: dict[str, list[Case]] = {
        "chats with nothing new": [(chat, LITTLE, "") for chat in chats] * ROUNDS,
        f"1 in 20 has {LITTLE} changes": some * ROUNDS,
        f"each has {LITTLE} changes": [(chat, 0, "") for chat in chats] * ROUNDS,
        f"{count:,} events, 0 changes": [(big, MUCH, "")] * 500,
        f"{count:,} events, {LITTLE} changes": [(big, MUCH - LITTLE, "")] * 100,
        "the same, with a topic": [(big, MUCH - LITTLE, "minister")] * 100,
        f"{count:,} events, {MUCH} changes": [(big, 0, "")] * 5,
    }
    for what, asked in cases.items():
        await report(name, what, store, asked)


async def report(name: str, what: str, store: Store, asked: list[Case]) -> None:
    begun, worked = perf_counter(), process_time()
    found = await compose_all(store, asked)
    spent, worked = perf_counter() - begun, process_time() - worked
    begun = process_time()
    for digest in found:
        digest_parts(digest, a_chat())
    rendering = 1000 * (process_time() - begun) / len(found) if found else 0.0
    each, work = 1000 * spent / len(asked), 1000 * worked / len(asked)
    print(
        f"{name:12} {what:28} {len(asked) / spent:>10,.0f} {each:>10.2f} {work:>10.2f} {len(found):>8,} "
        f"{rendering:>10.2f}"
    )


async def main(count: int) -> None:
    heads = ("a second", "ms each", "of CPU, ms", "digests", "render, ms")
    print(
        f"{'database':12} {'':28} " + " ".join(f"{head:>{8 if head == 'digests' else 10}}" for head in heads)
    )
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        urls = {"sqlite": f"sqlite:///{folder / 'digests.db'}"}
        if postgresql_url():
            urls["postgresql"] = await stack.enter_async_context(postgresql_schema())
        for name, url in urls.items():
            store = await Store.open(url)
            await measure(name, store, count)
            await store.close()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
