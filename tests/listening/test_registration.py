"""The registration: Telegram's webhook is as we want it, and stays so."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio
from telegram import Bot
from telegram.error import InvalidToken

from bot.listening.registration import LOOK, Registration, Wish, unregistered
from bot.terminal.botapi import BotApi, Fault, InProcessRequest, bad_gateway, flood
from bot.terminal.botapi.parameters import Parameters

OURS = "http://127.0.0.1:9/updates"
WORD = "pass-word_1"
MORNING = datetime(2021, 4, 22, 9, tzinfo=UTC)


@pytest.fixture
def api() -> BotApi:
    return BotApi()


@pytest_asyncio.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    request = InProcessRequest(api)
    async with Bot(api.token, request=request, get_updates_request=request) as bot:
        yield bot
    await api.webhook.close()


async def looked_after(bot: Bot, *meanwhile: Callable[[], object]) -> list[float]:
    """Let the registration do its work until each of these was done in a pause; the pauses, in seconds."""
    pauses: list[float] = []
    steps, over = iter(meanwhile), asyncio.Event()

    async def pause(seconds: float) -> None:
        pauses.append(seconds)
        step = next(steps, None)
        if step is None:
            over.set()
            await asyncio.Event().wait()
        elif asyncio.iscoroutine(done := step()):
            await done

    registration = Registration(bot, Wish(OURS, WORD), clock=lambda: MORNING, pause=pause)
    task = asyncio.create_task(registration.run())
    ended = asyncio.create_task(over.wait())
    await asyncio.wait([task, ended], return_when=asyncio.FIRST_COMPLETED)
    task.cancel()
    ended.cancel()
    with suppress(asyncio.CancelledError):
        await task
    return pauses


def calls(api: BotApi) -> list[str]:
    return [call.method for call in api.calls if "ebhook" in call.method]


async def test_it_is_set_with_the_secret_and_what_is_asked_for(api: BotApi, bot: Bot) -> None:
    pauses = await looked_after(bot)

    asked = api.calls[-1].parameters
    assert (asked["url"], asked["secret_token"], asked["max_connections"]) == (OURS, WORD, "100")
    assert "callback_query" in str(asked["allowed_updates"])
    assert asked["drop_pending_updates"] == "false"
    assert pauses == [LOOK]


async def test_it_is_left_alone_while_it_is_ours(api: BotApi, bot: Bot) -> None:
    await looked_after(bot, lambda: None, lambda: None)

    assert calls(api) == ["setWebhook", "getWebhookInfo", "getWebhookInfo"]


async def test_another_address_is_told_without_its_path_and_ours_set_again(
    api: BotApi, bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    other = Parameters({"url": "https://me:pw@elsewhere.example.org/hidden"})

    await looked_after(bot, lambda: api.webhook.set(other, None, api.world))

    assert calls(api) == ["setWebhook", "getWebhookInfo", "setWebhook"]
    assert api.webhook.url == OURS
    assert "the webhook was at elsewhere.example.org, set by another process with this token" in caplog.text
    assert "hidden" not in caplog.text


async def test_a_webhook_that_was_taken_away_is_set_again(
    api: BotApi, bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    await looked_after(bot, lambda: api.webhook.remove(Parameters({})))

    assert api.webhook.url == OURS
    assert "the webhook was removed" in caplog.text


async def test_what_kept_updates_from_coming_is_told_once(
    api: BotApi, bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    at = int((MORNING + timedelta(minutes=4)).timestamp())

    await looked_after(bot, lambda: api.webhook.failed("Connection refused", at), lambda: None)

    assert [m for m in caplog.messages if "Connection refused" in m] == [
        "Telegram could not hand over an update at 09:04:00 UTC: Connection refused; 0 wait there. See that "
        "WEBHOOK_URL leads to this process, and that its secret is the same in all of them"
    ]


async def test_what_went_wrong_before_the_start_is_no_news(
    api: BotApi, bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    at = int((MORNING - timedelta(minutes=4)).timestamp())

    await looked_after(bot, lambda: api.webhook.failed("Connection refused", at))

    assert "Connection refused" not in caplog.text


async def test_an_outage_is_waited_out_and_told_once(
    api: BotApi, bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    api.fail("setWebhook", bad_gateway(), bad_gateway(), bad_gateway())

    pauses = await looked_after(bot, *[lambda: None] * 3)

    assert pauses == [1.0, 2.0, 4.0, LOOK]
    assert caplog.text.count("the webhook cannot be set or seen, I keep trying: Bad Gateway") == 1
    assert "Telegram hands updates over to 127.0.0.1:9" in caplog.text


async def test_too_many_calls_wait_as_long_as_telegram_asks(api: BotApi, bot: Bot) -> None:
    api.fail("setWebhook", flood(7))

    assert await looked_after(bot, lambda: None) == [7.0, LOOK]


async def test_an_address_that_telegram_refuses_is_told_in_its_words(
    api: BotApi, bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    api.fail("setWebhook", Fault(400, "Bad Request: bad webhook: Failed to resolve host"))

    await looked_after(bot)

    assert (
        "the webhook cannot be set or seen, I keep trying: Bad webhook: failed to resolve host" in caplog.text
    )


async def test_a_refused_token_ends_it(api: BotApi, bot: Bot) -> None:
    api.fail("setWebhook", Fault(401, "Unauthorized"))

    with pytest.raises(InvalidToken):
        await looked_after(bot)


async def test_before_polling_it_is_removed_and_what_waits_stays(api: BotApi, bot: Bot) -> None:
    await api.webhook.set(Parameters({"url": OURS}), None, api.world)
    api.people.say(api.person(7, "Mira"), "hello")

    await unregistered(bot)

    assert api.webhook.url == ""
    assert len(api.updates) == 1


async def test_a_webhook_that_cannot_be_removed_keeps_nobody_from_starting(
    api: BotApi, bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    api.fail("deleteWebhook", bad_gateway())

    await unregistered(bot)

    assert "could not be removed; it is tried again" in caplog.text
