"""Together: what is asked for during a transaction goes into the next one."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.errors import DatabaseBusy
from bot.intake import together
from bot.intake.together import Together


class Done:
    """Keeps what it is handed, once `open` is set; has no time for 99."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.open = asyncio.Event()

    async def act(self, numbers: Sequence[int]) -> None:
        await self.open.wait()
        if 99 in numbers:
            raise DatabaseBusy
        self.batches.append(list(numbers))


async def asked(to: Together, *numbers: int) -> list[asyncio.Task[None]]:
    """One asker for each number, all waiting when this returns."""
    asking = [asyncio.create_task(to.do([number])) for number in numbers]
    for _ in range(3):
        await asyncio.sleep(0)
    return asking


async def test_what_comes_meanwhile_is_done_together_and_all_are_told() -> None:
    done = Done()
    to = Together(done.act)

    asking = [*await asked(to, 1), *await asked(to, 2, 3, 4)]
    done.open.set()
    await asyncio.gather(*asking)
    await to.do([5, 6])

    assert done.batches == [[1], [2, 3, 4], [5, 6]]


async def test_there_is_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "MOST", 2)
    done = Done()
    to = Together(done.act)

    asking = [*await asked(to, 1), *await asked(to, 2, 3, 4)]
    done.open.set()
    await asyncio.gather(*asking)

    assert done.batches == [[1], [2, 3], [4]]


async def test_a_failure_is_told_to_those_that_it_met_alone() -> None:
    done = Done()
    to = Together(done.act)

    asking = [*await asked(to, 1), *await asked(to, 2, 99)]
    done.open.set()
    ends = await asyncio.gather(*asking, return_exceptions=True)
    await to.do([2])

    assert [type(end) for end in ends] == [type(None), DatabaseBusy, DatabaseBusy]
    assert done.batches == [[1], [2]]


async def test_an_asker_who_goes_leaves_the_others_what_they_asked() -> None:
    done = Done()
    to = Together(done.act)

    asking = [*await asked(to, 1), *await asked(to, 2, 3)]
    asking[1].cancel()
    done.open.set()
    await asyncio.gather(*asking, return_exceptions=True)

    assert done.batches == [[1], [2, 3]]
