"""The README tells the truth: every command and setting is in it, and its links lead somewhere."""

import doctest
import importlib
import re
import shlex
from pathlib import Path

import pytest

from bot.cli import COMMANDS, main
from bot.cli.command import Command
from bot.handlers import COMMANDS as CHAT_COMMANDS
from bot.measures import Measure
from bot.measures.names import MEASURES, OF_DATABASE, OF_PROCESS
from bot.settings import VARIABLES, Variable

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
PAGES = sorted(
    p for p in ROOT.rglob("*.md") if not any(part.startswith(".") for part in p.relative_to(ROOT).parts)
)
MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for room in ("bot", "storage")
    for path in (ROOT / room).rglob("*.py")
    if re.search(r"^\s+>>> \S", path.read_text("utf-8"), re.MULTILINE)
)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_a_command_is_documented(command: Command) -> None:
    assert f"`dateline {command.name}" in README


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_the_examples_of_a_command_are_ones_it_takes(command: Command) -> None:
    parser = command.parser()

    assert command.examples
    for example in command.examples:
        words = shlex.split(re.sub(r"[>|].*", "", example.rpartition("dateline ")[2]))
        assert words[0] == command.name
        parser.parse_intermixed_args(words[1:])  # leaves by SystemExit when it cannot


@pytest.mark.parametrize("name", CHAT_COMMANDS)
def test_a_command_of_the_chat_is_documented(name: str) -> None:
    assert re.search(rf"^\| .*`/{name}\b", README, re.MULTILINE)


@pytest.mark.parametrize("variable", VARIABLES, ids=lambda variable: variable.name)
def test_a_setting_is_documented_in_its_own_words(variable: Variable) -> None:
    name = f"`{variable.name}`" + (f" or `{variable.name}_FILE`" if variable.secret else "")

    assert f"| {name} | {variable.meaning} | {variable.default} |" in README


@pytest.mark.parametrize("measure", [*MEASURES, *OF_PROCESS, *OF_DATABASE], ids=lambda measure: measure.name)
def test_a_metric_is_documented_in_its_own_words(measure: Measure) -> None:
    labels = " ".join(f"`{label}`" for label in measure.labels) or "–"

    assert f"| `{measure.name}` | {labels} | {measure.meaning} |" in README


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    headings = {anchor(heading) for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE)}

    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        path, _, fragment = target.partition("#")
        if "://" not in target:
            assert (page.parent / path).exists(), target
            assert not fragment or path or fragment in headings, target


def test_the_transcript_is_true(capsys: pytest.CaptureFixture[str]) -> None:
    """When the bot says it otherwise now, put what it says into the README."""
    said = re.search(r"```text\n(> .*?)\n```", README, re.DOTALL)
    command = re.search(r"`\./deploy/run (chat .*?)`", README)
    assert said is not None
    assert command is not None

    code = main([word.replace("bot/sample", str(ROOT / "bot/sample")) for word in shlex.split(command[1])])

    assert code == 0
    assert said[1] == capsys.readouterr().out.rstrip()


def anchor(heading: str) -> str:
    """A heading as links name it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_page_names_a_place_on_somebodys_machine(page: Path) -> None:
    assert re.findall(r"(?<![\w.:/])/(?:work|root|tmp|home|Users)/[\w./-]*", page.read_text("utf-8")) == []


@pytest.mark.parametrize("module", MODULES)
def test_examples_in_docstrings_run(module: str) -> None:
    results = doctest.testmod(importlib.import_module(module))

    assert results.attempted
    assert not results.failed
