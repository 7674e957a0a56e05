"""Each migration, run on a database of the revision before it that has something in it."""

import sqlite3
from collections.abc import AsyncIterator, Collection
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.model.briefing import Query
from bot.model.chat import Chat, ChatKind, Editors
from bot.model.inbox import Kept, Waiting
from bot.model.notice import Notice, Trouble
from storage import postgresql, schema, sqlite
from storage.schema import HEAD
from storage.store import Store, Transaction
from storage.told_days import ToldDay
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


async def test_what_becomes_of_an_older_file_is_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "storage")
    path, copy = tmp_path / "dateline.db", tmp_path / f"dateline.before-{HEAD}.db"
    await made(f"sqlite:///{path}", "0001", *OF_0001)

    await (await Store.open(f"sqlite:///{path}")).close()
    await (await Store.open(f"sqlite:///{path}")).close()

    assert caplog.messages == [
        f"{path}: its schema is 0001; a copy of it as it is now stays in {copy}",
        f"{path}: its schema was brought from 0001 to {HEAD}",
    ]


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
        "(-100, 1, 3159373647970305, 2, '2015', '2015-01-01', '2016-01-01', 'year', 'It happens', "
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


async def test_nobody_knows_since_when_an_update_of_before_waits_and_nothing_went_wrong_yet(url: str) -> None:
    await made(url, "0006", "INSERT INTO inbox (bot_id, update_id, chat_id, body) VALUES (4711, 9, 7, '{}')")

    store = await Store.open(url)
    try:
        async with store.begin() as tx:
            assert await tx.inbox.waiting(4711) == Waiting(1, None)
            assert await tx.notices.since(4711, NOON, limit=9) == []
            notice = Notice("disk", Trouble.DISK, "1 GB", NOON, NOON)
            assert await tx.notices.note(4711, notice) == notice
    finally:
        await store.close()


OF_0007 = (
    "INSERT INTO chats (id, kind, zone, editors, bot_id) VALUES (7, 'private', 'UTC', 'admins', 4711)",
    "INSERT INTO inbox (bot_id, update_id, chat_id, body) VALUES (4711, 9, 7, '{}'), (4711, 8, 7, '{}')",
    "INSERT INTO feeds (chat_id, number, address, words, state, failures, next_at, added_at, added_by) "
    "VALUES (7, 1, 'https://example.org', '', 'on', 0, '2021-04-22 12:00:00', '2021-04-22 12:00:00', '')",
    "INSERT INTO deliveries (chat_id, number, bot_id, period, due_at, owed_at, next_try_at, state, silent, "
    "message_ids, attempts, fence, held, parts) VALUES (7, 1, 4711, 'x', '2021-04-22 12:00:00', "
    "'2021-04-22 12:00:00', '2021-04-22 12:02:00', 'sending', FALSE, '[]', 0, 3, TRUE, '[]')",
    "INSERT INTO jobs (chat_id, number, title, actor_name, state, started_at, leased_until) VALUES "
    "(7, 1, 'links', 'Mira', 'running', '2021-04-22 12:00:00', '2021-04-22 12:02:00')",
)


async def test_what_was_in_hand_stays_so_and_what_waits_is_in_order_when_replicas_come(url: str) -> None:
    await made(url, "0007", *OF_0007)

    store, at = await Store.open(url), datetime(2021, 4, 22, 12, 1, tzinfo=UTC)
    try:
        async with store.begin() as tx:
            assert [kept.update_id for kept in await tx.inbox.pending_of(4711, 7, limit=9)] == [8, 9]
            assert await tx.deliveries.lease(4711, at, 9, at) == []
            assert await tx.jobs.lease(4711, at, 9, at) == []
            assert len(await tx.feeds.lease(4711, at, 9, at + timedelta(hours=1), 5)) == 1
            await _release(tx, at, {5})
            assert await tx.feeds.lease(4711, at, 9, at) == []
            await _release(tx, at, ())  # of what was taken before, nobody knows whose it is
            assert await tx.deliveries.lease(4711, at, 9, at) == []
            assert await tx.jobs.lease(4711, at, 9, at) == []
            assert len(await tx.feeds.lease(4711, at, 9, at)) == 1
    finally:
        await store.close()


async def _release(tx: Transaction, at: datetime, living: Collection[int]) -> None:
    await tx.deliveries.release(4711, at, living)
    await tx.jobs.release(4711, living)
    await tx.feeds.release(4711, at, living)


async def test_of_events_of_before_it_is_known_what_their_days_are_worth(url: str) -> None:
    await made(
        url,
        "0008",
        "INSERT INTO chats (id, kind, zone, editors) VALUES (7, 'private', 'UTC', 'admins')",
        "INSERT INTO events (chat_id, number, pos, reach, value, start_day, end_day, grain, headline, "
        "status, modality, support, chosen, alternatives, mentions, terms) VALUES "
        "(7, 1, 3159373647970305, 2, '2015', '2015-01-01', '2016-01-01', 'year', 'It happens', "
        "'settled', 'planned', 3, false, '[]', '[]', 'syria')",
    )

    store = await Store.open(url)
    try:
        async with store.begin() as tx:
            found = [await tx.told_days.all(7, Query(), words) for words in ([], ["syria"], ["iraq"])]
            assert found == [[ToldDay(date(2015, 1, 1), 2, 3)]] * 2 + [[]]
    finally:
        await store.close()
