"""Side by side: nothing is lost, nothing half seen, and nobody waits for ever."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from bot.errors import DatabaseBusy
from bot.model.briefing import Query
from bot.model.inbox import Kept
from storage.store import Store
from tests.support.bots import SOON
from tests.support.builders import a_chat, an_event
from tests.support.stores import postgresql_schema


@pytest.fixture(params=["sqlite", "memory", "postgresql"])
async def busy(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    """A store on a real file, in memory, and on a server."""
    if request.param == "postgresql":
        async with postgresql_schema() as url:
            store = await Store.open(url)
            yield store
            await store.close()
        return
    store = await Store.open(
        "sqlite://" if request.param == "memory" else f"sqlite:///{tmp_path}/dateline.db"
    )
    yield store
    await store.close()


async def test_four_hundred_read_modify_writes_lose_nothing(busy: Store) -> None:
    async with busy.begin() as tx:
        await tx.chats.put(replace(a_chat(), title="0"))

    async def add_one() -> None:
        async with busy.begin() as tx:
            chat = await tx.chats.get(a_chat().id)
            assert chat is not None
            await tx.chats.put(replace(chat, title=str(int(chat.title or 0) + 1)))

    await asyncio.gather(*(add_one() for _ in range(400)))

    async with busy.read() as tx:
        chat = await tx.chats.get(a_chat().id)
    assert chat is not None
    assert chat.title == "400"


async def test_who_asks_first_writes_first_to_a_file(tmp_path: Path) -> None:
    busy = await Store.open(f"sqlite:///{tmp_path}/dateline.db")
    async with busy.begin() as tx:
        await tx.chats.put(a_chat())
    order: list[str] = []

    async def write(name: str, times: int) -> None:
        for _ in range(times):
            async with busy.begin() as tx:
                await tx.chats.get(a_chat().id)
                order.append(name)

    await asyncio.gather(write("stream", 20), write("one", 1), write("another", 1))

    await busy.close()
    assert {"one", "another"} <= set(order[:8])


async def test_numbers_are_given_once_to_many_at_once(busy: Store) -> None:
    async with busy.begin() as tx:
        await tx.chats.put(a_chat())

    async def take() -> int:
        async with busy.begin() as tx:
            return (await tx.events.new_numbers(a_chat().id, 1))[0]

    taken = await asyncio.gather(*(take() for _ in range(50)))

    assert sorted(taken) == list(range(1, 51))


async def test_a_reader_sees_one_moment(busy: Store) -> None:
    if busy.where == "memory":
        pytest.skip("one connection holds memory: a reader and a writer take turns")
    async with busy.begin() as tx:
        await tx.chats.put(a_chat())

    async with busy.read() as seen:
        assert await seen.events.page(a_chat().id, Query(), [], limit=9) == []
        async with busy.begin() as tx:
            await tx.events.put(a_chat().id, an_event(1, "2015"), "syria")
        assert await seen.events.page(a_chat().id, Query(), [], limit=9) == []

    async with busy.read() as seen:
        assert len(await seen.events.page(a_chat().id, Query(), ["syria"], limit=9)) == 1


async def test_a_cancelled_writer_leaves_nothing_and_the_next_one_goes_on(busy: Store) -> None:
    begun = asyncio.Event()

    async def write_and_wait() -> None:
        async with busy.begin() as tx:
            await tx.chats.put(a_chat(5))
            begun.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(write_and_wait())
    async with asyncio.timeout(SOON):
        await begun.wait()
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        async with busy.begin() as tx:
            assert await tx.chats.get(5) is None
            await tx.chats.put(a_chat(6))


async def test_a_reading_transaction_cannot_write(busy: Store) -> None:
    if busy.where == "memory":
        pytest.skip("one connection holds memory, for reading and writing alike")

    async def write() -> None:
        async with busy.read() as tx:
            await tx.chats.put(a_chat(5))

    with pytest.raises(Exception, match=r"cannot be written to|only lets us read"):
        await write()


async def test_a_writer_that_is_cancelled_at_its_first_word_leaves_nothing(tmp_path: Path) -> None:
    store = await Store.open(f"sqlite:///{tmp_path}/dateline.db")

    async def write(number: int) -> None:
        async with store.begin() as tx:
            await tx.inbox.keep(1, [Kept(number, 7, "{}")])
            await asyncio.Event().wait()

    for number in range(100):
        writing = asyncio.create_task(write(number))
        for _ in range(number):  # at every step of the way
            await asyncio.sleep(0)
        writing.cancel()
        with suppress(asyncio.CancelledError):
            await writing

    async with store.read() as tx:
        assert await tx.inbox.pending(1) == []
    await store.close()


async def test_what_cannot_begin_runs_nothing(tmp_path: Path) -> None:
    store = await Store.open(f"sqlite:///{tmp_path}/dateline.db")
    with closing(sqlite3.connect(tmp_path / "dateline.db", isolation_level=None)) as other:
        await _hurry(store)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseBusy):
            await _try_twice(store)
        other.execute("ROLLBACK")

    async with store.begin() as tx:
        await tx.inbox.keep(1, [Kept(2, 7, "{}")])

    async with store.read() as tx:
        assert [kept.update_id for kept in await tx.inbox.pending(1)] == [2]
    await store.close()


async def _try_twice(store: Store) -> None:
    async with store.begin() as tx:
        with suppress(DBAPIError):
            await tx.inbox.keep(1, [Kept(1, 7, "{}")])
        await tx.inbox.keep(1, [Kept(1, 7, "{}")])


async def _hurry(store: Store) -> None:
    """Let the writer wait for nobody."""
    async with store._writer.connect() as connection:
        driver: Any = (await connection.get_raw_connection()).driver_connection
        driver.patience = 0.0
