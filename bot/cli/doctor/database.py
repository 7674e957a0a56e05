"""The database: whether it can be reached, has the schema of this program, and can be read whole."""

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.cli.doctor.finding import Finding, State
from bot.errors import DatabaseDamaged, StorageError

if TYPE_CHECKING:
    from bot.settings import Settings

NOT_MADE = "not made yet; the first start makes it"
PATIENCE = 30.0  # seconds for reading it all

_NEWER = "Its version is newer: install that again, or restore the copy made before the schema was changed."

_AMCHECK = (
    "The server's extension amcheck does: as its administrator, CREATE EXTENSION amcheck, "
    "then GRANT EXECUTE ON FUNCTION bt_index_check(regclass, boolean) to the bot's user."
)


def schema(settings: "Settings") -> Finding:
    """Whether it can be reached and has the schema of this program; nothing in it is made or changed."""
    from bot.services.backups.advice import way_back
    from storage.schema import HEAD
    from storage.store import Store

    try:
        stored = asyncio.run(Store.revision(settings.database_url.reveal()))
    except DatabaseDamaged as error:
        return Finding("database", State.FAILS, str(error), way_back(settings.backups))
    except StorageError as error:
        return Finding("database", State.FAILS, str(error))
    if stored is None:
        return Finding("database", State.FINE, NOT_MADE)
    if stored > HEAD:  # revisions are numbered
        return Finding("database", State.FAILS, f"schema {stored}, ours is {HEAD}", _NEWER)
    if stored != HEAD:
        return Finding("database", State.NOTE, f"schema {stored}, ours is {HEAD}", "Run `dateline migrate`.")
    return Finding("database", State.FINE, f"schema {HEAD}, the newest")


def replica(url: str) -> Finding:
    """Whether a read replica answers and follows; while it does not, everything is asked of the primary."""
    from storage.schema import HEAD
    from storage.store import Store

    advice = "Until it does, everything is asked of DATABASE_URL. Check the server and DATABASE_READ_URL."
    try:
        stored = asyncio.run(Store.revision(url))
    except StorageError as error:
        return Finding("replica", State.NOTE, str(error), advice)
    if stored != HEAD:
        return Finding("replica", State.NOTE, f"schema {stored or 'none'}, ours is {HEAD}", advice)
    return Finding("replica", State.FINE, f"schema {HEAD}, as the primary's")


def integrity(settings: "Settings") -> Finding:
    """Whether every page can be read, as far as there is time."""
    from bot.services.backups.advice import way_back
    from storage.checkup import read_through

    try:
        whole = asyncio.run(read_through(settings.database_url.reveal(), PATIENCE))
    except StorageError as error:
        advice = f"Stop the bot, and put a backup back. {way_back(settings.backups)}"
        return Finding("integrity", State.FAILS, str(error), advice)
    if whole:
        return Finding("integrity", State.FINE, "every page can be read")
    seen = f"nothing was found in {PATIENCE:.0f} s; it is large"
    return Finding("integrity", State.FINE, seen, "`dateline backup` reads all of it.")


def indexes(url: str) -> Iterator[Finding]:
    """Whether PostgreSQL finds by its indexes what is there, as far as it can be asked and there is time."""
    from storage.indexes import compare

    if not url.startswith("postgres"):
        return
    try:
        found = asyncio.run(compare(url, PATIENCE))
    except StorageError as error:
        advice = "No row is lost with an index: until it is built anew, some are not found."
        yield Finding("indexes", State.FAILS, str(error), advice)
        return
    if found is None:
        yield Finding("indexes", State.FINE, "not compared with their tables", _AMCHECK)
    else:
        late = "" if found.seen == found.there else f" of {found.there}, as far as there was time,"
        yield Finding("indexes", State.FINE, f"{found.seen}{late} hold what their tables hold")
