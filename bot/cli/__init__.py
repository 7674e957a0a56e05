"""The command line: arguments in, exit code out. One file per group of commands."""

import io
import sys
from argparse import SUPPRESS, ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Sequence

from bot import __version__
from bot.cli.briefings import SUMMARY, TIMELINE
from bot.cli.chat import CHAT
from bot.cli.command import Command
from bot.cli.digest import DIGEST
from bot.cli.doctor import DOCTOR
from bot.cli.exporting import EXPORT, IMPORT
from bot.cli.extract import EXTRACT
from bot.cli.failures import guarded
from bot.cli.ingest import INGEST
from bot.cli.migrate import MIGRATE
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
    MIGRATE,
    DOCTOR,
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


def _parser() -> ArgumentParser:
    lines = [f"  {command.name:<10} {command.purpose}" for command in COMMANDS]
    parser = ArgumentParser(
        prog="dateline",
        description="A dated, sourced timeline of the news you hand it, in Telegram and in a terminal.",
        epilog="\n".join(["commands:", *lines, "", "`dateline COMMAND --help` shows how, with examples."]),
        formatter_class=RawDescriptionHelpFormatter,
        usage="dateline [--version] [--help] COMMAND …",
    )
    parser.add_argument("--version", action="version", version=f"dateline {__version__}")
    parser.add_argument("command", nargs="?", choices=[command.name for command in COMMANDS], help=SUPPRESS)
    return parser
