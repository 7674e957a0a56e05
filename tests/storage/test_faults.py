"""Faults: a database that cannot be used is told in words that say what to do, and never with a password."""

import asyncio
import signal
import socket
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import make_url

from bot.errors import DatabaseAway, DatabaseBusy, DatabaseUnusable, StorageError
from storage import sqlite
from storage.store import Store
from tests.support.bots import SOON
from tests.support.builders import a_chat, an_article, an_event
from tests.support.stores import needed_url, postgresql_schema

HOLDING = """
import asyncio, sys
from storage.store import Store
async def main():
    store = await Store.open(sys.argv[1])
    async with store.begin() as tx:
        await tx.chats.put(__import__("tests.support.builders", fromlist=["a_chat"]).a_chat(5))
        print("ready", flush=True)
        sys.stdin.read()
asyncio.run(main())
"""


async def holder(url: str) -> asyncio.subprocess.Process:
    """Another process, in the middle of a transaction on the same file."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", HOLDING, url, stdin=pipe, stdout=pipe
    )
    assert process.stdout is not None
    async with asyncio.timeout(SOON):
        assert (await process.stdout.readline()).strip() == b"ready"
    return process


async def test_a_second_process_on_one_file_is_refused_and_told_by_whom(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/dateline.db"
    process = await holder(url)

    with pytest.raises(DatabaseBusy) as refused:
        await Store.open(url)
    process.kill()
    await process.wait()

    assert f"{tmp_path}/dateline.db is in use by process {process.pid} on {socket.gethostname()}" in str(
        refused.value
    )


async def test_a_killed_process_leaves_no_lock_and_no_half_transaction(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/dateline.db"
    store = await Store.open(url)
    async with store.begin() as tx:
        await tx.chats.put(a_chat(1))
    await store.close()

    process = await holder(url)
    process.send_signal(signal.SIGKILL)
    await process.wait()

    store = await Store.open(url)
    async with store.read() as tx:
        assert await tx.chats.get(1) == a_chat(1)
        assert await tx.chats.get(5) is None
    await store.close()


async def test_two_names_of_one_file_share_its_lock(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    store = await Store.open(f"sqlite:///{tmp_path}/dateline.db")

    with pytest.raises(DatabaseBusy):
        await Store.open(f"sqlite:///{tmp_path}/link/dateline.db")

    await store.close()
    await (await Store.open(f"sqlite:///{tmp_path}/link/dateline.db")).close()


async def test_a_reader_opens_beside_the_bot_and_sees_what_is_committed(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/dateline.db"
    store = await Store.open(url)
    async with store.begin() as tx:
        await tx.chats.put(a_chat(1))

    reader = await Store.open_reading(url)
    async with store.begin() as tx:
        await tx.chats.put(a_chat(2))
        async with reader.read() as seen:
            assert await seen.chats.get(1) == a_chat(1)
            assert await seen.chats.get(2) is None
    await store.close()

    other = await Store.open(url)  # a reader holds no lock
    await other.close()
    await reader.close()


async def test_a_reader_makes_an_empty_database_where_there_is_none(tmp_path: Path) -> None:
    reader = await Store.open_reading(f"sqlite:///{tmp_path}/new/dateline.db")

    async with reader.read() as tx:
        assert await tx.chats.get(1) is None
    await reader.close()


async def test_a_file_that_is_no_database_is_told_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_text("shopping list\n" * 1000)

    with pytest.raises(DatabaseUnusable, match=r"notes\.db: this is no database of Dateline's"):
        await Store.open(f"sqlite:///{path}")

    assert path.read_text() == "shopping list\n" * 1000


async def test_a_database_of_another_program_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "music.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE songs (title)")
        connection.commit()
    before = path.read_bytes()

    with pytest.raises(DatabaseUnusable, match="songs"):
        await Store.open(f"sqlite:///{path}")

    assert path.read_bytes() == before


async def test_a_damaged_page_is_told(tmp_path: Path) -> None:
    path = tmp_path / "dateline.db"
    url = f"sqlite:///{path}"
    store = await Store.open(url)
    async with store.begin() as tx:
        await tx.chats.put(a_chat())
        await tx.articles.add(a_chat().id, an_article("Words " * 50_000))
    await store.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))

    async def look() -> None:
        store = await Store.open(url)
        try:
            async with store.read() as tx:
                await tx.articles.many(a_chat().id, [1])
        finally:
            await store.close()

    with pytest.raises(DatabaseUnusable, match="the file is damaged"):
        await look()


async def test_a_full_disk_is_told_and_the_rest_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path}/dateline.db"
    await (await Store.open(url)).close()
    monkeypatch.setattr(sqlite, "_WAL", "max_page_count=120")
    store = await Store.open(url)

    async def write(text: str) -> None:
        async with store.begin() as tx:
            await tx.chats.put(a_chat())
            await tx.articles.add(a_chat().id, an_article(text))

    await write("Short.")
    with pytest.raises(DatabaseUnusable, match="the disk is full"):
        await write("Long " * 200_000)
    await write("Short again.")

    async with store.read() as tx:
        assert await tx.articles.count(a_chat().id) == 2
    await store.close()


async def test_more_events_than_the_index_of_a_file_can_number_are_told() -> None:
    store = await Store.open("sqlite://")

    async def put(number: int) -> None:
        async with store.begin() as tx:
            await tx.chats.put(a_chat())
            await tx.events.put(a_chat().id, an_event(number, "2015"), "words")

    await put((1 << 22) - 1)
    with pytest.raises(DatabaseUnusable, match="more events than a SQLite file holds: move to PostgreSQL"):
        await put(1 << 22)
    await store.close()


async def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(DatabaseUnusable, match="cannot make the folder"):
        await Store.open(f"sqlite:///{tmp_path}/file/dateline.db")


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://a:secret@b/c", "postgresql://a:secret@b:port/c"])
async def test_a_url_that_is_not_understood_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(DatabaseUnusable, match="none that is understood here") as refused:
        await Store.open(url)

    assert "secret" not in str(refused.value)


async def test_an_unknown_parameter_is_named() -> None:
    with pytest.raises(DatabaseUnusable, match="sslfactory"):
        await Store.open("postgresql://a:secret@127.0.0.1/c?sslfactory=x")


async def test_a_server_that_does_not_answer_is_told() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]

        with pytest.raises(
            DatabaseUnusable, match=r"127\.0\.0\.1/news: the server does not answer"
        ) as refused:
            await Store.open(f"postgresql://a:secret@127.0.0.1:{port}/news")

    assert "secret" not in str(refused.value)


async def test_a_database_that_is_not_there_is_told() -> None:
    server = needed_url()

    with pytest.raises(DatabaseUnusable, match="there is no such database"):
        await Store.open(make_url(server).set(database="no_such_one").render_as_string(hide_password=False))


async def test_while_no_server_is_the_primary_the_database_is_away() -> None:
    server = needed_url()

    address = make_url(server).update_query_dict({"target_session_attrs": "standby"})
    with pytest.raises(DatabaseAway, match="no server there is what target_session_attrs asks for"):
        await Store.open(address.render_as_string(hide_password=False))


async def test_a_connection_that_breaks_is_told_and_the_next_one_works() -> None:
    async with postgresql_schema() as url:
        store = await Store.open(url)

        async def break_in_the_middle() -> None:
            async with store.begin() as tx:
                await tx.chats.put(a_chat(5))
                own = await tx.chats._session._connection.exec_driver_sql("SELECT pg_backend_pid()")
                async with store.begin() as other:
                    kill = f"SELECT pg_terminate_backend({own.scalar_one()})"
                    await other.chats._session._connection.exec_driver_sql(kill)
                await tx.chats.put(a_chat(6))

        with pytest.raises(DatabaseUnusable, match=r"the connection to the server broke|shutting down"):
            await break_in_the_middle()
        async with store.begin() as tx:
            assert await tx.chats.get(5) is None
            await tx.chats.put(a_chat(5))
        await store.close()


async def test_a_statement_of_ours_that_is_wrong_is_no_fault_of_the_operators(tmp_path: Path) -> None:
    store = await Store.open("sqlite://")

    async def mistake() -> None:
        async with store.begin() as tx:
            await tx.chats._session._connection.exec_driver_sql("SELECT nonsense FROM nowhere")

    with pytest.raises(Exception, match="no such table") as raised:
        await mistake()
    assert not isinstance(raised.value, StorageError)
    await store.close()
