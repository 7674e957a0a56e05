"""The use cases run on both databases."""

from tests.support.stores import database, store

__all__ = ["database", "store"]
