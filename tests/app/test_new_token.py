"""A new token keeps everything: a chat belongs to the new bot from its next message on, digests and all."""

import logging
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.model.inbox import Kept
from bot.terminal.botapi import BotApi
from tests.handlers.talk import NOON
from tests.support.bots import TOKEN, a_bot, handle
from tests.support.telegram_text import parsed

MIRA = 7
OTHER = "4712:CCdd-ee_ff"


class Time:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


def telegram(token: str, clock: Clock) -> BotApi:
    api = BotApi(token=token, parse=lambda markup, _: (parsed(markup)[0], ()), clock=clock)
    api.person(MIRA, "Mira")
    return api


def lines(api: BotApi) -> list[str]:
    return [message["text"].partition("\n")[0] for message in api.sent(MIRA)]


async def test_everything_goes_on_under_another_token(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    time = Time()
    old, new = telegram(TOKEN, time), telegram(OTHER, time)
    async with a_bot(old, tmp_path, clock=time, OWNER_IDS="7") as bot:
        for words in ("On 3 March 2019 it rained in Tolva.", "/digest rain daily 08:00"):
            await handle(bot, old.people.say(old.world.people[MIRA], words))
        async with bot.services.chats.store.begin() as tx:
            left = old.people.say(old.world.people[MIRA], "On 4 March 2019 it snowed in Tolva.")
            await tx.inbox.keep(4711, [Kept(left["update_id"], MIRA, "{}")])

    async with a_bot(new, tmp_path, clock=time, OWNER_IDS="7") as bot:
        time.now += timedelta(days=1)
        await bot.digests.claiming.round()
        await bot.digests.sending.round()
        before = lines(new)
        for words in ("/timeline", "On 5 March 2019 it rained again in Tolva, in the rain."):
            await handle(bot, new.people.say(new.world.people[MIRA], words))
        time.now += timedelta(days=1)
        await bot.digests.claiming.round()
        await bot.digests.sending.round()
        async with bot.services.chats.store.read() as tx:
            pending = [kept.update_id for kept in await tx.inbox.pending(4711)]

    assert before == []  # the new bot may not write to somebody who has not written to it
    assert lines(new)[:2] == ["Timeline · 1 event", "1 event added"]
    assert "5 Mar" in new.sent(MIRA)[2]["text"]  # the digest that was asked for at the old one
    assert pending == [left["update_id"]]
    assert "1 updates of another bot (4711) are waiting, and are left to it" in caplog.messages
