"""Backups: when the last one was made that was looked through."""

from datetime import datetime
from typing import TYPE_CHECKING

from bot.cli.doctor.finding import Finding, State, span

if TYPE_CHECKING:
    from bot.settings import Settings

MAKE = "`dateline backup` makes one now; the bot makes them by itself as BACKUP_EVERY says."


def newest(settings: "Settings", instant: datetime) -> Finding:
    """The age of the newest, by how often they are wished for."""
    from bot.services.backups.files import made_at, verified_in

    there = verified_in(settings.backups)
    made = made_at(there[0]) if there else None
    if made is None:
        wished = settings.backup_rest or not settings.database_url.reveal().startswith("postgresql")
        seen = f"none yet in {settings.backups}"
        if wished:
            return Finding("backup", State.NOTE, seen, MAKE)
        return Finding("backup", State.FINE, f"{seen}, as the server's operator makes them")
    age = instant - made
    seen = f"{len(there)} in {settings.backups}, the last {span(max(age.total_seconds(), 0))} old"
    if settings.backup_rest and age > 2 * settings.backup_rest:
        return Finding("backup", State.NOTE, seen, MAKE)
    return Finding("backup", State.FINE, seen)
