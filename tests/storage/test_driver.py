"""SQLite's driver: short statements are done at once, long ones in the thread, and nobody can tell which."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path
from typing import Any

import pytest

from storage.brevity import MOST_VALUES, MOST_WORDS, is_by_key, is_read, is_short
from storage.driver import Connection, connect
from tests.support.bots import SOON

NUMBERS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 20000)"
FILL = f"{NUMBERS} INSERT INTO t SELECT x FROM n"
LONG = "SELECT count(*), sum(x) FROM t"
SUM = [(20_000, 20_000 * 20_001 // 2)]
PUT = "INSERT INTO t (x) VALUES (?)"


class Turns:
    """Counts the turns of a connection's thread."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._before = connection._asked

    @property
    def taken(self) -> int:
        return self._connection._asked - self._before


@asynccontextmanager
async def opened(path: Path | str, patience: float = 20.0) -> AsyncIterator[Connection]:
    connection = connect(str(path), timeout=patience, isolation_level=None)
    async with connection:
        await ask(connection, "PRAGMA journal_mode=WAL")
        yield connection


async def ask(connection: Connection, statement: str, values: Any = ()) -> list[Any]:
    cursor = connection.cursor()
    await cursor.execute(statement, values)
    return await cursor.fetchall()


@pytest.fixture
async def file(tmp_path: Path) -> AsyncIterator[Connection]:
    """A connection to a file with a table `t` of the numbers up to 20,000."""
    async with opened(tmp_path / "numbers.db") as connection:
        await ask(connection, "CREATE TABLE t (x INTEGER)")
        await ask(connection, FILL)
        await connection.commit()
        yield connection


async def test_a_short_read_takes_no_turn(file: Connection) -> None:
    turns = Turns(file)

    file.begin("BEGIN")
    found = await ask(file, "SELECT x FROM t LIMIT 3")
    await file.commit()

    assert found == [(1,), (2,), (3,)]
    assert turns.taken == 0


async def test_a_long_read_is_asked_again_in_the_thread(file: Connection) -> None:
    turns = Turns(file)

    assert await ask(file, LONG) == SUM
    assert turns.taken == 1


async def test_a_read_that_is_broken_off_leaves_what_its_transaction_wrote(file: Connection) -> None:
    file.begin("BEGIN IMMEDIATE")
    await ask(file, PUT, (5,))
    assert await ask(file, LONG) == [(20_001, SUM[0][1] + 5)]
    await file.commit()

    assert await ask(file, LONG) == [(20_001, SUM[0][1] + 5)]


async def test_a_read_that_is_broken_off_is_asked_again_of_the_same_moment(
    file: Connection, tmp_path: Path
) -> None:
    async with opened(tmp_path / "numbers.db") as other:
        file.begin("BEGIN")
        await ask(file, "SELECT x FROM t LIMIT 1")
        await ask(other, PUT, (5,))
        await other.commit()

        assert await ask(file, LONG) == SUM
        await file.commit()
        assert await ask(file, LONG) != SUM


async def test_a_transaction_that_writes_takes_one_turn_for_the_disk(file: Connection) -> None:
    turns = Turns(file)

    file.begin("BEGIN IMMEDIATE")
    await ask(file, PUT, (5,))
    await ask(file, PUT, (6,))
    assert turns.taken == 0
    await file.commit()
    await file.rollback()

    assert turns.taken == 1


async def test_others_have_their_turn_among_many_short_statements(file: Connection) -> None:
    done: list[int] = []

    async def read() -> None:
        for number in range(100):
            await ask(file, "SELECT x FROM t LIMIT 1")
            done.append(number)

    reading = asyncio.create_task(read())
    await asyncio.sleep(0)

    assert len(done) < 10
    await reading


async def test_memory_needs_no_thread_to_be_committed() -> None:
    async with opened(":memory:") as memory:
        await ask(memory, "CREATE TABLE t (x INTEGER)")
        await memory.commit()
        turns = Turns(memory)

        memory.begin("BEGIN IMMEDIATE")
        await ask(memory, PUT, (5,))
        await memory.commit()

        assert turns.taken == 0


