"""What a command of the command line is: its name, its words of help, its arguments, its deed."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace, RawDescriptionHelpFormatter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.model.chat import LOCAL_CHAT


def _chat_id(words: str) -> int:
    if not -(2**63) <= (number := int(words)) < 2**63:
        raise ArgumentTypeError(f"{words!r} is no chat's number")
    return number


def declare_chat(parser: ArgumentParser) -> None:
    """The argument that names a chat, the same for every command that looks into one."""
    parser.add_argument(
        "--chat",
        type=_chat_id,
        default=LOCAL_CHAT.id,
        metavar="ID",
        help="a chat's number (default: the local chat)",
    )


def instant(words: str) -> datetime:
    """A moment as an argument says it; without an offset it is in UTC."""
    try:
        moment = datetime.fromisoformat(words)
    except ValueError:
        raise ArgumentTypeError(f"{words!r} is not an instant such as 2021-04-21T09:00Z") from None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Command:
    """`declare` adds the arguments, `run` does it and returns the exit code.

    Heavy imports belong inside `run`, so that `--help` and the light commands answer at once.
    """

    name: str
    purpose: str
    examples: tuple[str, ...]
    declare: Callable[[ArgumentParser], None]
    run: Callable[[Namespace], int]

    def parser(self) -> ArgumentParser:
        parser = ArgumentParser(
            prog=f"dateline {self.name}",
            description=self.purpose,
            epilog="\n".join(["examples:", *(f"  {example}" for example in self.examples)]),
            formatter_class=RawDescriptionHelpFormatter,
        )
        self.declare(parser)
        return parser
