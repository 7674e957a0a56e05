"""Work that must go on goes on, whatever it runs into."""

import asyncio
import logging

import pytest
from telegram.error import InvalidToken

from bot.intake.supervision import PAUSE, supervised
from tests.support.bots import SOON


class Work:
    """Goes wrong in every way it is told to, and then waits to be cancelled."""

    def __init__(self, *troubles: Exception | None) -> None:
        self.troubles = list(troubles)
        self.settled = asyncio.Event()

    async def __call__(self) -> None:
        if not self.troubles:
            self.settled.set()
            await asyncio.Event().wait()
        elif trouble := self.troubles.pop(0):
            raise trouble


async def test_what_fails_or_ends_is_begun_again_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    pauses: list[float] = []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    work = Work(ValueError("nobody foresaw this"), None)
    with caplog.at_level(logging.ERROR):
        task = asyncio.create_task(supervised("the poller", work, pause))
        await asyncio.wait_for(work.settled.wait(), SOON)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    assert pauses == [PAUSE, PAUSE]
    assert [record.message for record in caplog.records] == [
        "the poller failed, and starts again",
        "the poller ended by itself, and starts again",
    ]
    assert "nobody foresaw this" in caplog.text


async def test_a_refused_token_is_not_tried_again() -> None:
    with pytest.raises(InvalidToken):
        await asyncio.wait_for(supervised("the poller", Work(InvalidToken())), SOON)