async def test_others_go_on_while_a_lock_is_waited_for(file: Connection, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "numbers.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        file.begin("BEGIN IMMEDIATE")
        writing = asyncio.create_task(ask(file, PUT, (5,)))
        await asyncio.sleep(0)
        assert not writing.done()
        other.execute("ROLLBACK")

    async with asyncio.timeout(SOON):
        await writing
    await ask(file, PUT, (6,))
    await file.commit()
    assert await ask(file, "SELECT x FROM t WHERE rowid > 20000") == [(5,), (6,)]


async def test_a_lock_is_not_waited_for_for_ever(tmp_path: Path) -> None:
    async with opened(tmp_path / "numbers.db", patience=0) as hasty:
        await ask(hasty, "CREATE TABLE t (x INTEGER)")
        with closing(sqlite3.connect(tmp_path / "numbers.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                await ask(hasty, PUT, (5,))


async def test_what_is_asked_after_a_cancelled_statement_waits_for_its_end(file: Connection) -> None:
    file.begin("BEGIN")
    reading = asyncio.create_task(ask(file, LONG))
    await asyncio.sleep(0)
    reading.cancel()
    with suppress(asyncio.CancelledError):
        await reading

    await file.rollback()

    assert file.is_free
    assert await ask(file, "SELECT x FROM t LIMIT 1") == [(1,)]


async def test_a_closed_connection_is_not_used(tmp_path: Path) -> None:
    async with opened(tmp_path / "numbers.db") as connection:
        pass

    with pytest.raises(ValueError, match="closed"):
        await ask(connection, "SELECT 1")


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO views (chat_id, id, kind, state) VALUES (?, ?, ?, ?)",
        "INSERT INTO inbox (bot_id, body) VALUES (?, ?), (?, ?) ON CONFLICT DO NOTHING RETURNING update_id",
        "UPDATE chats SET next_view=(chats.next_view + ?) WHERE chats.id = ? RETURNING next_view",
        "UPDATE mentions SET event=? WHERE mentions.chat_id = ? AND mentions.id = ?",
        "UPDATE inbox SET body=?, done_at=? WHERE inbox.bot_id = ? AND inbox.update_id IN (?, ?)",
        "DELETE FROM views WHERE views.chat_id = ? AND views.id = ?",
        'DELETE FROM mention_keys WHERE chat_id = ? AND mention_keys."key" = ? AND mention = ?',
    ],
)
def test_a_row_that_is_named_by_its_key_is_soon_written(statement: str) -> None:
    assert is_by_key(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM chats WHERE chats.id = ?",  # and all that it holds
        "UPDATE chats SET id=? WHERE chats.id = ?",
        "DELETE FROM views WHERE views.chat_id = ? AND views.id <= ?",
        "DELETE FROM views WHERE views.chat_id = ?",
        "UPDATE mentions SET event=? WHERE mentions.chat_id = ? AND mentions.event = ?",
        "UPDATE inbox SET body=? WHERE inbox.bot_id = ? OR inbox.update_id = ?",
        "UPDATE inbox SET body=? WHERE inbox.id IN (SELECT id FROM inbox)",
        "INSERT INTO views (chat_id, id) SELECT chat_id, id FROM views",
        "CREATE TABLE t (x)",
        "PRAGMA wal_checkpoint(TRUNCATE)",
        "VACUUM",
        LONG,
    ],
)
def test_what_may_write_many_rows_is_not_taken_for_short(statement: str) -> None:
    assert not is_by_key(statement)


def test_many_rows_and_long_texts_are_not_short() -> None:
    assert is_short(PUT, [(1,)] * MOST_VALUES)
    assert not is_short(PUT, [(1,)] * (MOST_VALUES + 1))
    assert is_short(PUT, [("x" * MOST_WORDS,)])
    assert not is_short(PUT, [("x" * MOST_WORDS, b"y")])


def test_a_search_for_words_is_left_to_the_thread() -> None:
    assert is_read("SELECT x FROM t")
    assert not is_read("SELECT rowid FROM events_search WHERE events_search MATCH ?")
    assert not is_read("INSERT INTO t (x) VALUES (?)")
