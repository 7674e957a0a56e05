"""A chat that is forgotten leaves nothing: no row that names it, and on SQLite not a byte of its words."""

from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bot.model.inbox import Kept
from storage.forgetting import KEPT, of_chats
from storage.store import Store
from storage.tables import inbox, metadata
from tests.services.whole import CHAT, fill
from tests.support.builders import NOON, a_cause, a_chat, a_draft

OTHER = a_chat(8)


async def forget(store: Store, chat_id: int) -> None:
    async with store.begin() as tx:
        await tx.forgetting.forget(chat_id)
    await store.tidy()


async def rows_of(store: Store, chat_id: int) -> dict[str, int]:
    found = {}
    async with store._readers.connect() as connection:
        for table in of_chats():
            own: Any = select(func.count()).select_from(table).where(table.c.chat_id == chat_id)
            found[table.name] = (await connection.execute(own)).scalar_one()
    return {name: count for name, count in found.items() if count}


def test_every_table_that_names_a_chat_is_known() -> None:
    """A column that holds a chat's number under another name is decided about here."""
    naming = {
        table.name
        for table in metadata.tables.values()
        if {"chat_id", "old_id", "new_id"} & {column.name for column in table.columns}
    }

    assert naming == {table.name for table in of_chats()} | {"inbox", "moves"}
    assert KEPT.keys() <= metadata.tables.keys()


async def test_nothing_is_left_of_one_chat_and_everything_of_the_other(store: Store) -> None:
    await fill(store)
    await fill(store, OTHER)
    before = await rows_of(store, OTHER.id)
    assert len(await rows_of(store, CHAT.id)) > 8

    await forget(store, CHAT.id)

    assert await rows_of(store, CHAT.id) == {}
    assert await rows_of(store, OTHER.id) == before
    async with store.read() as tx:
        assert await tx.chats.get(CHAT.id) is None
        assert await tx.chats.get(OTHER.id) is not None


async def test_a_forgotten_chat_can_be_used_again(store: Store) -> None:
    await fill(store)
    await forget(store, CHAT.id)

    services = await fill(store)

    assert (await services.articles.sources(CHAT.id, limit=9)).total == 3


async def test_handled_updates_keep_their_bare_numbers_and_waiting_ones_everything(store: Store) -> None:
    rows = [Kept(n, CHAT.id, f"words {n}") for n in (1, 2, 3)] + [Kept(4, OTHER.id, "theirs")]
    async with store.begin() as tx:
        await tx.inbox.keep(9, rows)
        await tx.inbox.done(9, [1], NOON)
        await tx.inbox.poison(9, 2, "words 2", "could not be read", NOON)

    await forget(store, CHAT.id)

    async with store._readers.connect() as connection:
        columns = inbox.c.update_id, inbox.c.chat_id, inbox.c.body, inbox.c.error
        found = (await connection.execute(select(*columns).order_by(inbox.c.update_id))).all()
    assert [tuple(row) for row in found] == [
        (1, None, None, None),
        (2, None, None, None),
        (3, CHAT.id, "words 3", None),
        (4, OTHER.id, "theirs", None),
    ]


async def test_sqlite_keeps_no_byte_of_what_was_forgotten(tmp_path: Path) -> None:
    words = (b"Qanarytown", b"qanarytown", b"zyxcanary", b"canaryman")
    path = tmp_path / "chats.db"
    store = await Store.open(f"sqlite:///{path}")
    services = await fill(store)
    told = "On 3 March 2021 Mr Canaryman opened the zyxcanary works in Qanarytown."
    await services.articles.read_one(CHAT, a_draft(told), a_cause(50))
    await fill(store, OTHER)
    await store.close()  # all of it stands in the file itself now
    assert all(word in path.read_bytes().lower() for word in map(bytes.lower, words))

    store = await Store.open(f"sqlite:///{path}")
    await forget(store, CHAT.id)

    found = holding(tmp_path, words)
    await store.close()
    assert found == set()


def holding(folder: Path, words: tuple[bytes, ...]) -> set[str]:
    """The files that one of the words stands in."""
    return {file.name for file in folder.iterdir() for word in words if word in file.read_bytes()}
