"""How much a page takes SQLite, in steps of its machine: no more in a large chat than in a small one."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event

from bot.model.briefing import Query
from bot.services import paging
from bot.services.services import Services
from storage import fts5, matches
from storage.event_rows import row_of
from storage.store import Store
from storage.tables import events
from tests.support.builders import a_chat, an_event

SMALL, LARGE, OTHER = 1, 2, 3
SIZES = {SMALL: 1_000, LARGE: 3_000, OTHER: 1_000}
PAGE, COUNTED, LISTED = 12, 100, 8
Asked = list[tuple[str, tuple[object, ...]]]


@pytest.fixture
async def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Store]:
    """Chats where all events hold "common", one of seven "seldom", and each a word that begins alike."""
    for module, name, value in (
        (paging, "COUNTED", COUNTED),
        (paging, "FOUND", COUNTED),
        (matches, "NEAR", COUNTED),
        (fts5, "MOST_WORDS", LISTED),
    ):
        monkeypatch.setattr(module, name, value)
    opened = await Store.open(f"sqlite:///{tmp_path}/dateline.db")
    async with opened.begin() as tx:
        for chat, size in SIZES.items():
            await tx.chats.put(a_chat(chat))
            rows = [row_of(chat, an_event(n, f"{1900 + n % 97}"), _terms(n)) for n in range(1, size + 1)]
            await tx._session.pour(chat, events, rows)
    yield opened
    await opened.close()


def _terms(number: int) -> str:
    return f"common alike{number}" + " seldom" * (number % 7 == 0)


async def asked(store: Store, chat: int, topic: str, *, after: int | None = None) -> Asked:
    """What the database is asked for a page."""
    seen: Asked = []

    def see(*told: object) -> None:
        seen.append((str(told[2]), told[3]))  # type: ignore[arg-type]

    event.listen(store._readers.sync_engine, "before_cursor_execute", see)
    services = Services.over(store)
    page = await services.timelines.timeline(chat, Query(topic), limit=PAGE, after=after, exact=False)
    event.remove(store._readers.sync_engine, "before_cursor_execute", see)
    assert len(page.entries) == PAGE
    return seen


def steps(store: Store, questions: Asked) -> int:
    """Hundreds of steps that these take."""
    taken = 0

    def step() -> int:
        nonlocal taken
        taken += 1
        return 0

    with closing(sqlite3.connect(store.where)) as connection:
        connection.set_progress_handler(step, 100)
        for sql, values in questions:
            connection.execute(sql, values).fetchall()
    return taken


@pytest.mark.parametrize("topic", ["", "common", "comm", "common seldom", "alike"])
@pytest.mark.parametrize("after", [None, (1985 * 365) << 32])
async def test_a_page_takes_no_more_in_a_large_chat(store: Store, topic: str, after: int | None) -> None:
    small, large = [steps(store, await asked(store, chat, topic, after=after)) for chat in (SMALL, LARGE)]

    assert large <= 1.2 * small + 5


async def test_a_beginning_of_many_words_is_not_collected_from_all_chats(store: Store) -> None:
    few, many = [await asked(store, SMALL, topic) for topic in ("common", "alike")]

    assert any("events_search MATCH" in sql for sql, _ in few)
    assert not any("events_search MATCH" in sql for sql, _ in many)


async def test_the_index_of_words_is_asked_once_for_a_page(store: Store) -> None:
    for topic in ("common", "seldom", "common seldom"):
        questions = await asked(store, SMALL, topic)

        assert sum("events_search MATCH" in sql for sql, _ in questions) == 1
