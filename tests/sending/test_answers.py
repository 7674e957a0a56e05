"""Answers are sent at most once: made again only where that cannot double one."""

import pytest
from telegram.error import BadRequest, NetworkError, TimedOut

from bot.sending.answers import FIRST_PAUSE, TRIES, answered
from bot.sending.faults import NeverArrived


class Telegram:
    """Fails with each of these in turn, then answers; the pauses between are kept in mind."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.calls = 0
        self.pauses: list[float] = []

    async def call(self) -> str:
        self.calls += 1
        if self.failures:
            raise self.failures.pop(0)
        return "sent"

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)


def never_connected() -> NetworkError:
    error = NetworkError("no connection")
    error.__cause__ = NeverArrived("ClientConnectorError")
    return error


async def test_a_call_that_never_arrived_is_made_again_after_longer_and_longer_pauses() -> None:
    telegram = Telegram(never_connected(), never_connected())

    assert await answered(telegram.call, repeatable=False, sleep=telegram.pause) == "sent"
    assert telegram.pauses == [FIRST_PAUSE, 2 * FIRST_PAUSE]


@pytest.mark.parametrize("error", [TimedOut(), NetworkError("cut")])
async def test_a_call_that_may_have_arrived_is_not_made_again(error: NetworkError) -> None:
    telegram = Telegram(error)

    with pytest.raises(NetworkError):
        await answered(telegram.call, repeatable=False, sleep=telegram.pause)
    assert telegram.calls == 1


async def test_a_call_that_does_no_harm_twice_is_made_again() -> None:
    telegram = Telegram(TimedOut(), NetworkError("cut"))

    assert await answered(telegram.call, repeatable=True, sleep=telegram.pause) == "sent"


async def test_a_call_that_telegram_refuses_is_not_made_again() -> None:
    telegram = Telegram(BadRequest("chat not found"))

    with pytest.raises(BadRequest):
        await answered(telegram.call, repeatable=True, sleep=telegram.pause)
    assert telegram.calls == 1


async def test_trying_ends() -> None:
    telegram = Telegram(*[TimedOut() for _ in range(TRIES)])

    with pytest.raises(TimedOut):
        await answered(telegram.call, repeatable=True, sleep=telegram.pause)
    assert telegram.calls == TRIES
