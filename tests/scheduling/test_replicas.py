"""Several processes of one bot on one PostgreSQL share a wave: each digest comes, and comes once."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import datetime

import pytest
from sqlalchemy import func, select

from bot.model.chat import Chat
from bot.model.digest import Digest
from bot.model.schedule import Due
from bot.model.sending import SendResult, Sent
from bot.model.subscription import DeliveryState, OwedPart, Subscription
from bot.scheduling.digests import DigestRounds
from bot.services.claims import Claims
from bot.services.deliveries import Deliveries
from storage.store import Store, Transaction
from storage.tables import deliveries
from tests.services.office import BOT, EIGHT, told
from tests.support.stores import postgresql_schema
from tests.support.waves import a_wave

REPLICAS = 3
CHATS = range(1_000, 4_000)


@pytest.fixture
async def url() -> AsyncIterator[str]:
    async with postgresql_schema() as server:
        yield server


async def a_word(_tx: Transaction, _chat: Chat, one: Subscription, due: Due, now: datetime) -> Digest | None:
    """A digest that takes no looking up."""
    return Digest(
        subscription=one.number,
        topic="",
        first_change=one.covered or 0,
        last_change=1,
        items=(),
        mentions={},
        articles={},
        since=now,
        until=now,
        due=due,
    )


class Wire:
    """What arrived at each chat, whichever process sent it."""

    def __init__(self) -> None:
        self.arrived = Counter[int]()

    async def send(
        self,
        part: OwedPart,
        chat_id: int,
        thread: int | None = None,
        *,
        silent: bool = False,
        starting: Callable[[], Awaitable[None]] | None = None,
    ) -> SendResult:
        assert starting is not None
        await starting()
        await asyncio.sleep(0)
        self.arrived[chat_id] += 1
        return Sent(self.arrived.total())


async def test_three_processes_send_three_thousand_digests_once_each(url: str) -> None:
    wire = Wire()
    async with AsyncExitStack() as stack:
        stores = [await Store.open(url) for _ in range(REPLICAS)]
        for store in stores:
            stack.push_async_callback(store.close)
        await a_wave(stores[0], BOT, CHATS, EIGHT)
        replicas = [_a_replica(store, wire) for store in stores]

        await asyncio.gather(
            *(_work(replica, store) for replica, store in zip(replicas, stores, strict=True))
        )

        async with stores[0]._readers.connect() as connection:
            counted = select(deliveries.c.state, func.count()).group_by(deliveries.c.state)
            states = {row[0]: row[1] for row in await connection.execute(counted)}
    assert set(wire.arrived) == set(CHATS)
    assert wire.arrived.total() == len(CHATS)
    assert states == {DeliveryState.SENT.value: len(CHATS)}


def _a_replica(store: Store, wire: Wire) -> DigestRounds:
    def clock() -> datetime:
        return EIGHT

    return DigestRounds(Claims(store, BOT, a_word, told), Deliveries(store, clock), clock, wire.send)


async def _work(replica: DigestRounds, store: Store) -> None:
    """As the ticks have it, until there is nothing left anywhere."""
    while True:
        await replica.claiming.round()
        await replica.sending.round()
        async with store.read() as tx:
            if not (await tx.subscriptions.overdue(BOT, EIGHT))[0]:
                owed, _ = await tx.deliveries.owed(BOT, EIGHT)
                if not owed:
                    return
