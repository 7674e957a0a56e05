"""Batches: what comes during a write goes into the next one, in order, and each is told how it ended."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.errors import DatabaseBusy
from bot.intake.envelope import Raw
from bot.listening import batches
from bot.listening.batches import Batches


class Written:
    """Keeps what it takes, once `open` is set; it cannot take 13, and is too busy for 99."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.open = asyncio.Event()

    async def take(self, updates: Sequence[Raw]) -> None:
        await self.open.wait()
        numbers = [raw["update_id"] for raw in updates]
        if 99 in numbers:
            raise DatabaseBusy
        if 13 in numbers:
            raise ValueError
        self.batches.append(numbers)


async def put_in(to: Batches, *numbers: int) -> list[asyncio.Task[None]]:
    """Take them, all waiting when this returns."""
    taking = [asyncio.create_task(to.take({"update_id": number})) for number in numbers]
    for _ in range(3):
        await asyncio.sleep(0)
    return taking


async def told(taking: list[asyncio.Task[None]]) -> list[BaseException | None]:
    return await asyncio.gather(*taking, return_exceptions=True)


async def test_what_comes_during_a_write_is_written_together_and_in_order() -> None:
    written = Written()
    to = Batches(written.take)

    first = await put_in(to, 1)
    others = await put_in(to, 5, 3, 4, 2)
    written.open.set()

    assert await told(first + others) == [None] * 5
    assert written.batches == [[1], [5, 3, 4, 2]]


async def test_one_that_comes_twice_is_written_once_and_both_are_told() -> None:
    written = Written()
    to = Batches(written.take)

    taking = [*await put_in(to, 1), *await put_in(to, 1, 2, 2)]
    written.open.set()

    assert await told(taking) == [None] * 4
    assert written.batches == [[1], [2]]


async def test_a_batch_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "MOST", 3)
    written = Written()
    to = Batches(written.take)

    taking = [*await put_in(to, 1), *await put_in(to, *range(2, 9))]
    written.open.set()
    await told(taking)

    assert written.batches == [[1], [2, 3, 4], [5, 6, 7], [8]]


async def test_one_that_nobody_can_write_keeps_no_other_out() -> None:
    written = Written()
    to = Batches(written.take)

    taking = [*await put_in(to, 1), *await put_in(to, 12, 13, 14)]
    written.open.set()

    assert [type(end) for end in await told(taking)] == [type(None), type(None), ValueError, type(None)]
    assert written.batches == [[1], [12], [14]]


async def test_a_database_that_fails_fails_all_of_the_batch_and_none_after_it() -> None:
    written = Written()
    to = Batches(written.take)
    written.open.set()

    failing = await told([*await put_in(to, 98, 99)])
    following = await told(await put_in(to, 98))

    assert [type(end) for end in failing] == [DatabaseBusy] * 2
    assert following == [None]
    assert written.batches == [[98]]


async def test_whoever_gives_up_waiting_takes_nothing_back() -> None:
    written = Written()
    to = Batches(written.take)

    taking = [*await put_in(to, 1), *await put_in(to, 2, 3)]
    taking[1].cancel()
    written.open.set()
    await told(taking)

    assert written.batches == [[1], [2, 3]]


async def test_all_that_waits_is_written_before_the_end() -> None:
    written = Written()
    to = Batches(written.take)

    await put_in(to, 1)
    await put_in(to, 2)
    asyncio.get_running_loop().call_soon(written.open.set)
    await to.written()

    assert written.batches == [[1], [2]]
