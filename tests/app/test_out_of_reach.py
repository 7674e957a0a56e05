"""Names that cannot be looked up, a Telegram that is away for an hour: told once, waited out, made good."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from telegram import Bot
from telegram.error import NetworkError
from telegram.request import RequestData

from bot.intake.envelope import Raw
from bot.intake.poller import LONGEST_PAUSE, Poller
from bot.model.sending import Later, Scope
from bot.model.subscription import DeliveryState
from bot.terminal.botapi import BotApi, InProcessRequest
from storage.store import Store
from tests.handlers.talk import talking
from tests.handlers.test_jobs import work
from tests.services.office import BOT, EIGHT, Office
from tests.services.test_feeds import HOUR, Desk, a_feed, an_item
from tests.services.test_links import story
from tests.support.bots import SOON, TOKEN, a_process
from tests.support.builders import a_chat
from tests.support.outside import Outside, outside
from tests.support.stores import database, store

__all__ = ["database", "store"]

MINUTE = timedelta(minutes=1)


class Line(InProcessRequest):
    """The way to Telegram, on which nothing passes while it is cut."""

    cut = False
    tries = 0

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *bounds: object, **more: object
    ) -> tuple[int, bytes]:
        self.tries += 1
        if self.cut:
            raise NetworkError("httpx.ConnectError: Temporary failure in name resolution")
        return await super().do_request(url, method, request_data)


class Nowhere(Outside):
    """An outside whose name server can be away."""

    away = False

    async def resolve(self, host: str) -> Sequence[str]:
        if self.away:
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return await super().resolve(host)


@pytest_asyncio.fixture
async def there() -> AsyncIterator[Nowhere]:
    async with outside() as server:
        server.__class__ = Nowhere
        assert isinstance(server, Nowhere)
        yield server


async def test_an_hour_without_telegram_takes_few_questions_one_line_and_no_update(
    caplog: pytest.LogCaptureFixture,
) -> None:
    api, gone, taken, back = BotApi(token=TOKEN), [0.0], list[int](), asyncio.Event()
    mira, line = api.person(7, "Mira"), Line(api)

    async def pause(seconds: float) -> None:
        assert 0 < seconds <= LONGEST_PAUSE
        gone[0] += seconds
        line.cut = gone[0] < 3_600
        await asyncio.sleep(0)

    async def take(batch: Sequence[Raw]) -> None:
        taken.extend(raw["update_id"] for raw in batch)
        if len(taken) == 250:
            back.set()

    async with Bot(TOKEN, request=line, get_updates_request=line) as bot:
        for number in range(250):
            api.people.say(mira, f"Number {number}")
        line.cut, line.tries = True, 0
        with caplog.at_level(logging.INFO, logger="bot.intake"):
            task = asyncio.create_task(Poller(bot, take, pause=pause).run())
            await asyncio.wait_for(back.wait(), SOON)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    assert taken == list(range(1, 251))
    assert 120 <= line.tries <= 140
    told = [record.message.partition(",")[0] for record in caplog.records]
    assert told == ["Telegram cannot be reached", "updates come in again"]


async def test_what_was_due_in_an_hour_without_telegram_comes_once_afterwards(store: Store) -> None:
    """Three chats, due at eight; from a quarter to eight on nothing passes; the clock of ticks goes on."""
    office = Office(store)
    chats = [replace(a_chat(number), bot_id=BOT) for number in (201, 202, 203)]
    for chat in chats:
        await office.subscribe(chat=chat)
        await office.happens(chat=chat)
    tries = 10_000
    office.telegram.answers = [Later(0, Scope.BOT, "cannot be reached")] * tries

    for minute in range(-15, 45):
        assert await office.tick(EIGHT + minute * MINUTE) == []
    asked = tries - len(office.telegram.answers)
    office.telegram.answers = []
    for minute in range(45, 120):
        await office.tick(EIGHT + minute * MINUTE)

    assert sorted(chat for chat, _ in office.telegram.texts) == [201, 202, 203]
    assert asked <= 3 * 12
    assert [one.state for chat in chats for one in await office.owed(chat)] == [DeliveryState.SENT] * 3


async def test_a_link_whose_host_cannot_be_looked_up_is_told_and_read_at_the_next_try(
    there: Nowhere, tmp_path: Path
) -> None:
    address = there.page("harbour.example", "/a", story())
    async with talking(tmp_path, web=there.reader()) as talk:
        there.away = True
        await talk.say(address)
        assert there.requests == []
        assert "harbour.example" in talk.last()
        there.away = False
        await talk.press("Try again")

        assert "[A] Riga votes for a bridge" in talk.last()


async def test_many_links_without_a_name_server_end_in_one_list_and_can_be_handed_in_again(
    there: Nowhere, tmp_path: Path
) -> None:
    links = [there.page("harbour.example", f"/{number}", story()) for number in range(7)]
    async with talking(tmp_path, web=there.reader()) as talk:
        for there.away in (True, False):
            await talk.say("\n".join(links))
            await work(talk)

        _, failed, _, read = talk.answers()
        assert failed.startswith("7 links: 0 of 7 read in ")
        assert failed.count("harbour.example") == 7
        assert read.startswith("7 links: 7 of 7 read in ")


async def test_a_feed_whose_host_cannot_be_looked_up_is_asked_seldom_and_loses_nothing(
    store: Store, there: Nowhere
) -> None:
    desk = Desk(store, there)
    await desk.follow(desk.serve(a_feed(an_item(1))))
    await desk.polling.round()
    there.away, looked_up = True, []
    desk.serve(a_feed(an_item(3), an_item(2), an_item(1)))
    for _ in range(24 * 6):
        before = (await desk.feed()).failures
        await desk.later(10 * MINUTE)
        looked_up.append((await desk.feed()).failures - before)
    there.away = False
    await desk.later(24 * HOUR)

    assert 4 <= sum(looked_up) <= 12
    assert len(await desk.articles()) == 3


async def test_a_bot_that_finds_no_telegram_says_so_once_keeps_trying_and_can_be_stopped(
    tmp_path: Path,
) -> None:
    async with a_process("http://telegram.invalid", tmp_path) as bot:
        line = await bot.says("Telegram cannot be reached, I keep trying")
        code = await bot.terminated()

    assert code == 0
    assert TOKEN.partition(":")[2] not in line
    assert bot.errors.count("cannot be reached") == 1
