"""Each migration, run on a database of the revision before it that has something in it."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import time
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.model.briefing import Query
from bot.model.chat import Chat, ChatKind, Editors
from bot.model.inbox import Kept
from storage import postgresql, schema, sqlite
from storage.schema import HEAD
from storage.store import Store
from tests.storage.test_feeds import a_feed
from tests.support.builders import NOON
from tests.support.stores import postgresql_schema


@pytest.fixture(params=["sqlite", "postgresql"])
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/dateline.db"
        return
    async with postgresql_schema() as server:
        yield server


async def made(url: str, revision: str, *statements: str) -> None:
    """A database as an older version left it, and what was put into it then."""
    engine = _engine(url)
    async with engine.begin() as connection:
        await connection.run_sync(_upgrade, revision)
        for statement in statements:
            await connection.execute(text(statement))
    await engine.dispose()


def _engine(url: str) -> AsyncEngine:
    address = make_url(url)
    path = sqlite.path_of(address) if address.get_backend_name() == "sqlite" else None
    return postgresql.engine(address) if path is None else sqlite.migrator(path)


def _upgrade(connection: Connection, revision: str) -> None:
    config = schema._config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


OF_0001 = (
    "INSERT INTO chats (id, kind, title, zone, language, editors, next_article) VALUES "
    "(7, 'private', 'Mira', 'UTC', 'en', 'admins', 3), "
    "(-8, 'group', NULL, 'Europe/London', 'de', 'everyone', 1)",
    "INSERT INTO articles (chat_id, number, name, state, fingerprint, language, source_kind, added_at, text) "
    "VALUES (7, 1, '1', 'live', 'f', 'en', 'paste', '2021-04-22 12:00:00', 'It rained.')",
    "INSERT INTO events (chat_id, number, pos, reach, value, start_day, end_day, grain, headline, status, "
    "modality, support, chosen, alternatives, mentions, terms) VALUES (7, 1, 1, 0, '2015', '2015-01-01', "
    "'2016-01-01', 'year', 'It rains', 'settled', 'happened', 1, FALSE, '[]', '[]', 'rain')",
    "INSERT INTO inbox (bot_id, update_id, chat_id) VALUES (4710, 1, 7), (4711, 2, 7)",
    "INSERT INTO settings (key, value) VALUES ('access', 'open')",
)


async def test_chats_keep_what_they_have_when_digests_come(url: str) -> None:
    await made(url, "0001", *OF_0001)

    store = await Store.open(url)
    try:
        async with store.begin() as tx:
            private = Chat(7, ChatKind.PRIVATE, "Mira", "UTC", "en", bot_id=4711)
            assert await tx.chats.get(7) == private
            group = Chat(-8, ChatKind.GROUP, None, "Europe/London", "de", Editors.EVERYONE, zone_chosen=True)
            assert await tx.chats.get(-8) == group
            assert await tx.articles.count(7) == 1
            assert (await tx.events.count(7, Query(), ["rain"])).total == 1
            quiet = Chat(7, ChatKind.PRIVATE, quiet_from=time(22, 30), quiet_until=time(7))
            await tx.chats.put(quiet)
            assert await tx.chats.get(7) == quiet
    finally:
        await store.close()
    assert await Store.revision(url) == HEAD


async def test_a_language_may_be_left_open_from_then_on(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/dateline.db"
    await made(url, "0001", *OF_0001)

    await (await Store.open(url)).close()

    with closing(sqlite3.connect(tmp_path / "dateline.db")) as file:
        assert file.execute("SELECT id, language FROM chats ORDER BY id").fetchall() == [
            (-8, "de"),
            (7, None),
        ]
    with closing(sqlite3.connect(tmp_path / f"dateline.before-{HEAD}.db")) as copy:
        assert copy.execute("SELECT value FROM settings").fetchall() == [("open",)]


OF_0002 = (
    "INSERT INTO chats (id, kind, title, zone, editors, next_article, bot_id) VALUES "
    "(7, 'private', 'Mira', 'UTC', 'admins', 3, 4711)",
    "INSERT INTO articles (chat_id, number, name, state, fingerprint, language, source_kind, added_at, text) "
    "VALUES (7, 2, '2', 'live', 'f', 'en', 'paste', '2021-04-22 12:00:00', 'It rained.')",
)


async def test_a_chat_of_before_feeds_may_have_one_and_keeps_its_articles(url: str) -> None:
    await made(url, "0002", *OF_0002)

    store = await Store.open(url)
    try:
        async with store.begin() as tx:
            feed = await tx.feeds.add(7, a_feed())
            assert feed.number == 1
            assert await tx.feeds.of_chat(7) == [feed]
            assert await tx.articles.count(7) == 1
            assert [chat.id for chat, _ in await tx.feeds.lease(4711, NOON, 9, NOON)] == [7]
    finally:
        await store.close()


async def test_what_waited_in_the_inbox_was_not_tried_yet(url: str) -> None:
    await made(url, "0004", "INSERT INTO inbox (bot_id, update_id, chat_id, body) VALUES (4711, 9, 7, '{}')")

    store = await Store.open(url)
    try:
        async with store.begin() as tx:
            await tx.inbox.tried(4711, [9], 1)
            assert await tx.inbox.pending(4711) == [Kept(9, 7, "{}", tries=1)]
    finally:
        await store.close()


async def test_a_channel_of_before_is_not_watched_and_keeps_its_timeline(url: str) -> None:
    await made(
        url,
        "0005",
        "INSERT INTO chats (id, kind, zone, editors) VALUES (-100, 'channel', 'UTC', 'admins')",
        "INSERT INTO events (chat_id, number, pos, reach, value, start_day, end_day, grain, headline, "
        "status, modality, support, chosen, alternatives, mentions, terms) VALUES "
        "(-100, 1, 3159641784147969, 2, '2015', '2015-01-01', '2016-01-01', 'year', 'It happens', "
        "'settled', 'planned', 1, false, '[]', '[]', 'syria')",
    )

    store = await Store.open(url)
    try:
        async with store.begin() as tx:
            chat = await tx.chats.get(-100)
            assert chat is not None
            assert not chat.watching
            assert (await tx.events.facets(-100, Query(), ["syria"])).planned == 1
    finally:
        await store.close()
