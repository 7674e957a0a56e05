"""`dateline doctor`: is everything in place for the bot to run, and if not, what to do."""

import asyncio
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from bot.cli.command import Command
from bot.cli.failures import FAILED
from bot.cli.output import emit, say
from bot.clock import now
from bot.errors import BadSettings, StorageError

ROOM_TO_START = 50_000_000  # bytes of disk below which it is no use starting
ROOM_TO_GROW = 500_000_000  # bytes below which it is time to look

_NEWER = "Its version is newer: install that again, or restore the copy made before the schema was changed."


class State(StrEnum):
    """How a check came out; only `FAILS` keeps the bot from running."""

    FINE = "ok"
    NOTE = "note"
    FAILS = "fails"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at, what was seen, and what to do when it is not fine."""

    name: str
    state: State
    seen: str
    advice: str | None = None


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON object")


def _run(arguments: Namespace) -> int:
    findings = list(findings_of(os.environ, now()))
    fine = all(finding.state is not State.FAILS for finding in findings)
    if arguments.json:
        emit({"fine": fine, "findings": [_shape(finding) for finding in findings]})
    else:
        for finding in findings:
            say(f"{finding.state:<6} {finding.name:<9} {finding.seen}")
            if finding.advice:
                say(f"{'':16} {finding.advice}")
    return 0 if fine else FAILED


def findings_of(environment: Mapping[str, str], instant: datetime) -> Iterator[Finding]:
    """Everything there is to look at, one after the other."""
    from bot.settings import Settings

    yield python()
    yield clock(instant)
    try:
        settings = Settings.read(environment)
    except BadSettings as error:
        for fault in error.faults:
            yield Finding(
                "settings", State.FAILS, fault, "Correct this variable; the README's table says more."
            )
        return
    yield Finding("settings", State.FINE, f"data in {settings.data_dir}")
    yield token(settings.bot_token is not None)
    yield disk(settings.data_dir)
    yield database(settings.database_url.reveal())


def python() -> Finding:
    """The versions, and whether SQLite can search."""
    import sqlite3

    versions = f"Python {sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}"
    with closing(sqlite3.connect(":memory:")) as connection:
        options = {row[0] for row in connection.execute("PRAGMA compile_options")}
    if "ENABLE_FTS5" in options:
        return Finding("python", State.FINE, versions)
    seen = f"{versions} without full-text search"
    return Finding("python", State.FAILS, seen, "Use a Python whose SQLite is built with FTS5.")


def clock(instant: datetime) -> Finding:
    """A clock that runs behind the day this program was installed is wrong."""
    seen = f"{instant:%Y-%m-%d %H:%M} UTC"
    installed = datetime.fromtimestamp(Path(__file__).stat().st_mtime, UTC)
    if instant < installed:
        return Finding(
            "clock",
            State.FAILS,
            f"{seen}, earlier than the day this program was installed",
            "Set the clock (timedatectl set-ntp true): every relative date depends on it.",
        )
    return Finding("clock", State.FINE, seen)


def token(given: bool) -> Finding:
    if given:
        return Finding("token", State.FINE, "BOT_TOKEN is set and looks like one")
    return Finding(
        "token", State.NOTE, "no BOT_TOKEN", "`dateline chat` works without; @BotFather gives one."
    )


def disk(folder: Path) -> Finding:
    import shutil

    there = next(parent for parent in (folder, *folder.parents) if parent.exists())
    free = shutil.disk_usage(there).free
    seen = f"{free / 1e9:.1f} GB free for {folder}"
    if not os.access(there, os.W_OK):
        return Finding(
            "disk", State.FAILS, f"{there} may not be written to", "Change its owner, or set DATA_DIR."
        )
    if free < ROOM_TO_START:
        return Finding("disk", State.FAILS, seen, "Free some space, or set DATA_DIR to another disk.")
    if free < ROOM_TO_GROW:
        return Finding("disk", State.NOTE, seen, "Free some space soon.")
    return Finding("disk", State.FINE, seen)


def database(url: str) -> Finding:
    """Whether it can be reached and has the schema of this program; nothing in it is made or changed."""
    from storage.schema import HEAD
    from storage.store import Store

    try:
        stored = asyncio.run(Store.revision(url))
    except StorageError as error:
        return Finding("database", State.FAILS, str(error))
    if stored is None:
        return Finding("database", State.FINE, "not made yet; the first start makes it")
    if stored > HEAD:  # revisions are numbered
        return Finding("database", State.FAILS, f"schema {stored}, ours is {HEAD}", _NEWER)
    if stored != HEAD:
        return Finding("database", State.NOTE, f"schema {stored}, ours is {HEAD}", "Run `dateline migrate`.")
    return Finding("database", State.FINE, f"schema {HEAD}, the newest")


def _shape(finding: Finding) -> dict[str, object]:
    return {
        "name": finding.name,
        "state": finding.state.value,
        "seen": finding.seen,
        "advice": finding.advice,
    }


DOCTOR = Command(
    name="doctor",
    purpose="Check that everything is in place, and say what to do where it is not.",
    examples=("dateline doctor", "dateline doctor --json"),
    declare=_declare,
    run=_run,
)
