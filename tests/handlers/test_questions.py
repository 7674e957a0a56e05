"""What is taken for a question only reads, and is answered while somebody else writes."""

import asyncio
from pathlib import Path

import pytest

from bot.handlers.questions import COMMANDS, is_question
from tests.handlers.talk import GROUP, MIRA, Talk, talking
from tests.support.bots import SOON
from tests.support.raw import Json, a_message

STORY = "On 3 May 2020 a fire destroyed the theatre in Riga."
ASKED = {
    "on": "/on 3 May 2020",
    "before": "/before 2021",
    "between": "/between 2019 2021",
    "find": "/find fire",
}


async def answered(talk: Talk, count: int, where: int = MIRA) -> None:
    """Return when she has so many answers there."""
    while len(talk.answers(where)) < count:  # noqa: ASYNC110 - nothing to be told by
        await asyncio.sleep(0)


@pytest.mark.parametrize("command", sorted(COMMANDS))
async def test_a_question_is_answered_while_somebody_writes(tmp_path: Path, command: str) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(STORY)
        asked = talk.api.people.say(talk.mira, ASKED.get(command, f"/{command}"))
        store, before = talk.bot.services.chats.store, len(talk.answers())

        async with store.begin():
            taken = asyncio.create_task(talk.bot.intake.take([asked]))
            await asyncio.wait_for(answered(talk, before + 1), SOON)
            assert not taken.done()
        await asyncio.wait_for(taken, SOON)
        await asyncio.wait_for(talk.bot.intake.idle(), SOON)

        assert len(talk.answers()) == before + 1
        assert (await talk.bot.intake.waiting()).count == 0


async def test_what_comes_behind_it_keeps_its_place(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        asked = [talk.api.people.say(talk.mira, text) for text in ("/timeline", STORY, "/timeline")]

        async with talk.bot.services.chats.store.begin():
            taken = asyncio.create_task(talk.bot.intake.take(asked))
            await asyncio.wait_for(answered(talk, 1), SOON)
        await asyncio.wait_for(taken, SOON)
        await asyncio.wait_for(talk.bot.intake.idle(), SOON)

        empty, added, whole = talk.answers()
        assert "Riga" not in empty
        assert added.startswith("1 event added")
        assert "Riga" in whole


async def test_one_that_comes_again_is_not_answered_again(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        asked = talk.api.people.say(talk.mira, "/timeline")
        await talk.bot.intake.take([asked])
        await asyncio.wait_for(talk.bot.intake.idle(), SOON)

        async with talk.bot.services.chats.store.begin():
            again = asyncio.create_task(talk.bot.intake.take([asked]))
            other = asyncio.create_task(
                talk.bot.intake.take([talk.api.people.say(talk.mira, "/help", talk.desk)])
            )
            await asyncio.wait_for(answered(talk, 1, GROUP), SOON)
        await asyncio.wait_for(asyncio.gather(again, other), SOON)
        await asyncio.wait_for(talk.bot.intake.idle(), SOON)

        assert len(talk.answers()) == 1


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("/timeline", True),
        ("/Timeline@dateline_bot Syria 2015", True),
        ("/timelines", False),
        ("/add On 3 May 2020 it rained.", False),
        ("/", False),
        ("/ timeline", False),
        (" /timeline", False),
        ("timeline", False),
    ],
)
def test_questions_are_known_by_their_names(text: str, is_one: bool) -> None:
    assert is_question(a_message(5, text)) is is_one


@pytest.mark.parametrize(
    "raw", [{}, {"message": "x"}, {"message": {"text": 4}}, {"edited_message": {"text": "/help"}}]
)
def test_nonsense_is_no_question(raw: Json) -> None:
    assert not is_question(raw)
