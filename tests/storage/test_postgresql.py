"""PostgreSQL's addresses, as hosting services and people write them."""

import asyncio
from typing import Any

import asyncpg
import pytest
from sqlalchemy import make_url

from bot.errors import DatabaseUnusable
from storage import postgresql
from storage.postgresql import connect_args, place
from storage.store import Store
from tests.support.bots import SOON
from tests.support.stores import postgresql_schema, postgresql_url


def args_of(query: str) -> dict[str, object]:
    return connect_args(make_url(f"postgresql://mira:secret@db.example/news?{query}"))


@pytest.mark.parametrize(
    ("query", "name", "value"),
    [
        ("sslmode=require", "ssl", "require"),
        ("connect_timeout=3", "timeout", 3.0),
        ("host=/run/postgresql&port=5433", "port", 5433),
        ("host=/run/postgresql", "host", "/run/postgresql"),
        ("host=one,two", "host", ["one", "two"]),
        ("host=one,two&port=5432,5433", "port", [5432, 5433]),
        ("target_session_attrs=read-write", "target_session_attrs", "read-write"),
    ],
)
def test_libpqs_parameters_mean_what_they_say(query: str, name: str, value: object) -> None:
    assert args_of(query)[name] == value


def test_options_are_settings_of_the_session() -> None:
    settings = args_of("options=-c search_path=my-chat -c work_mem=8MB&application_name=desk")[
        "server_settings"
    ]

    assert isinstance(settings, dict)
    assert {
        "search_path": "my-chat",
        "work_mem": "8MB",
        "application_name": "desk",
    }.items() <= settings.items()


def test_a_parameter_that_is_no_number_is_named() -> None:
    with pytest.raises(DatabaseUnusable, match="connect_timeout"):
        args_of("connect_timeout=soon")


def test_what_a_managed_server_adds_to_its_address_is_taken() -> None:
    assert args_of("sslmode=require&channel_binding=require").keys() == args_of("sslmode=require").keys()


def test_a_place_names_neither_user_nor_password() -> None:
    assert place(make_url("postgresql://mira:secret@db.example/news")) == "postgresql://db.example/news"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+asyncpg"])
async def test_every_connection_plans_anew(scheme: str) -> None:
    async with postgresql_schema() as url:
        store = await Store.open(scheme + url[url.index(":") :])
        for engine in (store._writer, store._readers):
            async with engine.connect() as connection:
                shown = await connection.exec_driver_sql("SHOW plan_cache_mode")
                assert shown.scalar_one() == "force_custom_plan"
        await store.close()


async def test_a_connection_in_use_is_not_asked_whether_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    async with postgresql_schema() as url:
        store, asked = await Store.open(url), list[object]()
        monkeypatch.setattr(store._writer.dialect, "do_ping", asked.append)

        for _ in range(3):
            async with store.begin() as tx:
                await tx.chats.get(5)
        assert asked == []

        monkeypatch.setattr(postgresql, "RESTED", 0.0)
        async with store.begin() as tx:
            await tx.chats.get(5)
        assert len(asked) == 1
        await store.close()


@pytest.mark.parametrize("rested", [0.0, 3_600.0], ids=["asked", "seen"])
async def test_connections_that_broke_while_they_rested_are_made_anew(
    rested: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql, "RESTED", rested)
    async with postgresql_schema() as url:
        store = await Store.open(url + "&application_name=dateline-rests")
        async with store.read() as one, store.read() as other:
            assert (await one.chats.get(5), await other.chats.get(5)) == (None, None)
            drivers = [tx.chats._session._connection for tx in (one, other)]
            rests = [(await driver.get_raw_connection()).driver_connection for driver in drivers]
        await _end_all("dateline-rests", rests)

        async with store.read() as one, store.read() as other:
            assert (await one.chats.get(5), await other.chats.get(5)) == (None, None)
        await store.close()


async def _end_all(name: str, connections: list[Any]) -> None:
    """Return when the server has ended them, and this side knows."""
    killer = await asyncpg.connect(postgresql_url())
    ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1"
    await killer.fetch(ended, name)
    await killer.close()
    async with asyncio.timeout(SOON):
        while not all(connection.is_closed() for connection in connections):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
