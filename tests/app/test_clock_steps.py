"""A clock that is set by hours, forward and back: what is due comes once, and nothing stands still."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.model.sending import Later, Scope
from bot.terminal.botapi import BotApi
from storage.store import Store
from tests.services.office import DAY, EIGHT, Office
from tests.services.test_feeds import HOUR, Desk, a_feed, an_item
from tests.support.bots import TOKEN, a_bot, handle
from tests.support.outside import outside
from tests.support.stores import database, store

__all__ = ["database", "store"]

STEPS = [timedelta(hours=hours) for hours in (20, -6)]


@pytest.mark.parametrize("step", STEPS, ids=str)
async def test_digests_tell_everything_once_and_go_on_every_day(store: Store, step: timedelta) -> None:
    """Five days with news at noon; on the second, the clock is wrong from four in the morning to seven."""
    office, real = Office(store), EIGHT - timedelta(hours=8)
    await office.subscribe()
    told: list[str] = []
    for hour in range(5 * 24):
        office.now = real + (step if 28 <= hour < 31 else timedelta())
        if hour % 24 == 12:
            await office.happens(1 + hour // 24)
        if hour % 4 == 0:
            told += await office.tick()
        real += HOUR

    assert len(told) == 4
    assert changes_in(told) == [1, 2, 3, 4]


def changes_in(digests: Sequence[str]) -> list[int]:
    """The numbers of the changes that were told, in the order in which they were."""
    ranges = [tuple(map(int, text.split(".."))) for text in digests]
    return [number for first, last in ranges for number in range(first, last + 1)]


async def test_one_that_failed_under_a_wrong_clock_is_sent_when_its_time_comes(store: Store) -> None:
    office = Office(store)
    await office.subscribe()
    await office.happens()
    office.telegram.answers = [Later(0, Scope.CHAT, "down")]
    assert await office.tick(EIGHT + 6 * HOUR) == []

    came = [text for hour in range(8) for text in await office.tick(EIGHT + hour * HOUR)]

    assert came == [" 1..1"]


@pytest.mark.parametrize("step", STEPS, ids=str)
async def test_feeds_are_asked_again_and_each_item_is_read_once(store: Store, step: timedelta) -> None:
    async with outside() as there:
        desk = Desk(store, there)
        await desk.follow(desk.serve(a_feed(an_item(1))))
        await desk.polling.round()
        desk.now += step
        await desk.polling.round()
        desk.now -= step
        desk.serve(a_feed(an_item(2), an_item(1)))

        for _ in range(9):
            await desk.later(timedelta(hours=4))

        assert len(await desk.articles()) == 2


async def test_messages_are_answered_and_undone_in_order_whatever_the_clock_says(tmp_path: Path) -> None:
    now = EIGHT

    def clock() -> datetime:
        return now

    api = BotApi(token=TOKEN, clock=clock)
    mira = api.person(7, "Mira")
    async with a_bot(api, tmp_path, clock=clock, OWNER_IDS="7") as bot:
        for year, step in enumerate((6 * HOUR, -DAY, 20 * HOUR), 2011):
            now += step
            text = f"On 3 May {year} a fire destroyed the theatre in Town{year}."
            await handle(bot, api.people.say(mira, text))
        for _ in range(3):
            await handle(bot, api.people.say(mira, "/undo"))

    assert [message["text"].split("\n")[0] for message in api.sent()[:3]] == ["<b>1 event added</b>"] * 3
    undone = [message["text"] for message in api.sent()[3:]]
    assert ["Town2013" in undone[0], "Town2012" in undone[1], "Town2011" in undone[2]] == [True] * 3
