"""A wave goes out from both databases."""

from tests.support.stores import database, store

__all__ = ["database", "store"]
