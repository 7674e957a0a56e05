"""Turns: bounded in all, by host and by asker; whoever has the fewest goes first, and nobody is forgotten."""

import asyncio
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.turns import Turns


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


class Crowd:
    """Askers that hold their turn until they are told to let go."""

    def __init__(self, turns: Turns) -> None:
        self.turns = turns
        self.going: list[str] = []
        self.tasks: dict[str, asyncio.Task[None]] = {}
        self._done: dict[str, asyncio.Event] = {}

    async def ask(self, name: str, host: str, asker: str) -> None:
        self._done[name] = asyncio.Event()
        self.tasks[name] = asyncio.create_task(self._hold(name, host, asker))
        await settle()

    async def finish(self, name: str) -> None:
        self._done[name].set()
        await settle()

    async def _hold(self, name: str, host: str, asker: str) -> None:
        async with self.turns.turn(host, asker):
            self.going.append(name)
            try:
                await self._done[name].wait()
            finally:
                self.going.remove(name)


async def test_who_has_fewer_turns_goes_first() -> None:
    crowd = Crowd(Turns(at_once=2, of_one_asker=2))
    for number in range(4):
        await crowd.ask(f"a{number}", f"h{number}", "a")
    await crowd.ask("b0", "h9", "b")

    await crowd.finish("a0")

    assert crowd.going == ["a1", "b0"]


async def test_a_busy_host_keeps_nobody_else_waiting() -> None:
    crowd = Crowd(Turns())
    await crowd.ask("a0", "busy", "a")
    await crowd.ask("a1", "busy", "a")
    await crowd.ask("a2", "free", "a")

    assert crowd.going == ["a0", "a2"]
    await crowd.finish("a0")
    assert crowd.going == ["a2", "a1"]


@pytest.mark.parametrize("name", ["a0", "a1"])
async def test_who_gives_up_leaves_the_turn_to_others(name: str) -> None:
    crowd = Crowd(Turns(at_once=1))
    for one in ("a0", "a1", "a2"):
        await crowd.ask(one, one, "a")

    crowd.tasks[name].cancel()
    await settle()
    if name == "a1":
        await crowd.finish("a0")
        assert crowd.going == ["a2"]
    else:
        assert crowd.going == ["a1"]


@given(st.lists(st.tuples(st.sampled_from("hijk"), st.sampled_from("abc"), st.booleans()), max_size=40))
def test_the_bounds_hold_and_everybody_gets_a_turn(asked: list[tuple[str, str, bool]]) -> None:
    asyncio.run(_all_get_turns(asked))


async def _all_get_turns(asked: list[tuple[str, str, bool]]) -> None:
    turns, now, served = Turns(), list[tuple[str, str]](), 0

    async def fetch(host: str, asker: str) -> None:
        nonlocal served
        async with turns.turn(host, asker):
            now.append((host, asker))
            assert len(now) <= 4
            assert len({host for host, _ in now}) == len(now)
            assert max(Counter(asker for _, asker in now).values()) <= 3
            try:
                await asyncio.sleep(0)
            finally:
                now.remove((host, asker))
            served += 1

    tasks = [asyncio.create_task(fetch(host, asker)) for host, asker, _ in asked]
    await asyncio.sleep(0)
    for task, (_, _, impatient) in zip(tasks, asked, strict=True):
        if impatient:
            task.cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)

    assert served == sum(result is None for result in results)
    assert served >= sum(not impatient for _, _, impatient in asked)
    assert (turns._waiting, turns._hosts, dict(turns._askers)) == ([], set(), {})
