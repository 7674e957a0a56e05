"""The bot serves whom it should, and says what it must to the others."""

from pathlib import Path
from typing import Any

import pytest

from bot.terminal.botapi import BotApi, Json, Origin
from tests.support.bots import TOKEN, a_bot, handle
from tests.support.telegram_text import parsed

OWNER, FRIEND, GROUP = 7, 8, -100300


@pytest.fixture
def api() -> BotApi:
    api = BotApi(token=TOKEN, parse=lambda text, _: (parsed(text)[0], ()))
    api.person(OWNER, "Mira")
    api.person(FRIEND, "Tomas")
    api.group(GROUP, "Desk", {OWNER: "creator", FRIEND: "member"})
    return api


def said(api: BotApi, chat_id: int) -> list[str]:
    return [message["text"] for message in api.sent(chat_id)]


def files_in(folder: Path) -> list[bytes]:
    return [file.read_bytes() for file in folder.iterdir()]


def says(api: BotApi, who: int, text: str, where: int | None = None, **more: Any) -> Json:
    group = api.world.rooms[where].facts if where else None
    return api.people.say(api.world.people[who], text, group, **more)


async def test_a_stranger_gets_one_polite_line_and_nothing_is_kept(api: BotApi, tmp_path: Path) -> None:
    async with a_bot(api, tmp_path, OWNER_IDS="7") as bot:
        await handle(bot, says(api, FRIEND, "/timeline"))
        await handle(bot, says(api, FRIEND, "On 3 May 2020 the council met in Riga to vote."))

        sources = await bot.services.articles.sources(FRIEND, limit=10)

    assert said(api, FRIEND) == [
        "This bot works for its owner and for those they let in.\n"
        "If you know the owner, ask them to send me /allow 8."
    ]
    assert sources.total == 0
    assert not [file for file in files_in(tmp_path) if b"council" in file]


async def test_strangers_in_a_group_and_a_group_added_by_one_hear_nothing(
    api: BotApi, tmp_path: Path
) -> None:
    friend, group = api.world.people[FRIEND], api.world.rooms[GROUP].facts
    async with a_bot(api, tmp_path, OWNER_IDS="7") as bot:
        await handle(
            bot,
            api.people.set_membership(friend, "member", group),
            says(api, FRIEND, "/timeline", GROUP),
            says(api, FRIEND, "/start", GROUP),
        )

    assert api.sent() == []


async def test_a_stranger_who_presses_a_button_is_told_so_without_a_message(
    api: BotApi, tmp_path: Path
) -> None:
    async with a_bot(api, tmp_path, OWNER_IDS="7") as bot:
        await handle(bot, says(api, OWNER, "/start", GROUP))
        [greeting] = api.sent(GROUP)
        await handle(bot, api.people.press(api.world.people[FRIEND], greeting, "undo:1"))

    answer = api.calls[-1]
    assert answer.method == "answerCallbackQuery"
    assert answer.parameters["text"] == "This bot works for its owner and for those they let in."
    assert len(api.sent()) == 1


async def test_an_owner_is_served_everywhere(api: BotApi, tmp_path: Path) -> None:
    async with a_bot(api, tmp_path, OWNER_IDS="7") as bot:
        await handle(bot, says(api, OWNER, "/help"), says(api, OWNER, "/help", GROUP))

    assert len(said(api, OWNER)) == 1
    assert len(said(api, GROUP)) == 1


async def test_the_first_to_say_the_claim_word_owns_the_bot(api: BotApi, tmp_path: Path) -> None:
    async with a_bot(api, tmp_path) as bot:
        word = (await bot.services.access.admission()).claim_word
        await handle(bot, says(api, FRIEND, "/start guess"))
        await handle(bot, says(api, OWNER, f"/start {word}"))
        await handle(bot, says(api, FRIEND, f"/start {word}"))

    assert said(api, OWNER) == [
        "This bot is yours now, Mira.\n"
        "Nobody else can use it until you let them in with /allow.\n"
        "/start shows what it does."
    ]
    assert len(said(api, FRIEND)) == 1
    async with a_bot(api, tmp_path) as bot:
        await handle(bot, says(api, OWNER, "/help"))
    assert len(said(api, OWNER)) == 2


@pytest.mark.parametrize("how", ["by id", "in reply", "by a forwarded message"])
async def test_an_owner_lets_a_person_in_and_out_again(api: BotApi, tmp_path: Path, how: str) -> None:
    friend = api.world.people[FRIEND]
    async with a_bot(api, tmp_path, OWNER_IDS="7") as bot:
        if how == "by id":
            allow, disallow = says(api, OWNER, "/allow 8"), says(api, OWNER, "/disallow 8")
        elif how == "in reply":
            hello = says(api, FRIEND, "hello", GROUP)["message"]["message_id"]
            allow = says(api, OWNER, "/allow", GROUP, reply_to=hello)
            disallow = says(api, OWNER, "/disallow", GROUP, reply_to=hello)
        else:
            forwarded = says(api, OWNER, "hello", origin=Origin.user(friend, 5))["message"]["message_id"]
            allow = says(api, OWNER, "/allow", reply_to=forwarded)
            disallow = says(api, OWNER, "/disallow", reply_to=forwarded)
        await handle(bot, allow)
        await handle(bot, says(api, FRIEND, "/help"))
        await handle(bot, disallow)
        await handle(bot, says(api, FRIEND, "/help"))

    assert [text.split("\n")[0] for text in said(api, FRIEND)][1:] == [
        "This bot works for its owner and for those they let in."
    ]
    answers = said(api, allow["message"]["chat"]["id"])
    name = "8" if how == "by id" else "Tomas"
    assert answers[0] == f"Let in: {name}.\nTo take it back: /disallow in the same way."
    assert answers[1] == f"No longer let in: {name}. What was handed in stays on record."


async def test_a_group_that_was_let_in_may_be_used_by_all_in_it(api: BotApi, tmp_path: Path) -> None:
    async with a_bot(api, tmp_path, OWNER_IDS="7") as bot:
        await handle(bot, says(api, OWNER, "/allow", GROUP))
        await handle(bot, says(api, FRIEND, "/help", GROUP))

    assert said(api, GROUP)[0].startswith("Let in: Desk.")
    assert len(said(api, GROUP)) == 2


async def test_allow_explains_itself_where_it_cannot_be_done(api: BotApi, tmp_path: Path) -> None:
    async with a_bot(api, tmp_path, OWNER_IDS="7", ACCESS="owner") as bot:
        await handle(bot, says(api, OWNER, "/allow 8"))
        await handle(bot, says(api, FRIEND, "/help"))
    async with a_bot(api, tmp_path, OWNER_IDS="7", ACCESS="open") as bot:
        await handle(
            bot, says(api, OWNER, "/allow"), says(api, OWNER, "/allow 9"), says(api, OWNER, "/allow x")
        )
        await handle(bot, says(api, FRIEND, "/allow 9"))

    assert said(api, OWNER) == [
        "The setting ACCESS=owner serves you and nobody else, so I let nobody in.\n"
        "To use a list, unset ACCESS (or set ACCESS=listed) and restart the bot.",
        "Whom? Say an id, for example /allow 123456789,\n"
        "or reply to a message of that person, or use it in a group to let the whole group in.",
        "Let in: 9.\nFor now the bot serves everybody, as its setting ACCESS=open says.",
        "Whom? Say an id, for example /allow 123456789,\n"
        "or reply to a message of that person, or use it in a group to let the whole group in.",
    ]
    assert said(api, FRIEND)[-1].startswith("You may not do that in this chat.")
