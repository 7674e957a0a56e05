"""PostgreSQL's addresses, as hosting services and people write them."""

import pytest
from sqlalchemy import make_url

from bot.errors import DatabaseUnusable
from storage.postgresql import connect_args, place
from storage.store import Store
from tests.support.stores import postgresql_schema


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
