"""An index that does not hold what its table holds is found, where the server can look."""

from collections.abc import Iterator

import pytest

from bot.errors import DatabaseDamaged
from storage.indexes import Compared, compare
from storage.store import Store
from tests.support.servers import Server, a_server

PATIENCE = 60.0


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with a_server() as server:
        yield server


@pytest.fixture
async def url(server: Server) -> str:
    """Dateline's tables are there, and the extension is not."""
    await (await Store.open(server.url)).close()
    server.ask("DROP EXTENSION IF EXISTS amcheck")
    return server.url


def extend(server: Server) -> None:
    if not server.ask("SELECT 1 FROM pg_available_extensions WHERE name = 'amcheck'"):
        pytest.skip("the server's extension amcheck is not installed")
    server.ask("CREATE EXTENSION amcheck")


async def test_without_the_extension_nothing_is_compared(url: str) -> None:
    assert await compare(url, PATIENCE) is None


async def test_indexes_in_order_are_counted_as_far_as_there_is_time(url: str, server: Server) -> None:
    extend(server)

    all_of_them = await compare(url, PATIENCE)
    none = await compare(url, 0)

    assert all_of_them is not None
    assert all_of_them.seen == all_of_them.there > 20
    assert none == Compared(0, all_of_them.there)


async def test_who_may_not_ask_compares_nothing(url: str, server: Server) -> None:
    extend(server)
    server.ask("CREATE ROLE reader LOGIN")

    assert await compare(url.replace("postgres@", "reader@"), PATIENCE) is None


async def test_an_index_that_misses_a_row_is_named_with_what_mends_it(url: str, server: Server) -> None:
    extend(server)
    index = server.ask("SELECT indexrelid::regclass FROM pg_index WHERE indrelid = 'moves'::regclass")
    ready = f"UPDATE pg_index SET indisready = {{}} WHERE indexrelid = '{index}'::regclass"
    server.ask(ready.format("false"))
    server.ask("INSERT INTO moves (old_id, new_id) VALUES (-1, -2)")
    server.ask(ready.format("true"))

    with pytest.raises(DatabaseDamaged, match=f"the index {index} is damaged.*CONCURRENTLY {index}"):
        await compare(url, PATIENCE)

    server.ask(f"REINDEX INDEX {index}")
    found = await compare(url, PATIENCE)
    assert found is not None
    assert found.seen == found.there
