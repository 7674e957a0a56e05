"""deploy/README.md tells the truth: its commands, files, settings and words exist."""

import re
import shlex

import pytest

from bot.cli import COMMANDS
from bot.handlers import COMMANDS as CHAT_COMMANDS
from bot.settings import VARIABLES
from tests.support.scripts import DEPLOY

ROOT = DEPLOY.parent
PAGE = (DEPLOY / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
LINES = [line.partition("  #")[0].strip() for block in BLOCKS for line in block.splitlines()]
NAMED = {command.name: command for command in COMMANDS}
BOTFATHERS = {"newbot", "revoke", "setinline", "setprivacy", "token"}
PATHS = {"healthz", "readyz", "metrics"}  # of the bot's own HTTP server
SETTINGS = {one.name for one in VARIABLES} | {f"{one.name}_FILE" for one in VARIABLES if one.secret}
OTHERS = {"SOURCE_DATE_EPOCH", "FILE"}


def spoken(pattern: str) -> list[str]:
    """What stands in code, in lines or in blocks, and fits."""
    code = [*re.findall(r"`([^`\n]+)`", PAGE), *LINES]
    return [found for words in code for found in re.findall(pattern, words)]


def test_every_command_is_one_that_there_is_with_words_that_it_takes() -> None:
    called = [line for line in LINES if re.match(r"dateline |\./deploy/run \w", line)]
    called += re.findall(r"`(dateline \w[^`]*)`", PAGE)

    assert len(called) > 10
    for line in called:
        _, name, *words = shlex.split(line.replace("&&", "#"), comments=True)
        if name == "--version":
            continue
        NAMED[name].parser().parse_intermixed_args(words)  # leaves by SystemExit when it cannot


def test_every_file_is_there() -> None:
    files = set(spoken(r"(?<![\w/.])(?:\./)?(deploy/[\w./-]+)"))

    made = {"deploy/.env", "deploy/settings.env"}
    assert len(files) > 10
    assert [file for file in files - made if not (ROOT / file).exists()] == []
    assert [file for file in spoken(r"^(\w+\.yaml)$") if not list(DEPLOY.rglob(file))] == []


def test_every_setting_is_one_that_there_is() -> None:
    named = set(spoken(r"\b([A-Z]+(?:_[A-Z]+)+|ACCESS|LISTEN)\b"))

    assert len(named) > 8
    assert named - SETTINGS - OTHERS == set()


def test_every_word_for_the_chat_is_known() -> None:
    said = set(re.findall(r"`/(\w+)`", PAGE))

    assert said - set(CHAT_COMMANDS) - BOTFATHERS - PATHS == set()


@pytest.mark.parametrize("words", re.findall(r"^\| “([^”]+)”", PAGE, re.MULTILINE))
def test_what_the_table_of_troubles_quotes_is_what_the_program_says(words: str) -> None:
    sources = "".join(
        path.read_text("utf-8") for room in ("bot", "storage") for path in (ROOT / room).rglob("*.py")
    )

    for part in words.split("…"):
        assert part.strip() in sources


def test_the_ways_that_are_offered_lead_somewhere() -> None:
    anchors = re.findall(r"\]\(#([\w-]+)\)", PAGE)
    headings = re.findall(r"^## (.+)$", PAGE, re.MULTILINE)

    known = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert set(anchors) <= known
