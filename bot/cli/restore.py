"""`dateline restore`: a backup in the place of the database; or which backups there are."""

import asyncio
import os
from argparse import ArgumentParser, Namespace
from pathlib import Path

from bot.cli.backup import counted, sized
from bot.cli.command import Command
from bot.cli.output import emit, say


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help="a backup; without one, those that there are"
    )
    parser.add_argument(
        "--force", action="store_true", help="replace what the database holds, once a copy of it is made"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object")


def _run(arguments: Namespace) -> int:
    return _list(arguments) if arguments.file is None else asyncio.run(_restore(arguments))


def _list(arguments: Namespace) -> int:
    from bot.services.backups.files import verified_in
    from bot.settings import Settings

    folder = Settings.read(os.environ).backups
    found = verified_in(folder)
    if arguments.json:
        emit({"folder": str(folder), "backups": [str(path) for path in found]})
        return 0
    for path in found:
        say(f"{path}  {sized(path.stat().st_size)}")
    say(
        "Stop the bot, then: dateline restore FILE --force"
        if found
        else f"No backup in {folder}. `dateline backup` makes one."
    )
    return 0


async def _restore(arguments: Namespace) -> int:
    from bot.clock import now
    from bot.services.backups.restoring import Restoring
    from bot.settings import Settings

    settings = Settings.read(os.environ)
    restoring = Restoring(settings.database_url.reveal(), settings.backups, now)
    done = await restoring.restore(arguments.file, force=arguments.force)
    if arguments.json:
        aside = None if done.aside is None else str(done.aside)
        counts = dict(done.counts)
        emit({"database": done.where, "schema": done.schema, "counts": counts, "before": aside})
        return 0
    say(f"{done.where}: restored from {arguments.file}.")
    say(counted(done.counts))
    if done.aside is not None:
        say(f"What was there before is in {done.aside}.")
    return 0


RESTORE = Command(
    name="restore",
    purpose="Put a backup in the place of the database, all of it or nothing.",
    examples=(
        "dateline restore",
        "dateline restore dateline-20210422T090000Z.db.gz",
        "dateline restore dateline-20210422T090000Z.json.gz --force",
    ),
    declare=_declare,
    run=_run,
)
