"""A command goes to the handler of its name, whoever is named behind it, and its time is taken under that."""

from pathlib import Path

import pytest

from bot.handlers import COMMANDS
from bot.handlers.measured import name_of
from bot.measures import Measure, observed
from bot.measures.names import HANDLING
from tests.handlers.talk import talking


class Heard:
    """What was handled, by its name."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def noted(self, measure: Measure, labels: tuple[str, ...], amount: float) -> None:
        if measure is HANDLING:
            self.names += labels


@pytest.mark.parametrize("said", ["/help", "/HELP", "/help@dateline_bot now"])
async def test_a_command_goes_to_the_handler_of_its_name(said: str, tmp_path: Path) -> None:
    heard = Heard()
    with observed(heard):
        async with talking(tmp_path) as talk:
            await talk.say(said)

    assert heard.names == ["start.usage_asked"]


async def test_a_command_for_another_bot_goes_nowhere(tmp_path: Path) -> None:
    heard = Heard()
    with observed(heard):
        async with talking(tmp_path) as talk:
            await talk.say("/help@another_bot", where=talk.desk)

    assert heard.names == []


def test_no_two_commands_have_one_name() -> None:
    names = [name_of(handler) for handler, _ in COMMANDS.values()]

    assert len(names) == len(set(names))
