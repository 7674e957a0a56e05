from tests.support.stores import database, store

__all__ = ["database", "store"]
