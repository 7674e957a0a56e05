"""Every button of every age and from whoever: answered at once, and never a fault of ours."""

import logging
import random
from pathlib import Path

import pytest

from bot.handlers import BUTTONS
from bot.rendering.buttons import MOST_BYTES, Press
from bot.terminal.botapi import Json
from tests.handlers.talk import GROUP, MIRA, TOMAS, Talk, talking
from tests.support.bots import handle

TEXTS = (
    "date 2021-04-21\n\nQassem Soleimani was assassinated in Baghdad in 2019. The council met on April 20.",
    "date 2020-01-04\n\nQassem Soleimani was assassinated in Baghdad on 3 January 2020.",
)
NUMBERS = (-1, 0, 1, 2, 3, 4, 7, 99, 737_000, 2**31, 2**53, 10**17, -(10**17))
ROUNDS = 2  # presses of each verb, with other numbers


async def prepared(talk: Talk) -> tuple[Json, Json]:
    """Something on record in both chats; a message of the bot's in each."""
    for where in (None, talk.desk):
        for text in TEXTS:
            await talk.say(f"/add {text}" if where else text, where)
        await talk.say("/timeline", where)
    return talk.api.sent(MIRA)[-1], talk.api.sent(GROUP)[-1]


def forged(verb: str, chance: random.Random) -> str:
    count, _ = BUTTONS[verb]
    return Press.to(verb, *(chance.choice(NUMBERS) for _ in range(count))).data


def answered(talk: Talk) -> int:
    return [call.method for call in talk.api.calls].count("answerCallbackQuery")


async def test_a_forged_press_is_answered_whoever_presses_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    chance = random.Random(7)
    async with talking(tmp_path) as talk:
        private, group = await prepared(talk)
        stranger = talk.api.person(99, "Somebody")
        tomas = talk.api.world.people[TOMAS]
        presses = [(talk.mira, private), (tomas, group), (stranger, group)]
        with caplog.at_level(logging.WARNING):
            for verb in (verb for verb in BUTTONS for _ in range(ROUNDS)):
                for who, message in presses:
                    before, data = answered(talk), forged(verb, chance)
                    await handle(talk.bot, talk.api.people.press(who, message, data))

                    assert answered(talk) == before + 1, data
                    assert [record.getMessage() for record in caplog.records] == [], data


async def test_a_press_below_a_message_that_is_gone_is_answered(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    chance = random.Random(8)
    async with talking(tmp_path) as talk:
        message, _ = await prepared(talk)
        del talk.api.world.rooms[MIRA].messages[message["message_id"]]
        out_of_reach = {"chat": message["chat"], "message_id": message["message_id"], "date": 0}
        with caplog.at_level(logging.WARNING):
            for verb in BUTTONS:
                for gone in (message, out_of_reach):
                    before, data = answered(talk), forged(verb, chance)
                    await handle(talk.bot, talk.api.people.press(talk.mira, gone, data))

                    assert answered(talk) == before + 1, data
                    assert [record.getMessage() for record in caplog.records] == [], data


@pytest.mark.parametrize(
    "asked", ["/timeline", "/summary", "/why e1", "/disputed", "/sources", "/settings", "/export"]
)
async def test_what_others_press_below_an_answer_changes_nothing(asked: str, tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await prepared(talk)
        await talk.say(asked)
        stranger = talk.api.person(99, "Somebody")
        message = talk.api.sent(MIRA)[-1]
        before = dict(message)
        for row in message.get("reply_markup", {}).get("inline_keyboard", []):
            for button in row:
                assert len(button["callback_data"].encode()) <= MOST_BYTES
                press = talk.api.people.press(stranger, message, button["callback_data"])
                await handle(talk.bot, press)

        assert talk.api.sent(MIRA)[-1] == before
