"""Calls to Telegram: waits are kept, and nothing is done twice that may have been done once."""

import httpx
import pytest
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut

from bot.handlers import sending
from bot.handlers.sending import TRIES, deliver


class Telegram:
    """Fails with each of these in turn, then answers."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.calls = 0

    async def call(self) -> str:
        self.calls += 1
        if self.failures:
            raise self.failures.pop(0)
        return "sent"


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "FIRST_PAUSE", 0)


def never_connected() -> NetworkError:
    error = NetworkError("no connection")
    error.__cause__ = httpx.ConnectError("refused")
    return error


async def test_a_flood_wait_is_kept_and_the_call_made_again() -> None:
    telegram = Telegram(RetryAfter(0), RetryAfter(0))

    assert await deliver(telegram.call, repeatable=False) == "sent"
    assert telegram.calls == 3


async def test_a_call_that_never_arrived_is_made_again() -> None:
    telegram = Telegram(never_connected())

    assert await deliver(telegram.call, repeatable=False) == "sent"


@pytest.mark.parametrize("error", [TimedOut(), NetworkError("cut")])
async def test_a_call_that_may_have_arrived_is_not_made_again(error: NetworkError) -> None:
    telegram = Telegram(error)

    with pytest.raises(NetworkError):
        await deliver(telegram.call, repeatable=False)
    assert telegram.calls == 1


async def test_a_call_that_does_no_harm_twice_is_made_again() -> None:
    telegram = Telegram(TimedOut(), NetworkError("cut"))

    assert await deliver(telegram.call, repeatable=True) == "sent"


async def test_a_call_that_telegram_refuses_is_not_made_again() -> None:
    telegram = Telegram(BadRequest("chat not found"))

    with pytest.raises(BadRequest):
        await deliver(telegram.call, repeatable=True)
    assert telegram.calls == 1


async def test_trying_ends() -> None:
    telegram = Telegram(*[TimedOut() for _ in range(TRIES)])

    with pytest.raises(TimedOut):
        await deliver(telegram.call, repeatable=True)
    assert telegram.calls == TRIES
