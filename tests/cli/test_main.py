"""The command line as a whole: help, versions, wrong words, and nothing that ends in a traceback."""

import subprocess
import sys
from argparse import Namespace

import pytest

from bot import __version__
from bot.cli import COMMANDS
from bot.cli.command import Command
from bot.cli.failures import FAILED, FAULT_OF_OURS, INTERRUPTED, guarded
from bot.errors import BadInput, BadSettings
from storage.schema import HEAD
from tests.cli.conftest import Run

NAMES = ("run", "chat", "extract", "ingest", "timeline", "summary", "migrate", "doctor")


def test_the_version_is_told_with_those_of_the_schema_and_of_python(run: Run) -> None:
    python = ".".join(map(str, sys.version_info[:3]))

    assert run("--version") == (0, f"dateline {__version__}, schema {HEAD}, Python {python}\n", "")


def test_help_lists_every_command(run: Run) -> None:
    code, out, _ = run("--help")

    assert code == 0
    assert [name for name in NAMES if f"  {name} " in out] == list(NAMES)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_help_of_a_command_has_an_example(run: Run, command: Command) -> None:
    code, out, _ = run(command.name, "--help")

    assert code == 0
    assert command.purpose.split(".")[0] in " ".join(out.split())
    assert f"dateline {command.name}" in out.partition("examples:")[2]


def test_without_a_command_it_says_which_there_are(run: Run) -> None:
    code, out, err = run()

    assert (code, out) == (2, "")
    assert "timeline" in err


def test_a_wrong_command_is_refused_with_the_right_ones(run: Run) -> None:
    code, _, err = run("timelime")

    assert code == 2
    assert "invalid choice: 'timelime'" in err
    assert "Traceback" not in err


def test_a_wrong_option_is_refused(run: Run) -> None:
    code, _, err = run("timeline", "--limit", "-3")

    assert code == 2
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (BadInput("that is no date"), FAILED, "dateline: that is no date\n"),
        (BadSettings(["A is wrong", "B too"]), FAILED, "dateline: A is wrong\ndateline: B too\n"),
        (FileNotFoundError(2, "No such file", "a.txt"), FAILED, "dateline: a.txt: No such file\n"),
        (KeyboardInterrupt(), INTERRUPTED, ""),
    ],
    ids=["bad input", "bad settings", "missing file", "interrupted"],
)
def test_what_goes_wrong_becomes_words_and_an_exit_code(
    error: BaseException, code: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> int:
        raise error

    assert guarded(fail) == code
    assert capsys.readouterr().err == words


def test_a_fault_of_ours_is_confessed_without_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    def stumble() -> int:
        return Namespace().nothing  # type: ignore[no-any-return]

    assert guarded(stumble) == FAULT_OF_OURS
    err = capsys.readouterr().err
    assert err.startswith("dateline: a fault of Dateline itself: AttributeError")
    assert "Traceback" not in err


def test_a_reader_that_leaves_early_is_met_with_silence() -> None:
    """As in `dateline … | head -1`."""
    program = (
        "import sys; from bot.cli.failures import guarded; from bot.cli.output import emit\n"
        "def pour():\n"
        "    for number in range(100_000): emit({'number': number})\n"
        "    return 0\n"
        "sys.exit(guarded(pour))"
    )

    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == b'{"number": 0}\n'
        process.stdout.close()
        assert process.stderr.read() == b""

    assert process.returncode == 141
