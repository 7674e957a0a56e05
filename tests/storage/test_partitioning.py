"""Every table of a chat's can be cut by chat, and is when it is cut: the rules of partitions and of Citus."""

from collections.abc import AsyncIterator
from datetime import date

import pytest
from sqlalchemy import Table, UniqueConstraint

from bot.model.briefing import Query
from bot.services.services import Services
from storage.store import Store
from storage.tables import metadata
from tests.support.builders import a_cause, a_chat, a_draft
from tests.support.partitions import partitioning
from tests.support.stores import postgresql_schema

HOUSE = {"access", "inbox", "limits", "moves", "notices"}  # these belong to no chat
OF_CHATS = [table for name, table in metadata.tables.items() if name not in HOUSE | {"chats"}]


@pytest.mark.parametrize("table", OF_CHATS, ids=lambda table: table.name)
def test_every_key_of_a_chats_table_has_the_chat_in_it(table: Table) -> None:
    unique = [one for one in table.constraints if isinstance(one, UniqueConstraint)]
    keys = [table.primary_key.columns, *(one.columns for one in unique)]
    keys += [index.columns for index in table.indexes if index.unique]

    assert all("chat_id" in key for key in keys)
    assert next(iter(table.primary_key.columns)).name == "chat_id"
    assert [(key.parent.name, key.target_fullname) for key in table.foreign_keys] == [("chat_id", "chats.id")]


@pytest.fixture
async def cut() -> AsyncIterator[Store]:
    async with postgresql_schema() as url:
        store = await Store.open(url)
        services = Services.over(store)
        draft = a_draft("It rained in Oldtown on 2 March 2014.")
        await services.articles.read_one(a_chat(-7), draft, a_cause(update=None))
        async with store._writer.begin() as connection:
            await connection.exec_driver_sql(partitioning())
        yield store
        await store.close()


async def test_a_database_that_was_cut_goes_on_as_before(cut: Store) -> None:
    services = Services.over(cut)
    for chat in (-7, 8, 9, 10):
        draft = a_draft(f"It rained in Town{chat} on 2 March 2015.")
        await services.articles.read_one(a_chat(chat), draft, a_cause(update=None))
    await services.chats.move(-7, -1007)
    found = await services.timelines.timeline(-1007, Query(since=date(2014, 1, 1)), limit=9)
    assert [entry.event.when.value for entry in found.entries] == ["2014-03-02", "2015-03-02"]
    assert (await services.timelines.timeline(8, Query("Town8"), limit=9)).total == 1

    async with cut._readers.connect() as connection:
        held = "SELECT tableoid::regclass::text FROM events GROUP BY 1"
        partitions = (await connection.exec_driver_sql(held)).scalars().all()
    assert len(partitions) > 1
    assert all(name.startswith("events_") for name in partitions)
