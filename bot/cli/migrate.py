"""`dateline migrate`: the database brought to the newest schema, as every start does; or moved to another."""

import asyncio
import os
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from bot.cli.command import Command
from bot.cli.failures import complain
from bot.cli.output import emit, say

if TYPE_CHECKING:
    from bot.services.backups.moving import Moved

USAGE = 2


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument("--from", dest="source", metavar="URL", help="move everything out of this database")
    parser.add_argument("--to", dest="target", metavar="URL", help="into this one, which must be empty")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def _run(arguments: Namespace) -> int:
    if (arguments.source is None) != (arguments.target is None):
        complain("--from and --to go together: the one that everything comes from, and the one it goes to")
        return USAGE
    if arguments.source is not None:
        return asyncio.run(_move(arguments.source, arguments.target, as_json=arguments.json))
    return asyncio.run(_migrate(as_json=arguments.json))


async def _migrate(*, as_json: bool) -> int:
    from bot.settings import Settings
    from storage.schema import HEAD
    from storage.store import Store

    url = Settings.read(os.environ).database_url.reveal()
    before = await Store.revision(url)
    store = await Store.open(url)
    await store.close()
    if as_json:
        emit({"database": store.where, "before": before, "after": HEAD})
    else:
        say(f"{store.where}: {_done(before, HEAD)}")
    return 0


async def _move(source: str, target: str, *, as_json: bool) -> int:
    from bot.services.backups.moving import move

    moved = await move(source, target)
    if as_json:
        sums = {name: {"rows": sum_.rows, "sha256": sum_.checksum} for name, sum_ in moved.sums.items()}
        emit({"from": moved.source, "to": moved.target, "tables": sums})
        return 0
    for line in _table(moved):
        say(line)
    return 0


def _table(moved: "Moved") -> list[str]:
    wide = max(map(len, moved.sums))
    return [
        f"{'table':<{wide}}  {'rows':>9}  checksum, the same on both sides",
        *(f"{name:<{wide}}  {one.rows:>9}  {one.checksum[:16]}" for name, one in moved.sums.items()),
        f"{moved.source} stays as it is. Set DATABASE_URL to what --to says, and start the bot.",
    ]


def _done(before: str | None, after: str) -> str:
    if before is None:
        return f"made, with schema {after}."
    if before == after:
        return f"its schema is {after}, the newest. Nothing to do."
    return f"brought from schema {before} to {after}. A copy of a SQLite file as it was stands beside it."


MIGRATE = Command(
    name="migrate",
    purpose="Bring the database to the newest schema, after a copy; or move everything to another database.",
    examples=(
        "dateline migrate",
        "DATABASE_URL=postgresql://dateline@db/dateline dateline migrate --json",
        "dateline migrate --from sqlite:////data/dateline.db --to postgresql://dateline@db/dateline",
    ),
    declare=_declare,
    run=_run,
)
