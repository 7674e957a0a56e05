"""The ledger: writes where deliveries stand. Whoever asks during a transaction shares the next one."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from bot.errors import DatabaseAway
from bot.model.subscription import Delivery
from storage.store import Store

TIMES, PAUSE = 100, 1.0  # so often, after so many seconds: less than a lease in all


@dataclass(frozen=True, slots=True, eq=False)
class _Entry:
    delivery: Delivery
    held: bool
    written: asyncio.Future[bool]


class Ledger:
    """One for each process: a wave of small writes becomes a few transactions."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[_Entry] = []
        self._writing: asyncio.Task[None] | None = None

    async def write(self, delivery: Delivery, *, held: bool) -> bool:
        """Store it; False when somebody else has it by now. It is in the database when this returns."""
        entry = _Entry(delivery, held, asyncio.get_running_loop().create_future())
        self._waiting.append(entry)
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_all())
        return await entry.written

    async def _write_all(self) -> None:
        try:
            while self._waiting:
                entries, self._waiting = self._waiting, []
                try:
                    _answer(entries, await self._write(entries))
                except Exception as fault:  # whatever it was, those who asked are told
                    _refuse(entries, fault)
        finally:
            self._writing = None

    async def _write(self, entries: Sequence[_Entry]) -> list[bool]:
        """What became of a message must not be forgotten: a database that is away is waited for."""
        for _ in range(TIMES):
            with suppress(DatabaseAway):
                return await self._stored(entries)
            await asyncio.sleep(PAUSE)
        return await self._stored(entries)

    async def _stored(self, entries: Sequence[_Entry]) -> list[bool]:
        async with self._store.begin() as tx:
            return [await tx.deliveries.store(entry.delivery, held=entry.held) for entry in entries]


def _answer(entries: Sequence[_Entry], stored: Sequence[bool]) -> None:
    for entry, held in zip(entries, stored, strict=True):
        if not entry.written.done():  # who asked may have been cancelled meanwhile
            entry.written.set_result(held)


def _refuse(entries: Sequence[_Entry], fault: Exception) -> None:
    for entry in entries:
        if not entry.written.done():
            entry.written.set_exception(fault)
