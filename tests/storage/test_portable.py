"""Whatever a chat has is carried along or named among what is not, and can be written as plain values."""

import pytest
from sqlalchemy import Table

from bot.errors import BadInput
from storage.plain import fields_of, from_plain
from storage.portable import LEFT_OUT, OF_CHATS, carried
from storage.soundness import row_of
from storage.store import Store
from storage.tables import chats, events, metadata
from tests.services.whole import CHAT, fill

NAMED = [table for table in metadata.tables.values() if "chat_id" in table.c and table.name != "inbox"]


@pytest.mark.parametrize("table", NAMED, ids=lambda table: table.name)
def test_a_table_of_chats_is_carried_along_or_left_out_for_a_reason(table: Table) -> None:
    """Whoever adds a table whose rows name a chat decides here: it comes along, or LEFT_OUT says why not."""
    assert (table in carried()) != bool(LEFT_OUT.get(table.name))


@pytest.mark.parametrize("table", carried(whole=True), ids=lambda table: table.name)
def test_every_column_can_be_written_and_read_back(table: Table) -> None:
    keyed = {column.name for column in table.primary_key.columns}

    with pytest.raises(ValueError, match=f"{table.name} has a field that is not known here: zzz"):
        from_plain(table, {"zzz": 1})  # the readers of all its columns are looked up for this
    assert table is chats or "chat_id" in keyed, "else its rows would collide in another database"
    assert "chat_id" not in {column.name for column in fields_of(table)}


def test_only_tables_that_are_there_are_left_out() -> None:
    assert set(LEFT_OUT) <= {table.name for table in OF_CHATS}


async def test_rows_come_in_the_order_of_their_keys_in_either_database(store: Store) -> None:
    await fill(store)

    async with store.read() as tx:
        keys = [
            (row["key"].encode(), row["mention"])
            async for rows in tx.portable.read(metadata.tables["mention_keys"], CHAT.id)
            for row in rows
        ]

    assert len(keys) > 20
    assert keys == sorted(keys)


async def test_nothing_is_held_of_an_unknown_chat(store: Store) -> None:
    await fill(store)

    async with store.read() as tx:
        assert await tx.portable.holds(999) == {}


async def test_headings_have_the_beginning_of_a_text_and_no_more(store: Store) -> None:
    await fill(store)

    async with store.read() as tx:
        whole, heading = (
            (await tx.articles.many(CHAT.id, [1]))[1],
            (await tx.portable.headings(CHAT.id, [1]))[1],
        )

    assert whole.text.startswith(heading.text)
    assert len(heading.text) == 400 < len(whole.text)
    assert heading.dct == whole.dct


EVENT = {
    "number": 4,
    "pos": 1,
    "reach": 9,
    "value": "2015",
    "start_day": "2015-01-01",
    "end_day": "2016-01-01",
    "grain": "year",
    "headline": "It happens",
    "status": "settled",
    "modality": "happened",
    "support": 1,
    "chosen": False,
    "alternatives": [],
    "mentions": [1],
    "terms": "It, happens!",
}


def test_the_place_and_the_words_of_an_event_are_made_anew() -> None:
    row = row_of(events, EVENT)

    assert (row["pos"] >> 32, row["pos"] & 0xFFFFFFFF, row["reach"]) == (735599, 4, 2)
    assert row["terms"] == "it happens"


@pytest.mark.parametrize(
    "amiss",
    [
        {"number": 0},
        {"number": -1},
        {"number": 2**40},
        {"number": "4"},
        {"number": True},
        {"value": "2015-99-99"},
        {"value": "yesterday"},
        {"start_day": "2016-01-01"},
        {"start_day": "2015-02-30"},
        {"start_day": 5},
        {"grain": "moment"},
        {"mod": "VERY"},
        {"headline": None},
        {"headline": ["x"]},
        {"status": "unsure"},
        {"modality": ""},
        {"support": 1.5},
        {"chosen": "no"},
        {"alternatives": [{}]},
        {"alternatives": {}},
        {"alternatives": [{"value": "2015", "mod": None, "start_day": "x", "end_day": "y", "grain": "year"}]},
        {"mentions": ["1"]},
        {"mentions": 1},
        {"terms": 7},
        {"secret": 1},
        {"chat_id": 7},
    ],
    ids=str,
)
def test_what_is_never_written_is_not_read(amiss: dict[str, object]) -> None:
    with pytest.raises(BadInput, match="does not hold together"):
        row_of(events, EVENT | amiss)


def test_a_field_that_must_be_there_is_missed() -> None:
    with pytest.raises(BadInput, match=r"events lacks the field headline"):
        row_of(events, {name: value for name, value in EVENT.items() if name != "headline"})
