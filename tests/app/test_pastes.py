"""A long paste that a client cut into messages is one article, however its parts come in."""

from pathlib import Path

import pytest

from bot.app import Dateline
from bot.clock import stopped_at
from bot.model.news import Article
from bot.terminal.botapi import BotApi, Json
from tests.support.bots import TOKEN, a_bot, handle
from tests.support.builders import NOON

OWNER = 7
PARAGRAPH = "On 3 May 2020 the council of Riga met to vote on the bridge over the river. "
CUT = 4095 // len(PARAGRAPH) * len(PARAGRAPH)
PASTE = PARAGRAPH * 120
PARTS = [PASTE[at : at + CUT].strip() for at in range(0, len(PASTE), CUT)]


@pytest.fixture
def api() -> BotApi:
    api = BotApi(token=TOKEN, clock=stopped_at(NOON))
    api.person(OWNER, "Mira")
    return api


def say(api: BotApi, text: str) -> Json:
    return api.people.say(api.world.people[OWNER], text)


async def articles(bot: Dateline) -> list[Article]:
    return [line.article for line in (await bot.services.articles.sources(OWNER, limit=10)).lines]


def in_words(text: str) -> list[str]:
    return text.split()


async def test_parts_that_come_together_are_one_article_with_one_answer(api: BotApi, tmp_path: Path) -> None:
    async with a_bot(api, tmp_path, OWNER_IDS="7", PASTE_WAIT="30") as bot:
        await handle(bot, *(say(api, part) for part in PARTS))
        [article] = await articles(bot)

    assert len(PARTS) == 3
    assert in_words(article.text) == in_words(PASTE)
    assert len(api.sent(OWNER)) == 1


async def test_a_part_that_comes_late_joins_the_article_of_the_others(api: BotApi, tmp_path: Path) -> None:
    async with a_bot(api, tmp_path, OWNER_IDS="7", PASTE_WAIT="0") as bot:
        for part in PARTS:
            await handle(bot, say(api, part))
        [article] = await articles(bot)

    assert in_words(article.text) == in_words(PASTE)


async def test_parts_join_across_a_restart(api: BotApi, tmp_path: Path) -> None:
    async with a_bot(api, tmp_path, OWNER_IDS="7") as bot:
        await handle(bot, say(api, PARTS[0]))
    async with a_bot(api, tmp_path, OWNER_IDS="7") as bot:
        await handle(bot, say(api, PARTS[1]), say(api, PARTS[2]))
        [article] = await articles(bot)

    assert in_words(article.text) == in_words(PASTE)


async def test_a_long_text_behind_a_command_is_added_whole(api: BotApi, tmp_path: Path) -> None:
    async with a_bot(api, tmp_path, OWNER_IDS="7", PASTE_WAIT="30") as bot:
        await handle(bot, say(api, f"/add {PARTS[0][:4000]}"), say(api, "On 4 May 2020 it was built."))
        [article] = await articles(bot)

    assert article.text == f"{PARTS[0][:4000]}\nOn 4 May 2020 it was built."


async def test_an_edited_part_is_read_again_with_the_others(api: BotApi, tmp_path: Path) -> None:
    async with a_bot(api, tmp_path, OWNER_IDS="7", PASTE_WAIT="30") as bot:
        updates = [say(api, part) for part in PARTS]
        await handle(bot, *updates)
        last = updates[-1]["message"]
        await handle(bot, api.people.edit(last, "On 4 May 2020 it was built."))
        [article] = await articles(bot)

    assert in_words(article.text) == in_words(" ".join([*PARTS[:2], "On 4 May 2020 it was built."]))


async def test_an_edit_that_comes_again_after_a_restart_is_applied_once(api: BotApi, tmp_path: Path) -> None:
    async with a_bot(api, tmp_path, OWNER_IDS="7") as bot:
        message = say(api, PARAGRAPH)
        edit = api.people.edit(message["message"], PARAGRAPH.replace("Riga", "Tartu"))
        await handle(bot, message, edit)
    async with a_bot(api, tmp_path, OWNER_IDS="7") as bot:
        await handle(bot, message, edit)
        [article] = await articles(bot)

    assert "Tartu" in article.text
    assert len(api.sent(OWNER)) == 2
