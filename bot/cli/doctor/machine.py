"""The machine: versions, clock and disk."""

import os
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.doctor.finding import Finding, State, span
from bot.measures import disk as room

if TYPE_CHECKING:
    from bot.settings import Settings

SLOW = 60.0  # seconds that a clock may differ before it is worth a word
WRONG = 3_600.0  # seconds after which dates come out wrong

SET = "Set the clock (timedatectl set-ntp true): every relative date depends on it."


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
        return Finding("clock", State.FAILS, f"{seen}, earlier than the day this program was installed", SET)
    return Finding("clock", State.FINE, seen)


def against(other: str, ours: datetime, theirs: datetime) -> Finding:
    """The clock beside another one, to the second."""
    off = (ours - theirs).total_seconds()
    if abs(off) <= SLOW:
        return Finding("clock", State.FINE, f"as {other}")
    seen = f"{span(abs(off))} {'ahead of' if off > 0 else 'behind'} {other}"
    return Finding("clock", State.FAILS if abs(off) > WRONG else State.NOTE, seen, SET)


def disks(settings: "Settings") -> Iterator[Finding]:
    """The room where the data is, and where the database and its backups are when that is elsewhere."""
    from storage.snapshot import file_at

    yield disk(settings.data_dir, "DATA_DIR")
    file = file_at(settings.database_url.reveal())
    for name, folder in (("DATABASE_URL", file and file.parent), ("BACKUP_DIR", settings.backups)):
        if folder and not folder.is_relative_to(settings.data_dir):
            yield disk(folder, name)


def disk(folder: Path, variable: str) -> Finding:
    """The room in a folder that is there or will be, and that a variable names."""
    there = next(parent for parent in (folder, *folder.parents) if parent.exists())
    free = room.free(folder)
    seen = f"{free / 1e9:.1f} GB free for {folder}"
    if not os.access(there, os.W_OK):
        return Finding(
            "disk", State.FAILS, f"{there} may not be written to", f"Change its owner, or set {variable}."
        )
    if free < room.ROOM_TO_START:
        return Finding("disk", State.FAILS, seen, f"Free some space, or set {variable} to another disk.")
    if free < room.ROOM_TO_GROW:
        return Finding("disk", State.NOTE, seen, "Free some space soon.")
    return Finding("disk", State.FINE, seen)
