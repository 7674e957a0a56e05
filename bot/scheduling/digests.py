"""Digests by the clock: the workers that claim and send them, and their ticks."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.clock import Clock
from bot.measures.names import CLAIMING
from bot.scheduling.claiming import Claiming
from bot.scheduling.sending import Sending
from bot.scheduling.ticks import Ticks
from bot.scheduling.worker import Worker, at_work
from bot.services.claims import Claims
from bot.services.deliveries import Deliveries, Explain, Send

TICK = 1.0  # seconds
TIDY = 3_600.0


class DigestRounds:
    """Everything that makes digests come. `claiming` and `sending` can be run by hand, a round at a time."""

    def __init__(
        self,
        claims: Claims,
        deliveries: Deliveries,
        clock: Clock,
        send: Send,
        explain: Explain | None = None,
    ) -> None:
        """`explain` says in a digest that was ready in time what kept it."""
        self._deliveries = deliveries
        self._bot_id = claims.bot_id
        self.sending = Sending(deliveries, claims.bot_id, send, explain=explain)
        self._sender = Worker("the sending of digests", self.sending.round)
        self.claiming = Claiming(claims, clock, self._sender.poke)

    @asynccontextmanager
    async def running(self, ticks: Ticks) -> AsyncIterator[None]:
        """Claim and send at every tick, until the block ends."""
        await self._deliveries.recover(self._bot_id)
        claimer = Worker(CLAIMING, self.claiming.round)
        tidier = Worker("the tidying of deliveries", self._deliveries.tidy)
        async with at_work(ticks, (TICK, claimer), (TICK, self._sender), (TIDY, tidier)):
            yield

    async def poke(self) -> None:
        """Something was put into the outbox."""
        await self._sender.poke()
