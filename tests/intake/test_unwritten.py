"""What could not be written down at first is answered once, whenever it comes again."""

import asyncio
from pathlib import Path

import pytest

from bot.app import Dateline
from bot.errors import DatabaseBusy
from bot.intake.inbox import Inbox
from bot.terminal.botapi import BotApi, Call, Json
from tests.support.bots import SOON, TOKEN, a_bot

OWNER = 7


class Talk:
    """The owner says something; the bot's first answer is held back until it may go."""

    def __init__(self) -> None:
        self.api = BotApi(token=TOKEN)
        self.api.person(OWNER, "Mira")
        self.api.on_call = self._hold
        self.begun, self.go_on = asyncio.Event(), asyncio.Event()

    def says(self, words: str) -> Json:
        return self.api.people.say(self.api.world.people[OWNER], words)

    async def _hold(self, call: Call) -> None:
        if call.method == "sendMessage":
            self.begun.set()
            await asyncio.wait_for(self.go_on.wait(), SOON)


async def while_it_is_busy(bot: Dateline, update: Json, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take an update in while nothing can be written down."""

    async def busy(*_: object) -> None:
        raise DatabaseBusy("another process holds it")

    with monkeypatch.context() as patch:
        patch.setattr(Inbox, "keep", busy)
        with pytest.raises(DatabaseBusy):
            await bot.intake.take([update])


@pytest.mark.parametrize("words", ["/sources", "On 2 March 2020 it rained in Riga."])
async def test_what_comes_again_while_it_is_being_answered_is_answered_once(
    words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = Talk()
    async with a_bot(talk.api, tmp_path, OWNER_IDS=str(OWNER)) as bot:
        update = talk.says(words)
        await while_it_is_busy(bot, update, monkeypatch)
        await asyncio.wait_for(talk.begun.wait(), SOON)
        await bot.intake.take([update])
        for _ in range(100):
            await asyncio.sleep(0)  # its turn comes meanwhile
        talk.go_on.set()
        await asyncio.wait_for(bot.intake.idle(), SOON)
        waiting = await bot.intake.waiting()

    assert len(talk.api.sent(OWNER)) == 1
    assert waiting.count == 0
