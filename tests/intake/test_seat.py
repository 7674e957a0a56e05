"""Of several processes one does the work; when it dies or its connection breaks, another does."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import make_url

from bot.intake.seat import Seat
from bot.measures import observed
from bot.measures.vitals import Vitals
from storage import presence
from storage.presence import Presence
from tests.support.bots import SOON
from tests.support.stores import postgresql_schema


@pytest.fixture
async def url() -> AsyncIterator[str]:
    async with postgresql_schema() as url:
        yield url


class Work:
    """Says when it is at it, and when it is broken off."""

    def __init__(self) -> None:
        self.begun, self.over = asyncio.Event(), asyncio.Event()

    async def __call__(self) -> None:
        self.over.clear()
        self.begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.begun.clear()
            self.over.set()


async def test_one_polls_and_another_takes_over_when_it_is_gone(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.intake.seat.LOOK", 0.05)
    first, second = [await Presence.begin(make_url(url)) for _ in range(2)]
    works = Work(), Work()
    one = asyncio.create_task(Seat("poller", first).held(works[0]))
    await asyncio.wait_for(works[0].begun.wait(), SOON)
    vitals = Vitals()
    with observed(vitals):
        other = asyncio.create_task(Seat("poller", second).held(works[1]))
    await asyncio.sleep(0.2)
    assert not works[1].begun.is_set()
    assert vitals.stands_by

    first._connection.terminate()  # as at a kill

    await asyncio.wait_for(works[0].over.wait(), SOON)
    await asyncio.wait_for(works[1].begun.wait(), SOON)
    for task in (one, other):
        task.cancel()
    await asyncio.gather(one, other, return_exceptions=True)
    await asyncio.gather(first.end(), second.end())


async def test_without_others_the_work_is_done_at_once() -> None:
    done: list[int] = []

    async def work() -> None:
        done.append(1)

    await Seat("poller", None).held(work)

    assert done == [1]


async def test_what_the_work_raises_is_raised(url: str) -> None:
    here = await Presence.begin(make_url(url))

    async def work() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        await asyncio.wait_for(Seat("poller", here).held(work), SOON)
    assert not here.holds(here.space("poller"), 0)
    await here.end()


async def test_after_a_break_what_was_held_is_taken_back_and_nothing_new_at_first(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "AGAIN", 0.01)
    here, there = [await Presence.begin(make_url(url)) for _ in range(2)]
    space = here.space("chats")
    assert await here.hold(space, [1, 2, 2]) == {1, 2}
    assert await there.hold(space, [1, 2, 3]) == {3}
    await here.drop(space, [2])
    assert await there.hold(space, [2]) == set()  # it was held twice

    here._connection.terminate()
    await asyncio.wait_for(here._broken.wait(), SOON)
    assert not here.holds(space, 1)
    await asyncio.wait_for(here._here.wait(), SOON)

    assert here.holds(space, 1)
    assert here.holds(space, 2)
    assert here.era == 1
    assert await here.hold(space, [4]) == set()
    assert await here.living() == {here.number, there.number}
    await here.end()
    for _ in range(1_000):
        if await there.living() == {there.number}:
            break
        await asyncio.sleep(0.01)
    assert await there.hold(space, [1, 2]) == {1, 2}
    await there.end()
