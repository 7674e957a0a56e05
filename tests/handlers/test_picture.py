"""/picture: the timeline drawn, with the other looks a button away."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.handlers.talk import MIRA, Talk, talking

TEXT = "On 3 March 2021 the council of Corvara approved the bridge. On 5 April 2021 work on it began."


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    async with talking(tmp_path) as talk:
        yield talk


async def test_a_picture_comes_as_a_file_and_can_be_had_dark_and_as_svg(talk: Talk) -> None:
    await talk.say(TEXT)

    await talk.say("/picture")
    await talk.press("Dark")
    await talk.press("As SVG")

    sent = [m for m in talk.api.sent(MIRA) if "document" in m]
    assert [m["document"]["file_name"] for m in sent] == ["timeline.png", "timeline.png", "timeline.svg"]
    assert sent[0]["caption"].startswith("Timeline\n2 events.")


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("/picture", "The timeline is empty."),
        ("/picture Atlantis", "I have no event for Atlantis."),
        ("/picture 2015..2010", "“2015..2010” runs backwards"),
    ],
)
async def test_nothing_to_draw_is_said(talk: Talk, command: str, answer: str) -> None:
    if "empty" not in answer:
        await talk.say(TEXT)

    await talk.say(command)

    assert talk.answers()[-1].startswith(answer)
