"""The poller confirms only what was taken, and waits out every passing trouble."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence

import pytest
from telegram import Bot
from telegram.error import InvalidToken

from bot.errors import StorageError
from bot.intake.envelope import Raw
from bot.intake.poller import Poller
from bot.terminal.botapi import CUT, BotApi, Call, Fault, InProcessRequest, bad_gateway, conflict, flood
from bot.terminal.botapi.faults import Refused
from tests.support.bots import SOON

TOKEN = "4711:secret"


@pytest.fixture
def api() -> BotApi:
    api = BotApi(token=TOKEN)
    api.person(7, "Mira")
    return api


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    async with Bot(TOKEN, request=InProcessRequest(api), get_updates_request=InProcessRequest(api)) as bot:
        yield bot


class Taken:
    """Takes batches; refuses the first ones as often as it is told to."""

    def __init__(self, *refusals: Exception) -> None:
        self.ids: list[int] = []
        self.refusals = list(refusals)
        self.some = asyncio.Event()

    async def __call__(self, batch: Sequence[Raw]) -> None:
        if self.refusals:
            raise self.refusals.pop(0)
        self.ids += [raw["update_id"] for raw in batch]
        self.some.set()


class Pauses:
    """Lets no time pass, and remembers how much would have."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.eight = asyncio.Event()

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        if len(self.seconds) == 8:
            self.eight.set()
        await asyncio.sleep(0)


async def poll_until_taken(poller: Poller, taken: Taken) -> None:
    task = asyncio.create_task(poller.run())
    await asyncio.wait_for(taken.some.wait(), SOON)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_an_update_is_confirmed_after_it_was_taken_and_not_before(api: BotApi, bot: Bot) -> None:
    api.people.say(api.world.people[7], "one")
    taken = Taken(StorageError("disk full"))
    poller = Poller(bot, taken, pause=Pauses())

    await poll_until_taken(poller, taken)

    assert taken.ids == [1]
    await poller.confirm()
    assert len(api.updates) == 0


async def test_what_could_not_be_written_down_stays_with_telegram(api: BotApi, bot: Bot) -> None:
    api.people.say(api.world.people[7], "one")
    pauses = Pauses()
    poller = Poller(bot, Taken(*[StorageError("disk full")] * 1000), pause=pauses)

    task = asyncio.create_task(poller.run())
    await asyncio.wait_for(pauses.eight.wait(), SOON)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await poller.confirm()

    assert len(api.updates) == 1
    assert pauses.seconds[:8] == [1, 2, 4, 5, 5, 5, 5, 5]


async def test_troubles_pass_and_each_is_told_once(
    api: BotApi, bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    api.people.say(api.world.people[7], "one")
    api.fail("getUpdates", conflict(), conflict(), bad_gateway(), bad_gateway(), CUT, flood(17))
    taken, pauses = Taken(), Pauses()

    with caplog.at_level(logging.INFO, logger="bot.intake"):
        await poll_until_taken(Poller(bot, taken, pause=pauses), taken)

    assert taken.ids == [1]
    assert pauses.seconds == [1, 2, 4, 8, 16, 17]
    told = [record.message.split(":")[0] for record in caplog.records]
    assert len([line for line in told if line.startswith("another process fetches")]) == 1
    assert told[-1] == "updates come in again"
    assert "Telegram cannot be reached, I keep trying: api.telegram.org: Bad Gateway" in caplog.text
    assert "secret" not in caplog.text


async def test_two_pollers_that_take_turns_are_told_of_once(
    api: BotApi, bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    calls = 0

    async def every_other_time(call: Call) -> None:
        nonlocal calls
        if call.method == "getUpdates":
            calls += 1
            api.people.say(api.world.people[7], "one more")
            if calls % 2:
                raise Refused(conflict())

    api.on_call = every_other_time
    taken, pauses = Taken(), Pauses()
    task = asyncio.create_task(Poller(bot, taken, pause=pauses).run())
    await asyncio.wait_for(pauses.eight.wait(), SOON)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    assert caplog.text.count("another process fetches this bot's updates") == 1
    assert pauses.seconds[:8] == [1, 2, 4, 8, 16, 30, 30, 30]
    assert len(taken.ids) >= 7


async def test_a_webhook_in_the_way_is_deleted(api: BotApi, bot: Bot) -> None:
    api.people.say(api.world.people[7], "one")
    in_the_way = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first"
    api.fail("getUpdates", Fault(409, in_the_way))
    taken = Taken()

    await poll_until_taken(Poller(bot, taken, pause=Pauses()), taken)

    assert [call.method for call in api.calls][:3] == ["getMe", "getUpdates", "deleteWebhook"]


async def test_a_token_that_telegram_refuses_ends_it(api: BotApi, bot: Bot) -> None:
    api.fail("getUpdates", Fault(401, "Unauthorized"))

    with pytest.raises(InvalidToken):
        await asyncio.wait_for(Poller(bot, Taken()).run(), SOON)


async def test_an_update_that_the_library_cannot_read_is_fetched_like_any_other(
    api: BotApi, bot: Bot
) -> None:
    api.people.raw({"message": {"message_id": 1, "chat": {"id": 7}}})
    api.people.say(api.world.people[7], "sound")
    taken = Taken()

    await poll_until_taken(Poller(bot, taken), taken)

    assert taken.ids == [1, 2]


async def test_the_first_question_waits_for_nothing_and_the_next_for_news(api: BotApi, bot: Bot) -> None:
    waits: list[object] = []
    second = asyncio.Event()

    async def look(call: Call) -> None:
        if call.method == "getUpdates":
            waits.append(call.parameters.get("timeout"))
            if len(waits) == 2:
                second.set()

    api.on_call = look
    task = asyncio.create_task(Poller(bot, Taken()).run())
    await asyncio.wait_for(second.wait(), SOON)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    assert [int(str(seconds)) for seconds in waits] == [0, 30]
