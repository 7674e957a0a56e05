"""deploy/env.example says of every setting what the program says of it, and starts a bot as it stands."""

import re

import pytest

from bot.settings import VARIABLES, Settings, Variable
from tests.support.scripts import DEPLOY, deploy_script

EXAMPLE = (DEPLOY / "env.example").read_text("utf-8")


def test_the_example_is_what_the_settings_say() -> None:
    """When it is not: `.venv/bin/python deploy/settings` writes it anew."""
    assert deploy_script("settings").written() == EXAMPLE


@pytest.mark.parametrize("variable", VARIABLES, ids=lambda variable: variable.name)
def test_a_setting_stands_in_the_example_with_meaning_and_default(variable: Variable) -> None:
    told = " ".join(line.removeprefix("# ") for line in EXAMPLE.splitlines())

    assert f"{variable.meaning} Not set: {variable.default}. #{variable.name}=" in told
    assert (f"\n#{variable.name}_FILE=\n" in EXAMPLE) is variable.secret


def test_a_value_in_the_example_changes_nothing() -> None:
    values = dict(re.findall(r"^#([A-Z_]+)=(.+)$", EXAMPLE, re.MULTILINE))

    assert values
    assert {name: variable.default for name, variable in _named(values)} == values
    without = Settings.read({"DATA_DIR": "here"})
    for name, value in values.items():
        if name != "ACCESS":  # which, once it is set, is no longer the owner's to change in the chat
            assert Settings.read({"DATA_DIR": "here", name: value}) == without, name


def _named(values: dict[str, str]) -> list[tuple[str, Variable]]:
    return [(variable.name, variable) for variable in VARIABLES if variable.name in values]
