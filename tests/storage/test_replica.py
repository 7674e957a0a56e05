"""A read replica answers while it has all that was stored; else, and when it is gone, the primary does."""

from collections.abc import AsyncIterator, Iterator

import pytest

from bot.errors import DatabaseAway, DatabaseUnusable
from storage.store import Store
from tests.support.builders import a_chat
from tests.support.servers import Server, a_server, a_standby

Servers = tuple[Server, Server]


@pytest.fixture(scope="module")
def servers() -> Iterator[Servers]:
    with a_server() as primary, a_standby(primary) as standby:
        yield primary, standby


@pytest.fixture
async def store(servers: Servers, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Store]:
    monkeypatch.setattr("storage.replica.RESTING", 0)
    monkeypatch.setattr("storage.replica.AWAY", 0)
    monkeypatch.setattr("storage.replica.CATCHING_UP", 5)
    primary, standby = servers
    store = await Store.open(primary.url)
    await store.appear()
    store.read_from(standby.url)
    yield store
    await store.close()


async def title_of(store: Store, chat_id: int) -> tuple[str | None, bool]:
    """The chat's title as it is read, and whether the replica answered."""
    async with store.browse() as tx:
        chat = await tx.chats.get(chat_id)
        asked = await tx.chats._session._connection.exec_driver_sql("SELECT pg_is_in_recovery()")
        return chat.title if chat else None, bool(asked.scalar_one())


async def test_the_replica_answers_with_what_was_stored_just_now(store: Store) -> None:
    for number in range(20):
        async with store.begin() as tx:
            await tx.chats.put(a_chat(number))

        assert await title_of(store, number) == (a_chat().title, True)


async def test_one_that_lags_is_not_asked(
    store: Store, servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.replica.CATCHING_UP", 0.01)
    servers[1].ask("SELECT pg_wal_replay_pause()")
    try:
        async with store.begin() as tx:
            await tx.chats.put(a_chat(100))

        assert await title_of(store, 100) == (a_chat().title, False)
    finally:
        servers[1].ask("SELECT pg_wal_replay_resume()")
    monkeypatch.setattr("storage.replica.CATCHING_UP", 5)
    assert await title_of(store, 100) == (a_chat().title, True)


async def test_when_it_breaks_off_in_the_middle_the_next_question_is_the_primarys(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.replica.AWAY", 1_000)

    async def broken() -> None:
        async with store.browse() as tx:
            kill = "SELECT pg_terminate_backend(pg_backend_pid())"
            await tx.chats._session._connection.exec_driver_sql(kill)

    with pytest.raises(DatabaseAway):
        await broken()

    assert await title_of(store, -1) == (None, False)


async def test_when_it_is_gone_the_primary_answers_and_it_is_told_once(
    store: Store, servers: Servers, caplog: pytest.LogCaptureFixture
) -> None:
    servers[1].stop()
    try:
        for _ in range(3):
            assert await title_of(store, -2) == (None, False)
    finally:
        servers[1].start()
    assert caplog.text.count("the read replica is not asked for the time being") == 1
    assert await title_of(store, -2) == (None, True)


async def test_a_file_has_no_replica() -> None:
    store = await Store.open("sqlite://")

    with pytest.raises(DatabaseUnusable, match="PostgreSQL"):
        store.read_from("postgresql://somewhere/else")
    async with store.browse() as tx:
        assert await tx.chats.get(1) is None
    await store.close()
