"""Sending: what is owed goes out, several messages at a time, for as long as there is any."""

import asyncio
import logging

from bot.logs import about
from bot.model.subscription import Delivery
from bot.services.deliveries import Deliveries, Explain, Send

AT_ONCE = 16  # messages on their way, or waiting for their turn
GRACE = 5.0  # seconds for those that are on their way when the bot is stopped

log = logging.getLogger(__name__)


class Sending:
    """Sends for one bot. What it has in hand at a stop is finished; what it has not begun is given back."""

    def __init__(
        self,
        deliveries: Deliveries,
        bot_id: int,
        send: Send,
        grace: float = GRACE,
        explain: Explain | None = None,
    ) -> None:
        self._deliveries = deliveries
        self._bot_id = bot_id
        self._send = send
        self._grace = grace
        self._explain = explain
        self._resume_at = 0.0
        self._in_hand: dict[asyncio.Task[None], Delivery] = {}

    async def round(self) -> None:
        """Send all that may be sent now."""
        try:
            more = True
            while more or self._in_hand:
                if more and len(self._in_hand) <= AT_ONCE // 2:
                    more = await self._take()
                if self._in_hand:
                    await asyncio.wait(self._in_hand, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await self._finish()

    async def _take(self) -> bool:
        """Take as much in hand as there is room for; whether there may be more."""
        if asyncio.get_running_loop().time() < self._resume_at:
            return False
        room = AT_ONCE - len(self._in_hand)
        leased = await self._deliveries.lease(self._bot_id, room)
        for delivery in leased:
            task = asyncio.create_task(self._deliver(delivery))
            self._in_hand[task] = delivery
            task.add_done_callback(self._in_hand.pop)
        return len(leased) == room

    async def _deliver(self, delivery: Delivery) -> None:
        with about(chat=delivery.chat_id, delivery=delivery.number):
            await self._delivered(delivery)

    async def _delivered(self, delivery: Delivery) -> None:
        try:
            pause = await self._deliveries.deliver(delivery, self._send, self._explain)
        except Exception:  # the lease ends, and then it is tried again
            log.exception("chat %s, delivery %s failed", delivery.chat_id, delivery.number)
            return
        if pause is not None:
            self._resume_at = asyncio.get_running_loop().time() + pause.seconds

    async def _finish(self) -> None:
        """At a stop: wait a while for what is in hand, and let others have the rest."""
        if self._in_hand:
            _, late = await asyncio.wait(self._in_hand, timeout=self._grace)
            unfinished = [self._in_hand[task] for task in late]
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
            await self._deliveries.give_back(unfinished)
