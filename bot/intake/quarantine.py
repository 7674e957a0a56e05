"""Quarantine: what may have ended a process is handled with nothing beside it: the next end proves it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Quarantine:
    """Many pass side by side; those under suspicion one after the other, and the gravest each quite alone."""

    def __init__(self) -> None:
        self._one = asyncio.Lock()
        self._open, self._empty = asyncio.Event(), asyncio.Event()
        self._open.set()
        self._beside = 0

    @asynccontextmanager
    async def beside(self) -> AsyncIterator[None]:
        """Whatever else is in hand; waits while one is quite alone."""
        while not self._open.is_set():
            await self._open.wait()
        self._beside += 1
        try:
            yield
        finally:
            self._beside -= 1
            if not self._beside:
                self._empty.set()

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """The only one under suspicion, beside those that are not."""
        async with self._one, self.beside():
            yield

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """With nothing else in hand: what is waits to be over, and what comes waits until this is."""
        async with self._one:
            self._open.clear()
            try:
                while self._beside:
                    self._empty.clear()
                    await self._empty.wait()
                yield
            finally:
                self._open.set()
