"""How many digests a second are composed, where nothing, little or much changed. Run by hand:

    python -m tests.benchmarks.digests [EVENTS]

A chat of EVENTS events (10,000), and a thousand chats of a few, of which each has a subscription that is due.
On a SQLite file in a temporary folder, and on a server when TEST_DATABASE_URL names one. All are composed in
one transaction, as they are when they are owed; rendering is timed apart.
"""

import asyncio
import random
import sys
import tempfile
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from time import perf_counter

from bot.model.chat import Chat
from bot.model.digest import Digest
from bot.model.schedule import Cadence, Due, Schedule
from bot.model.subscription import Subscription, SubscriptionKind
from bot.rendering.digest import digest_parts
from bot.services.digests import compose
from bot.services.services import Services
from storage.store import Store
from tests.benchmarks.filing import a_statement, fill
from tests.support.builders import NOON, a_cause, a_chat, a_draft
from tests.support.stores import postgresql_schema, postgresql_url

CHATS, FIRST_CHAT = 1_000, 10_000
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


async def compose_all(store: Store, cases: list[Case]) -> tuple[float, list[Digest]]:
    """Seconds, and the digests that there were."""
    begun = perf_counter()
    async with store.read() as tx:
        found = [
            await compose(tx, chat, a_subscription(topic, covered), DUE, DUE.at)
            for chat, covered, topic in cases
        ]
    return perf_counter() - begun, [digest for digest in found if digest is not None]


async def measure(name: str, store: Store, count: int) -> None:
    services = Services.over(store)
    await fill(store, count)
    await hand_in(services, a_chat(), MUCH, 1)
    chats = [a_chat(FIRST_CHAT + n) for n in range(CHATS)]
    for chat in chats:
        await hand_in(services, chat, LITTLE, chat.id)
    big, rounds = a_chat(), 50
    cases: dict[str, list[Case]] = {
        f"{CHATS:,} chats, nothing new": [(chat, LITTLE, "") for chat in chats],
        f"{CHATS:,} chats, {LITTLE} changes each": [(chat, 0, "") for chat in chats],
        "the same, 1 in 20 of them": [
            (chat, 0 if n % 20 == 0 else LITTLE, "") for n, chat in enumerate(chats)
        ],
        f"{count:,} events, 0 changes": [(big, MUCH, "")] * rounds * 10,
        f"{count:,} events, {LITTLE} changes": [(big, MUCH - LITTLE, "")] * rounds,
        "the same, with a topic": [(big, MUCH - LITTLE, "minister")] * rounds,
        f"{count:,} events, {MUCH} changes": [(big, 0, "")] * 5,
    }
    for what, asked in cases.items():
        spent, found = await compose_all(store, asked)
        begun = perf_counter()
        for digest in found:
            digest_parts(digest, big)
        rendering = 1000 * (perf_counter() - begun) / len(found) if found else 0.0
        each = 1000 * spent / len(asked)
        print(f"{name:12} {what:32} {1000 / each:>10,.0f} {each:>10.2f} {len(found):>8,} {rendering:>10.2f}")


async def main(count: int) -> None:
    print(f"{'database':12} {'':32} {'a second':>10} {'ms each':>10} {'digests':>8} {'render, ms':>10}")
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
