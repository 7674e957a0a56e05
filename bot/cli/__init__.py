"""The command line: arguments in, exit code out. One file per group of commands."""

import io
import platform
import sys
from argparse import SUPPRESS, Action, ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Sequence
from typing import Any

from bot import __version__
from bot.cli.backup import BACKUP
from bot.cli.briefings import SUMMARY, TIMELINE
from bot.cli.chat import CHAT
from bot.cli.command import Command
from bot.cli.digest import DIGEST
from bot.cli.doctor import DOCTOR
from bot.cli.exporting import EXPORT, IMPORT
from bot.cli.extract import EXTRACT
from bot.cli.failures import guarded
from bot.cli.health import HEALTH
from bot.cli.ingest import INGEST
from bot.cli.migrate import MIGRATE
from bot.cli.output import say
from bot.cli.restore import RESTORE
from bot.cli.run import RUN

COMMANDS: tuple[Command, ...] = (
    RUN,
    CHAT,
    EXTRACT,
    INGEST,
    TIMELINE,
    SUMMARY,
    DIGEST,
    EXPORT,
    IMPORT,
    BACKUP,
    RESTORE,
    MIGRATE,
    DOCTOR,
    HEALTH,
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run what `argv` (the process's own by default) asks for."""
    words = list(sys.argv[1:] if argv is None else argv)
    named = {command.name: command for command in COMMANDS}
    if not words or words[0] not in named:
        return _without_command(words)
    _write_what_can_be_written()
    command = named[words[0]]
    arguments = command.parser().parse_intermixed_args(words[1:])
    return guarded(lambda: command.run(arguments))


def _write_what_can_be_written() -> None:
    """A letter that the terminal's encoding lacks becomes a question mark, not an error."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def _without_command(words: list[str]) -> int:
    parser = _parser()
    parser.parse_args(words)  # answers --help and --version, refuses anything else
    parser.print_help(sys.stderr)
    return 2


class _Version(Action):
    """Says the versions when it is met; only then the database's room is loaded."""

    def __init__(self, option_strings: Sequence[str], dest: str, **options: Any) -> None:
        super().__init__(option_strings, dest, nargs=0, **options)

    def __call__(self, parser: ArgumentParser, *_: object) -> None:
        say(_versions())
        parser.exit()


def _versions() -> str:
    from storage.schema import HEAD

    return f"dateline {__version__}, schema {HEAD}, Python {platform.python_version()}"


def _parser() -> ArgumentParser:
    lines = [f"  {command.name:<10} {command.purpose}" for command in COMMANDS]
    parser = ArgumentParser(
        prog="dateline",
        description="A dated, sourced timeline of the news you hand it, in Telegram and in a terminal.",
        epilog="\n".join(["commands:", *lines, "", "`dateline COMMAND --help` shows how, with examples."]),
        formatter_class=RawDescriptionHelpFormatter,
        usage="dateline [--version] [--help] COMMAND …",
    )
    parser.add_argument("--version", action=_Version, help="say the versions of all that matters, and exit")
    parser.add_argument("command", nargs="?", choices=[command.name for command in COMMANDS], help=SUPPRESS)
    return parser
