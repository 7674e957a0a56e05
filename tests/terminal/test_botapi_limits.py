"""The Bot API of our own refuses what Telegram would: too much, and whatever comes in the pause."""

import pytest

from bot.terminal.botapi import BotApi, FloodControl, Json

DESK = -100300


class Limited:
    """A Bot API with flood control, and its clock."""

    def __init__(self) -> None:
        self.now = 50.0
        self.api = BotApi()
        self.api.floods = FloodControl(clock=lambda: self.now)
        for number in range(1, 60):
            self.api.person(number, f"Reader {number}")
        self.api.group(DESK, "Desk")

    async def send(self, chat_id: int, method: str = "sendMessage") -> Json:
        return await self.api.call(method, {"chat_id": chat_id, "text": "hello"})


@pytest.fixture
def telegram() -> Limited:
    return Limited()


async def test_the_thirty_first_of_a_second_is_refused_with_the_time_to_wait(telegram: Limited) -> None:
    taken = [await telegram.send(chat) for chat in range(1, 31)]

    answer = await telegram.send(31)

    assert all(one["ok"] for one in taken)
    assert (answer["error_code"], answer["parameters"]) == (429, {"retry_after": 1})


async def test_what_comes_in_the_pause_is_refused_too(telegram: Limited) -> None:
    for chat in range(1, 32):
        await telegram.send(chat)
    telegram.now += 0.5

    early = await telegram.send(40)
    telegram.now += 1.0
    late = await telegram.send(40)

    assert (early["ok"], late["ok"]) == (False, True)
    assert telegram.api.floods
    assert telegram.api.floods.refused == 2


async def test_a_person_gets_a_burst_and_then_one_a_second(telegram: Limited) -> None:
    burst = [await telegram.send(1) for _ in range(6)]
    telegram.now += 1.0
    next_second = [await telegram.send(1) for _ in range(2)]

    assert [one["ok"] for one in burst] == [True] * 5 + [False]
    assert [one["ok"] for one in next_second] == [True, False]
    assert (await telegram.send(2))["ok"]


async def test_a_group_gets_twenty_a_minute_and_edits_count(telegram: Limited) -> None:
    first = (await telegram.send(DESK))["result"]["message_id"]
    for at in range(19):
        edit = {"chat_id": DESK, "message_id": first, "text": f"hello {at}"}
        assert (await telegram.api.call("editMessageText", edit))["ok"]

    answer = await telegram.send(DESK)

    assert answer["parameters"] == {"retry_after": 60}


async def test_what_writes_nothing_is_never_too_much(telegram: Limited) -> None:
    answers = [await telegram.send(1, "sendChatAction") for _ in range(50)]

    assert all(answer["ok"] for answer in answers)
