"""The bot as its operator starts it: a process that takes updates, is killed, is told to stop."""

import asyncio
import random
import re
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.terminal.botapi import BotApi, Call, Fault, conflict
from tests.support.bots import SOON, TOKEN, a_process
from tests.support.loopback import loopback

OWNER = 7
CHATS = range(-1010, -1000)
KILLS = 4
NO_LIMITS = {"MESSAGES_PER_SECOND": "0"}  # a group would get twenty a minute
UPDATES = 300


class Answers:
    """Counts the bot's messages, and says when there are so many."""

    def __init__(self, api: BotApi) -> None:
        self.count = 0
        self._wanted = 0
        self._reached = asyncio.Event()
        api.on_call = self._look

    async def reach(self, count: int) -> None:
        """Wait for the bot's `count`th message from now on."""
        self._wanted = self.count + count
        self._reached.clear()
        await asyncio.wait_for(self._reached.wait(), SOON)

    async def _look(self, call: Call) -> None:
        if call.method == "sendMessage":
            self.count += 1
            if self.count == self._wanted:
                self._reached.set()


@pytest.fixture
def api() -> BotApi:
    api = BotApi(token=TOKEN)
    api.person(OWNER, "Mira")
    for chat_id in CHATS:
        api.group(chat_id, f"Desk {chat_id}", {OWNER: "creator"})
    return api


def hand_in(api: BotApi, number: int) -> None:
    """An article of its own, to one of the groups; no two tell the same event."""
    day = date(2000, 1, 1) + timedelta(days=20 * number)
    text = f"/add On {day:%d %B %Y} it rained in Town{number}."
    api.people.say(api.world.people[OWNER], text, api.world.rooms[CHATS[number % len(CHATS)]].facts)


def rows(folder: Path, query: str) -> list[tuple[int, ...]]:
    with closing(sqlite3.connect(folder / "dateline.db")) as database:
        return database.execute(query).fetchall()


async def test_nothing_is_lost_or_applied_twice_when_the_bot_is_killed(api: BotApi, tmp_path: Path) -> None:
    for number in range(UPDATES):
        hand_in(api, number)
    chance, answers = random.Random(4), Answers(api)

    async with loopback(api) as address:
        for _ in range(KILLS):
            async with a_process(address, tmp_path, **NO_LIMITS) as bot:
                await answers.reach(chance.randint(5, UPDATES // (KILLS + 2)))
                bot.process.kill()
        async with a_process(address, tmp_path, **NO_LIMITS) as bot:
            await _until_all_answered(api, answers)
            code = await bot.terminated()

    assert code == 0
    per_update = Counter(rows(tmp_path, "SELECT update_id FROM changes"))
    assert sorted(per_update.values()) == [1] * UPDATES
    assert rows(tmp_path, "SELECT count(*), count(DISTINCT fingerprint) FROM articles") == [
        (UPDATES, UPDATES)
    ]
    assert len(answered_in(api)) == UPDATES
    assert len(api.updates) == 0


async def _until_all_answered(api: BotApi, answers: Answers) -> None:
    while len(answered_in(api)) < UPDATES:
        await answers.reach(1)


def answered_in(api: BotApi) -> set[int]:
    """The messages that the bot has answered; nothing else is said."""
    assert {message["text"].partition("\n")[0] for message in api.sent()} == {"<b>1 event added</b>"}
    return {message["reply_to_message"]["message_id"] for message in api.sent()}


async def test_a_stop_finishes_what_is_in_hand_and_confirms_it(api: BotApi, tmp_path: Path) -> None:
    begun, told = asyncio.Event(), asyncio.Event()

    async def hold_the_answer(call: Call) -> None:
        if call.method == "sendMessage":
            begun.set()
            await asyncio.wait_for(told.wait(), SOON)

    api.on_call = hold_the_answer
    async with loopback(api) as address, a_process(address, tmp_path) as bot:
        hand_in(api, 1)
        await asyncio.wait_for(begun.wait(), SOON)
        stopped = asyncio.create_task(bot.terminated())
        await asyncio.wait_for(api.updates.all_confirmed(), SOON)
        told.set()
        code = await stopped

    assert code == 0
    assert len(api.sent()) == 1
    assert rows(tmp_path, "SELECT count(*) FROM inbox WHERE done_at IS NULL") == [(0,)]


async def test_an_update_that_cannot_be_read_does_not_stop_the_next(api: BotApi, tmp_path: Path) -> None:
    api.people.raw({"message": {"message_id": 1, "date": 1, "from": {"id": OWNER}, "chat": {"id": OWNER}}})
    hand_in(api, 1)
    answers = Answers(api)
    async with loopback(api) as address, a_process(address, tmp_path) as bot:
        await answers.reach(1)
        code = await bot.terminated()

    assert code == 0
    assert bot.errors.count("cannot be read and was put aside") == 1
    poison = rows(tmp_path, "SELECT update_id, body IS NOT NULL FROM inbox WHERE error IS NOT NULL")
    assert poison == [(1, True)]


async def test_a_bot_that_telegram_never_answers_can_be_stopped_too(api: BotApi, tmp_path: Path) -> None:
    called = asyncio.Event()

    async def look(_: Call) -> None:
        called.set()

    api.on_call = look
    api.fail("getMe", *[Fault(502, "Bad Gateway")] * 50)
    async with loopback(api) as address, a_process(address, tmp_path) as bot:
        await bot.says("Telegram cannot be reached")
        code = await bot.terminated()

    assert code == 0


async def test_two_bots_on_one_token_are_told_once_and_lose_nothing(api: BotApi, tmp_path: Path) -> None:
    answers = Answers(api)
    api.fail("getUpdates", conflict(), conflict())
    async with loopback(api) as address, a_process(address, tmp_path) as bot:
        hand_in(api, 1)
        await answers.reach(1)
        await bot.terminated()

    assert bot.errors.count("another process fetches this bot's updates") == 1
    assert len(api.sent()) == 1


async def test_a_token_that_telegram_refuses_is_told_without_repeating_it(
    api: BotApi, tmp_path: Path
) -> None:
    async with loopback(api) as address, a_process(address, tmp_path, BOT_TOKEN="1:Wrong-token") as bot:
        code = await bot.ended()

    assert code == 78
    assert f"BOT_TOKEN is refused by {address}" in bot.errors
    assert "Wrong" not in bot.errors


async def test_the_token_is_in_no_line_of_the_most_talkative_log(api: BotApi, tmp_path: Path) -> None:
    answers = Answers(api)
    api.fail("getUpdates", Fault(502, "Bad Gateway"))
    async with loopback(api) as address, a_process(address, tmp_path, LOG_LEVEL="debug") as bot:
        hand_in(api, 1)
        await answers.reach(1)
        await bot.terminated()

    assert "bot.intake.poller" in bot.errors
    assert TOKEN.partition(":")[2] not in bot.errors


async def test_the_first_start_prints_a_word_that_makes_its_sayer_the_owner(
    api: BotApi, tmp_path: Path
) -> None:
    answers = Answers(api)
    async with loopback(api) as address, a_process(address, tmp_path, OWNER_IDS="") as bot:
        line = await bot.says("https://t.me/")
        found = re.search(r"https://t\.me/dateline_bot\?start=([\w-]+)", line)
        assert found
        api.people.say(api.world.people[OWNER], f"/start {found[1]}")
        await answers.reach(1)
        await bot.terminated()

    assert rows(tmp_path, "SELECT id FROM access WHERE role = 'owner'") == [(OWNER,)]
