"""The database URL: understood, or refused without repeating what may hold a password."""

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import DatabaseUnusable

_UNREADABLE = (
    "the database URL is none that is understood here. "
    "Write sqlite:////folder/file.db or postgresql://user:password@host/database."
)


def address_of(url: str) -> URL:
    """The parts of a URL. Raises DatabaseUnusable."""
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        raise DatabaseUnusable(_UNREADABLE) from None
    if address.drivername == "postgres":  # as hosting services write it
        address = address.set(drivername="postgresql")
    if address.get_backend_name() not in ("sqlite", "postgresql"):
        raise DatabaseUnusable(_UNREADABLE)
    return address
