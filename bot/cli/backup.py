"""`dateline backup`: everything in one file, beside a running bot."""

import asyncio
import os
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.command import Command
from bot.cli.output import emit, say

if TYPE_CHECKING:
    from bot.services.backups.checking import Checked
    from bot.services.backups.making import Backup


def _how_many(words: str) -> int:
    if not words.isascii() or not words.isdigit() or not int(words):
        raise ArgumentTypeError(f"{words!r} is no number of backups: one at least stays")
    return int(words)


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--to",
        type=Path,
        metavar="FILE or FOLDER",
        help="a file that is not there yet (.db, .db.gz, .json.gz), or where it goes (default: BACKUP_DIR)",
    )
    parser.add_argument("--gzip", action="store_true", help="pack the copy of a SQLite file")
    parser.add_argument(
        "--portable", action="store_true", help="write the rows of a SQLite file out, as of a server"
    )
    parser.add_argument(
        "--keep",
        type=_how_many,
        metavar="N",
        help="how many stay in BACKUP_DIR (default: BACKUP_KEEP); those elsewhere all do",
    )
    parser.add_argument(
        "--check",
        type=Path,
        metavar="FILE or FOLDER",
        help="make none, look through this one, or the newest in a folder",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object")


def _run(arguments: Namespace) -> int:
    if arguments.check is not None:
        return _check(arguments)
    return asyncio.run(_make(arguments))


def _check(arguments: Namespace) -> int:
    from bot.services.backups.checking import checked, newest_of

    found = checked(newest_of(arguments.check))
    if arguments.json:
        emit(_shape(found))
        return 0
    say(f"{found.path}: whole, with schema {found.schema}.")
    say(counted(found.counts))
    say(
        "It is as it was made: its checksum is the one beside it."
        if found.noted
        else "No checksum stands beside it: whether it was changed since it was made is not known."
    )
    return 0


async def _make(arguments: Namespace) -> int:
    from bot.clock import now
    from bot.services.backups.making import Backups
    from bot.settings import Settings

    settings = Settings.read(os.environ)
    backups = Backups(settings.database_url.reveal(), settings.backups, now)
    made = await backups.make(arguments.to, packed=arguments.gzip, portable=arguments.portable)
    gone = backups.rotate(arguments.keep or settings.backup_keep) if arguments.to is None else []
    if arguments.json:
        emit(_made_shape(made, gone))
        return 0
    say(f"{made.path}: {sized(made.size)}, schema {made.schema}, looked through.")
    say(counted(made.counts))
    for path in gone:
        say(f"{path.name} was older, and went.")
    return 0


def counted(counts: Mapping[str, int]) -> str:
    """How much of what."""
    held = ", ".join(f"{name.replace('_', ' ')}: {count}" for name, count in counts.items())
    return held or "there is nothing in it"


def sized(count: int) -> str:
    """Bytes as people say them."""
    return f"{count / 1e6:.1f} MB" if count >= 1_000_000 else f"{count / 1e3:.1f} kB"


def _shape(found: "Checked") -> dict[str, object]:
    return {
        "file": str(found.path),
        "schema": found.schema,
        "counts": dict(found.counts),
        "checksum_beside": found.noted,
    }


def _made_shape(made: "Backup", gone: list[Path]) -> dict[str, object]:
    return {
        "file": str(made.path),
        "bytes": made.size,
        "sha256": made.checksum,
        "schema": made.schema,
        "counts": dict(made.counts),
        "removed": [str(path) for path in gone],
    }


BACKUP = Command(
    name="backup",
    purpose="Put everything into one file, beside a running bot, and look it through.",
    examples=(
        "dateline backup --gzip",
        "dateline backup --to /mnt/elsewhere/dateline.db",
        "dateline backup --check dateline-20210422T090000Z.db.gz --json",
    ),
    declare=_declare,
    run=_run,
)
