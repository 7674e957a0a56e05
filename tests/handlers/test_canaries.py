"""What one chat holds never shows in another: a random walk through commands, presses and inline queries."""

import logging
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.handlers import BUTTONS
from bot.rendering.buttons import Press
from bot.terminal.botapi import Json, Upload
from tests.handlers.talk import GROUP, MIRA, TOMAS, Talk, talking
from tests.support.bots import TOKEN, handle

SECOND = -100301
CANARIES = {MIRA: "Quirinalia", TOMAS: "Zwolleria", GROUP: "Xanthupolis", SECOND: "Vyborgium"}
KEYS = {MIRA: "Aalen", TOMAS: "Celle", GROUP: "Gera", SECOND: "Jena"}  # what is asked for; canaries never are
STEPS = 70
COMMANDS = (
    *("/timeline", "/summary", "/sources", "/disputed", "/why e1", "/why e2", "/history e1", "/digest now"),
    *("/export", "/picture", "/before 2022", "/on 20 Apr", "/between 2000 2022", "/settings", "/topics"),
    *("/digests", "/feeds", "/undo", "/e1", "/forget", "/privacy", "/start e1"),
)
KEPT = ("forget", "undo", "remove", "delete", "import")  # what would leave nothing to be found


def walks(talk: Talk, chance: random.Random) -> Iterator[Json]:
    """What Mira and Tomas may do next: each in a private chat and in the group of their own."""
    mine = {MIRA: (talk.mira, GROUP), TOMAS: (talk.api.world.people[TOMAS], SECOND)}
    for _ in range(STEPS):
        who, group = mine[chance.choice((MIRA, TOMAS))]
        other = chance.choice(list(CANARIES))
        where = chance.choice((None, talk.api.world.rooms[group].facts))
        words = chance.choice((*COMMANDS, f"/find {KEYS[other]}", f"/timeline {KEYS[other]}"))
        links = chance.choice((f"/start t_{other}", f"/start e1_{other}"))
        act = chance.randrange(4)
        if act == 0:
            yield talk.api.people.say(who, words, where)
        elif act == 1:
            yield talk.api.people.say(who, links, where)
        elif act == 2:
            yield talk.api.people.ask_inline(who, chance.choice(("", "flood", KEYS[other])))
        else:
            sent = talk.api.sent(where["id"] if where else who["id"])
            verb = chance.choice([verb for verb in BUTTONS if verb not in KEPT])
            numbers = (chance.randrange(12) for _ in range(BUTTONS[verb][0]))
            yield talk.api.people.press(who, chance.choice(sent), Press.to(verb, *numbers).data)


async def settled(talk: Talk) -> None:
    """A canary in each chat, and nobody in the other's group."""
    talk.api.group(SECOND, "Second", {TOMAS: "creator"})
    talk.api.world.rooms[GROUP].members = {talk.api.world.me["id"]: "member", MIRA: "creator"}
    for guest in (TOMAS, SECOND):
        await talk.say(f"/allow {guest}")
    for chat, canary in CANARIES.items():
        who = talk.mira if chat in (MIRA, GROUP) else talk.api.world.people[TOMAS]
        place = talk.api.world.rooms[chat].facts
        text = f"A flood destroyed {KEYS[chat]} near {canary} on 20 April 2015. A storm hit {canary} in 2019."
        await handle(talk.bot, talk.api.people.say(who, f"/add {text}", place))
        assert canary in talk.last(chat)


def leaks(talk: Talk, seen: int) -> list[str]:
    """Calls since then that say another chat's canary: where somebody sees it who must not."""
    found = []
    for call in talk.api.calls[seen:]:
        told = " ".join(map(str, call.parameters.values()))
        chat = int(str(call.parameters.get("chat_id") or 0))
        allowed = _allowed(chat)
        found += [
            f"{call.method} {canary}"
            for home, canary in CANARIES.items()
            if canary in told and home not in allowed
        ]
    return found


def _allowed(chat: int) -> set[int]:
    """Whose canaries may be told in a chat: its own, and in private those of the groups one is in."""
    return {MIRA: {MIRA, GROUP}, TOMAS: {TOMAS, SECOND}}.get(chat, {chat})


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_no_answer_holds_the_words_of_another_chat(
    seed: int, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    chance = random.Random(seed)
    async with talking(tmp_path) as talk:
        await settled(talk)
        with caplog.at_level(logging.DEBUG):
            for update in walks(talk, chance):
                seen = len(talk.api.calls)
                await handle(talk.bot, update)
                asker = update.get("inline_query", {}).get("from", {}).get("id")
                if asker:
                    told = [str(call.parameters) for call in talk.api.calls[seen:]]
                    strange = set(CANARIES) - _allowed(asker)
                    assert not [
                        CANARIES[chat] for chat in strange for words in told if CANARIES[chat] in words
                    ]
                else:
                    assert leaks(talk, seen) == [], update
        for chat in talk.api.world.rooms:
            others = {canary for home, canary in CANARIES.items() if home not in _allowed(chat)}
            assert not [word for word in others for body in files_of(talk, chat) if word.encode() in body]
        assert TOKEN not in caplog.text


def files_of(talk: Talk, chat: int) -> list[bytes]:
    """The files that the bot sent there."""
    sent = [message["document"]["file_id"] for message in talk.api.sent(chat) if "document" in message]
    files: list[Upload] = [talk.api.world.files[file_id] for file_id in sent]
    return [file.body for file in files]
