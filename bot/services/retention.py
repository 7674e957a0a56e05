"""Retention: a chat that keeps sources for some days only is rid of the older ones, on record."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.clock import Clock
from bot.errors import NotFound
from bot.model.news import Actor
from bot.model.outcome import Cause
from bot.services.articles import Articles
from storage.store import Store

KEEPER: Final = Actor(None, "/settings")  # who removes them, as the history tells it
AT_ONCE: Final = 20  # of a chat, before its wish is looked at again


@dataclass(frozen=True, slots=True)
class Retention:
    """The use case of time running out. Each source goes in a transaction of its own, as if by hand."""

    store: Store
    clock: Clock
    bot_id: int

    async def round(self) -> None:
        """Take out every source whose time is over."""
        while await self._some():
            pass

    async def _some(self) -> int:
        """Take out some of each chat; how many."""
        async with self.store.read() as tx:
            wishes = await tx.retention.chats(self.bot_id)
        return sum([await self._of(chat_id, timedelta(days=days)) for chat_id, days in wishes])

    async def _of(self, chat_id: int, kept: timedelta) -> int:
        now = self.clock()
        async with self.store.read() as tx:
            outlived = await tx.retention.outlived(chat_id, now - kept, AT_ONCE)
        for number in outlived:
            with suppress(NotFound):  # somebody was quicker
                await Articles(self.store).remove(chat_id, number, Cause(KEEPER, now))
            await asyncio.sleep(0)
        return len(outlived)
