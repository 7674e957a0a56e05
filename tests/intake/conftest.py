import pytest

from storage.store import Store
from tests.intake.starts import Begin, Seen, starting
from tests.support.stores import database, store

__all__ = ["begin", "database", "seen", "store"]


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def begin(store: Store, seen: Seen) -> Begin:
    return starting(store, seen)
