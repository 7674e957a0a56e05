"""Upkeep put together: backups by the clock, and what is said of a database that cannot be used."""

from bot.app.assembly import Dateline
from bot.clock import now
from bot.errors import DatabaseDamaged
from bot.scheduling.rounds import BACKUPS, Rounds
from bot.services.backups.advice import way_back
from bot.services.backups.keeping import Keeping
from bot.services.backups.making import Backups
from bot.settings import Settings
from storage.copying import glance
from storage.snapshot import file_at

GLANCE = 2.0  # seconds that a start may take longer for it


def backup_rounds(dateline: Dateline, settings: Settings) -> Rounds:
    """The rounds that make backups as often as the settings wish."""
    store = dateline.services.chats.store
    backups = _backups(settings)
    keeping = Keeping(store, backups, settings.backup_rest, settings.backup_keep)
    return Rounds("the backup", BACKUPS, keeping.round)


def look(settings: Settings) -> None:
    """Look at a SQLite file before it is opened. Raises DatabaseDamaged.

    Small ones are looked through; of a large one as much as there is time for: backups look at all of it.
    """
    path = file_at(settings.database_url.reveal())
    if path is None or not path.exists():
        return
    if path.stat().st_size:
        glance(path, GLANCE)
    elif _backups(settings).newest():
        raise DatabaseDamaged(
            f"{path}: the file is empty, and there are backups of what was in it. Put one back, "
            "or remove the file to begin anew."
        )


def advice(settings: Settings) -> str:
    """How to come by a database that can be used."""
    return way_back(settings.backups)


def _backups(settings: Settings) -> Backups:
    return Backups(settings.database_url.reveal(), settings.backups, now)
