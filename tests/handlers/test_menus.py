"""The menus of commands: for private chats, groups and owners, in the language of each."""

import re
from pathlib import Path

import pytest

from bot.handlers import COMMANDS, menu
from bot.handlers.menus import Audience, set_menus
from bot.rendering.speech import LANGUAGES, speaking
from tests.handlers.talk import MIRA, talking


def names(audience: Audience) -> set[str]:
    return {command.command for command in menu(audience)}


def test_each_audience_has_the_commands_it_can_use() -> None:
    assert names(Audience.GROUP) == COMMANDS.keys() - {"start", "allow", "disallow", "status"}
    assert names(Audience.PRIVATE) == names(Audience.GROUP) - {"add"}
    assert names(Audience.OWNER) == names(Audience.PRIVATE) | {"allow", "disallow", "status"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_descriptions_fit_telegram_and_name_no_other_command(language: str) -> None:
    with speaking(language):
        for command in menu(Audience.OWNER):
            named = re.findall(r"(?<!\w)/(\w+)", command.description)
            assert len(command.description) <= 60
            assert named in ([], [command.command])


@pytest.mark.parametrize("language", sorted(LANGUAGES.keys() - {"en"}))
def test_a_menu_is_in_its_language(language: str) -> None:
    english = {command.description for command in menu(Audience.OWNER)}
    with speaking(language):
        assert english.isdisjoint(command.description for command in menu(Audience.OWNER))


async def test_telegram_is_told_each_menu_in_each_language(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await set_menus(talk.bot.application.bot, [MIRA], menu)

        told = {
            (str(call.parameters.get("scope")), call.parameters.get("language_code"))
            for call in talk.api.calls
            if call.method == "setMyCommands"
        }
    scopes = {scope for scope, _ in told}
    assert len(scopes) == 3
    assert {code for _, code in told} == {None, "de", "es", "ru"}
    assert len(told) == 12
