"""SQLite finds its way to words and days without statistics, of which a young database has none."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import event

from bot.model.briefing import Query
from storage.store import Store
from tests.support.builders import a_chat, a_mention, an_article, an_event

Asked = tuple[str, tuple[object, ...]]


def listening(store: Store) -> list[Asked]:
    """What the store asks from now on when it reads."""
    seen: list[Asked] = []
    event.listen(store._readers.sync_engine, "before_cursor_execute", lambda *told: seen.append(told[2:4]))
    return seen


async def plan_of(store: Store, sql: str, values: tuple[object, ...]) -> list[str]:
    """SQLite's steps, in order."""
    async with store._readers.connect() as connection:
        return [row.detail for row in await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)]


@pytest.mark.parametrize("query", [Query(), Query(since=date(2001, 1, 1), until=date(2005, 1, 1))])
async def test_a_search_starts_from_the_words(tmp_path: Path, query: Query) -> None:
    store = await Store.open(f"sqlite:///{tmp_path}/dateline.db")
    async with store.begin() as tx:
        await tx.chats.put(a_chat())
        await tx.events.put(a_chat().id, an_event(1, "2003"), "syria")
    seen = listening(store)

    async with store.read() as tx:
        await tx.events.count(a_chat().id, query, ["syria"])
        await tx.events.page(a_chat().id, query, ["syria"], limit=50)

    asked = [(sql, values) for sql, values in seen if "events_search" in sql]
    async with store._readers.connect() as connection:
        plans = [
            await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values) for sql, values in asked
        ]
        steps = [[row.detail for row in plan if "events" in row.detail] for plan in plans]
    await store.close()
    assert len(steps) >= 2
    for plan in steps:
        assert plan[0].startswith("SCAN events_search"), plan
        assert "pos=?)" in plan[1], plan
    assert query != Query() or "COVERING INDEX" in steps[0][1], steps[0]


async def test_mentions_worth_comparing_are_found_from_their_keys(tmp_path: Path) -> None:
    store = await Store.open(f"sqlite:///{tmp_path}/dateline.db")
    async with store.begin() as tx:
        await tx.chats.put(a_chat())
        article = await tx.articles.add(a_chat().id, an_article())
        await tx.mentions.add(a_chat().id, article.number, [a_mention("It fell.", "2003")], [["fall"]])
    seen = listening(store)

    async with store.read() as tx:
        await tx.mentions.sharing(a_chat().id, {2: ["fall"]}, limit=3)

    (sql, values), *_ = [(sql, values) for sql, values in seen if "articles" in sql]
    plan = await plan_of(store, sql, values)
    await store.close()
    steps = [step for step in plan if step.startswith(("SEARCH", "SCAN"))]
    assert [step.split()[1] for step in steps] == ["mention_keys", "mentions", "articles"], plan
    assert all("chat_id=?" in step for step in steps), plan
    assert "key=?" in steps[0], plan
    assert "AND id=?" in steps[1], plan


async def test_the_events_of_mentions_are_found_from_the_mentions(tmp_path: Path) -> None:
    store = await Store.open(f"sqlite:///{tmp_path}/dateline.db")
    seen = listening(store)

    async with store.read() as tx:
        await tx.mentions.events_of(a_chat().id, [1, 2, 3])

    sql, values = seen[-1]
    plan = await plan_of(store, sql, values)
    await store.close()
    assert "(chat_id=? AND id=?)" in plan[0], plan


async def test_what_mentions_tell_is_found_from_the_mentions(tmp_path: Path) -> None:
    store = await Store.open(f"sqlite:///{tmp_path}/dateline.db")
    seen = listening(store)

    async with store.read() as tx:
        await tx.tellings.of_mentions(a_chat().id, [1, 2, 3])

    sql, values = seen[-1]
    plan = await plan_of(store, sql, values)
    await store.close()
    steps = [step.split()[1] for step in plan if step.startswith(("SEARCH", "SCAN"))]
    assert steps == ["mentions", "events", "articles"], plan
    assert "(chat_id=? AND id=?)" in plan[0], plan


async def test_what_articles_tell_is_counted_from_the_articles(tmp_path: Path) -> None:
    store = await Store.open(f"sqlite:///{tmp_path}/dateline.db")
    seen = listening(store)

    async with store.read() as tx:
        await tx.tellings.of_articles(a_chat().id, [1, 2, 3], most=0)

    sql, values = seen[0]
    plan = await plan_of(store, sql, values)
    await store.close()
    assert "(chat_id=? AND article=?)" in plan[0], plan
