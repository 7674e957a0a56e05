"""Whose turn it is to fetch: few at a time in all, one at a time from a host, and not all for one chat."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager

AT_ONCE = 4
OF_ONE_ASKER = 3  # so that a chat with many links leaves room for the others


class Turns:
    """Turns for hosts; waiting for a busy host keeps nobody else waiting."""

    def __init__(self, at_once: int = AT_ONCE, of_one_asker: int = OF_ONE_ASKER) -> None:
        self._all = asyncio.Semaphore(at_once)
        self._of_one_asker = of_one_asker
        self._gates: dict[Hashable, asyncio.Semaphore] = {}
        self._interested: Counter[Hashable] = Counter()

    @asynccontextmanager
    async def turn(self, host: str, asker: Hashable = None) -> AsyncIterator[None]:
        """Hold a turn within the block; `asker` is the chat that asks, None for the machine itself."""
        async with self._gate(("host", host), 1), self._gate(("asker", asker), self._of_one_asker), self._all:
            yield

    @asynccontextmanager
    async def _gate(self, key: Hashable, width: int) -> AsyncIterator[None]:
        """A semaphore that is there as long as somebody wants it."""
        self._interested[key] += 1
        gate = self._gates.setdefault(key, asyncio.Semaphore(width))
        try:
            async with gate:
                yield
        finally:
            self._interested[key] -= 1
            if not self._interested[key]:
                del self._interested[key], self._gates[key]
