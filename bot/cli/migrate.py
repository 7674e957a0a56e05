"""`dateline migrate`: the database is brought to the newest schema. Every start does the same."""

import asyncio
import os
from argparse import ArgumentParser, Namespace

from bot.cli.command import Command
from bot.cli.output import emit, say


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON object")


def _run(arguments: Namespace) -> int:
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


def _done(before: str | None, after: str) -> str:
    if before is None:
        return f"made, with schema {after}."
    if before == after:
        return f"its schema is {after}, the newest. Nothing to do."
    return f"brought from schema {before} to {after}. A copy of a SQLite file as it was stands beside it."


MIGRATE = Command(
    name="migrate",
    purpose="Bring the database to the newest schema, after a copy; every start does the same.",
    examples=("dateline migrate", "DATABASE_URL=postgresql://dateline@db/dateline dateline migrate --json"),
    declare=_declare,
    run=_run,
)
