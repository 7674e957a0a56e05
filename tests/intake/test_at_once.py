"""Together: what comes during a write goes into the next one, in order, and each is told how it ended."""

import asyncio
from collections.abc import Sequence
from operator import itemgetter

import pytest

from bot.errors import DatabaseBusy
from bot.intake import together
from bot.intake.together import Together


class Written:
    """Keeps what it is handed, once `open` is set; it cannot take 13, and is too busy for 99."""

    def __init__(self) -> None:
        self.lots: list[list[int]] = []
        self.open = asyncio.Event()

    async def act(self, numbers: Sequence[int]) -> None:
        await self.open.wait()
        if 99 in numbers:
            raise DatabaseBusy
        if 13 in numbers:
            raise ValueError
        self.lots.append(list(numbers))


@pytest.fixture
def written() -> Written:
    return Written()


@pytest.fixture
def to(written: Written) -> Together[int]:
    return Together(written.act)


async def asked(to: Together[int], *numbers: int) -> list[asyncio.Task[None]]:
    """One asker for each number, all waiting when this returns."""
    asking = [asyncio.create_task(to.do(number)) for number in numbers]
    for _ in range(3):
        await asyncio.sleep(0)
    return asking


async def told(asking: list[asyncio.Task[None]]) -> list[BaseException | None]:
    return await asyncio.gather(*asking, return_exceptions=True)


async def test_what_comes_during_a_write_is_written_together_and_in_order(
    written: Written, to: Together[int]
) -> None:
    first = await asked(to, 1)
    others = await asked(to, 5, 3, 4, 2)
    written.open.set()

    assert await told(first + others) == [None] * 5
    assert written.lots == [[1], [5, 3, 4, 2]]


async def test_what_one_asks_for_is_in_one_lot(
    written: Written, to: Together[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(together, "MOST", 1)
    written.open.set()

    await asyncio.gather(to.do(1, 2, 3), to.do(4, 5))

    assert written.lots == [[1, 2, 3], [4, 5]]


async def test_one_that_comes_twice_is_written_once_and_both_are_told(
    written: Written, to: Together[int]
) -> None:
    asking = [*await asked(to, 1), *await asked(to, 1, 2, 2)]
    written.open.set()

    assert await told(asking) == [None] * 4
    assert written.lots == [[1], [2]]


async def test_things_are_told_apart_by_their_key() -> None:
    lots: list[list[dict[str, int]]] = []

    async def act(things: Sequence[dict[str, int]]) -> None:
        lots.append(list(things))

    to = Together(act, itemgetter("id"))
    await asyncio.gather(to.do({"id": 1, "try": 1}), to.do({"id": 1, "try": 2}), to.do({"id": 2, "try": 1}))

    assert lots == [[{"id": 1, "try": 1}, {"id": 2, "try": 1}]]


async def test_a_lot_has_a_bound(
    written: Written, to: Together[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(together, "MOST", 3)

    asking = [*await asked(to, 1), *await asked(to, *range(2, 9))]
    written.open.set()
    await told(asking)

    assert written.lots == [[1], [2, 3, 4], [5, 6, 7], [8]]


async def test_one_that_nobody_can_write_keeps_no_other_out(written: Written, to: Together[int]) -> None:
    asking = [*await asked(to, 1), *await asked(to, 12, 13, 14)]
    written.open.set()

    assert [type(end) for end in await told(asking)] == [type(None), type(None), ValueError, type(None)]
    assert written.lots == [[1], [12], [14]]


async def test_a_database_that_fails_fails_all_of_the_lot_and_none_after_it(
    written: Written, to: Together[int]
) -> None:
    written.open.set()

    failing = await told(await asked(to, 98, 99))
    following = await told(await asked(to, 98))

    assert [type(end) for end in failing] == [DatabaseBusy] * 2
    assert following == [None]
    assert written.lots == [[98]]


async def test_whoever_gives_up_waiting_takes_nothing_back(written: Written, to: Together[int]) -> None:
    asking = [*await asked(to, 1), *await asked(to, 2, 3)]
    asking[1].cancel()
    written.open.set()
    await told(asking)

    assert written.lots == [[1], [2, 3]]


async def test_all_that_waits_is_written_before_the_end(written: Written, to: Together[int]) -> None:
    await asked(to, 1)
    await asked(to, 2)
    asyncio.get_running_loop().call_soon(written.open.set)
    await to.through()

    assert written.lots == [[1], [2]]
