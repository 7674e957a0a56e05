"""Who is handled beside whom while something is under suspicion."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from bot.intake.quarantine import Quarantine

Way = Callable[[], AbstractAsyncContextManager[None]]


class Ward:
    """Tasks that pass a quarantine and stay until they are let go."""

    def __init__(self) -> None:
        self.inside: list[str] = []
        self._gates: dict[str, asyncio.Event] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def comes(self, name: str, way: Way) -> None:
        self._gates[name] = asyncio.Event()
        self._tasks[name] = asyncio.create_task(self._stay(name, way))
        await settled()

    async def goes(self, name: str) -> None:
        self._gates[name].set()
        await settled()

    async def gives_up(self, name: str) -> None:
        self._tasks[name].cancel()
        await settled()

    async def _stay(self, name: str, way: Way) -> None:
        async with way():
            self.inside.append(name)
            try:
                await self._gates[name].wait()
            finally:
                self.inside.remove(name)


async def settled() -> None:
    """Every task came as far as it can: none of them waits for anything outside."""
    for _ in range(20):
        await asyncio.sleep(0)


async def test_one_under_suspicion_is_handled_beside_others_but_not_beside_a_second() -> None:
    quarantine, ward = Quarantine(), Ward()
    await ward.comes("clean", quarantine.beside)
    await ward.comes("suspect", quarantine.one)
    await ward.comes("second", quarantine.one)
    assert ward.inside == ["clean", "suspect"]

    await ward.goes("suspect")
    assert ward.inside == ["clean", "second"]


async def test_the_gravest_waits_for_all_to_be_over_and_all_wait_for_it() -> None:
    quarantine, ward = Quarantine(), Ward()
    await ward.comes("clean", quarantine.beside)
    await ward.comes("grave", quarantine.alone)
    await ward.comes("late", quarantine.beside)
    assert ward.inside == ["clean"]

    await ward.goes("clean")
    assert ward.inside == ["grave"]

    await ward.goes("grave")
    assert ward.inside == ["late"]


async def test_one_that_gives_up_waiting_holds_nobody_up() -> None:
    quarantine, ward = Quarantine(), Ward()
    await ward.comes("clean", quarantine.beside)
    await ward.comes("grave", quarantine.alone)
    await ward.comes("late", quarantine.beside)
    await ward.gives_up("grave")
    assert ward.inside == ["clean", "late"]
