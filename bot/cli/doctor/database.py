"""The database: whether it can be reached, has the schema of this program, and can be read whole."""

import asyncio

from bot.cli.doctor.finding import Finding, State
from bot.errors import StorageError

NOT_MADE = "not made yet; the first start makes it"
PATIENCE = 30.0  # seconds for reading it all

_NEWER = "Its version is newer: install that again, or restore the copy made before the schema was changed."


def schema(url: str) -> Finding:
    """Whether it can be reached and has the schema of this program; nothing in it is made or changed."""
    from storage.schema import HEAD
    from storage.store import Store

    try:
        stored = asyncio.run(Store.revision(url))
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


def integrity(url: str) -> Finding:
    """Whether every page can be read, as far as there is time."""
    from storage.checkup import read_through

    try:
        whole = asyncio.run(read_through(url, PATIENCE))
    except StorageError as error:
        advice = "Stop the bot, and put a backup back: `dateline restore` lists them."
        return Finding("integrity", State.FAILS, str(error), advice)
    seen = "every page can be read" if whole else f"nothing was found in {PATIENCE:.0f} s; it is large"
    return Finding("integrity", State.FINE, seen)
