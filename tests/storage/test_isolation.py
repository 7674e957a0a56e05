"""What a chat hands in stays there: every statement names its chat, no answer holds another's words."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import column, event, func, select

from bot.model.briefing import Query
from bot.model.decisions import Decisions
from bot.model.news import Action, ArticleMove, ArticleState, Change, Revision
from bot.model.outcome import UpdateKey
from storage.store import Store, Transaction
from storage.tables import chats, metadata
from tests.storage.test_feeds import a_feed
from tests.storage.test_outbox import a_delivery, a_subscription
from tests.support.builders import MIRA, NOON, a_chat, a_mention, a_part, a_when, an_article, an_event

OF_CHATS = {name for name, table in metadata.tables.items() if "chat_id" in table.c} - {"inbox"}
PAIRS = ((2 * n + 10, -(2 * n + 10)) for n in count())
QUESTIONS = st.lists(
    st.sampled_from(
        ["canary", "can", "ca", "common", '" OR "canary', "* OR canary", "=10", "canary) OR (common"]
    )
    | st.text(max_size=8),
    max_size=3,
)


async def fill(tx: Transaction, chat: int, words: Sequence[str]) -> None:
    """One row of everything in a chat, each holding its words. Numbers are the same in every chat."""
    text = " ".join(words)
    await tx.chats.put(a_chat(chat))
    await tx.articles.add(chat, an_article(text, name="n"))
    await tx.mentions.add(chat, 1, [a_mention(text, "2015")], [words])
    happening = an_event((await tx.events.new_numbers(chat, 1))[0], "2015", headline=text, mentions=(1,))
    await tx.events.put(chat, happening, text)
    moves = (ArticleMove(1, None, ArticleState.LIVE),)
    change = Change(0, Action.ADD, MIRA, NOON, (Revision(1, None, happening),), moves)
    await tx.changes.add(chat, change, UpdateKey(1, 500), 0)
    await tx.decisions.add(chat, 1, Decisions(dates={1: a_when("2015")}, headlines={1: text}))
    await tx.messages.put(chat, 1, [a_part(1, text)])
    await tx.mentions.add_kin(chat, [(1, 2)])
    await tx.views.put(chat, "timeline", {"topic": text})
    await tx.subscriptions.add(chat, a_subscription(text))
    await tx.deliveries.add(1, [a_delivery(chat, error=text)])
    await tx.feeds.add(chat, a_feed(title=text))
    await tx.feeds.note(chat, 1, words, NOON, 1)


async def everything(tx: Transaction, chat: int, tokens: Sequence[str]) -> list[object]:
    """All that can be asked of a chat."""
    query = Query(since=a_when("1900").span.start)
    return [
        await tx.chats.get(chat),
        await tx.articles.many(chat, range(5)),
        await tx.articles.fingerprints(chat, range(5)),
        await tx.articles.by_fingerprint(chat, "words"),
        await tx.articles.by_name(chat, "n"),
        await tx.articles.page(chat, limit=9),
        await tx.articles.count(chat),
        await tx.mentions.of_article(chat, 1),
        await tx.mentions.many(chat, range(5)),
        await tx.mentions.live(chat, range(5)),
        await tx.mentions.sharing(chat, {9: [*tokens, "canary", "common"]}, limit=9),
        await tx.mentions.events_of(chat, range(5)),
        await tx.mentions.kin(chat, range(5)),
        await tx.events.many(chat, range(5)),
        await tx.events.page(chat, Query(), tokens, limit=9),
        await tx.events.page(chat, query, tokens, limit=9, before=1 << 60),
        await tx.events.count(chat, query, tokens),
        await tx.events.count_before(chat, Query(), tokens, 1 << 60),
        await tx.events.disputed(chat, limit=9),
        await tx.changes.get(chat, 1),
        await tx.changes.last_standing(chat),
        await tx.changes.of_event(chat, 1),
        await tx.changes.adding(chat, 1),
        await tx.changes.later_touching(chat, 0, [1], [1]),
        await tx.changes.of_update(chat, UpdateKey(1, 500), 0),
        await tx.decisions.about(chat, range(5)),
        await tx.messages.article_of(chat, 1),
        await tx.messages.parts(chat, 1),
        await tx.views.get(chat, 1),
        await tx.subscriptions.get(chat, 1),
        await tx.subscriptions.of_chat(chat),
        await tx.subscriptions.count(chat),
        [replace(delivery, chat_id=0) for delivery in await tx.deliveries.of_chat(chat)],
        await tx.feeds.get(chat, 1),
        await tx.feeds.of_chat(chat),
        await tx.feeds.seen(chat, 1, ["common", "canary"]),
        await tx.feeds.brought(chat),
    ]


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(QUESTIONS)
async def test_no_answer_holds_the_words_of_another_chat(store: Store, tokens: list[str]) -> None:
    ours, theirs = next(PAIRS)
    async with store.begin() as tx:
        await fill(tx, ours, ["common"])
        before = await everything(tx, ours, tokens)
        await fill(tx, theirs, ["common", "canary"])

        after = await everything(tx, ours, tokens)

    assert after == before
    assert "canary" not in repr(after)


async def test_what_one_chat_changes_stays_as_it_is_in_another(store: Store) -> None:
    async with store.begin() as tx:
        await fill(tx, 7, ["common"])
        await fill(tx, -8, ["common"])
        before = await everything(tx, -8, ["common"])

        await tx.articles.set_state(7, 1, ArticleState.REMOVED)
        await tx.changes.mark_undone(7, 1, NOON, MIRA)
        await tx.events.put(7, an_event(1, "2020"), "other")
        await tx.events.remove(7, 1)
        await tx.messages.put(7, 2, [a_part(1, "changed")])
        await tx.subscriptions.remove(7, 1)
        await tx.subscriptions.uncover(7, 1, None, None)
        await tx.deliveries.drop(await tx.deliveries.of_chat(7))
        await tx.feeds.put(7, a_feed(title="other", number=1))
        await tx.feeds.remove(7, 1)
        await tx.feeds.tidy(7, 1)
        await tx.chats.put(a_chat(7))

        assert await everything(tx, -8, ["common"]) == before


async def test_every_statement_names_the_chat_in_every_table_of_chats(store: Store) -> None:
    """Read off the statements themselves: whoever adds one without a chat is told here."""
    seen: list[Any] = []
    for engine in {store._writer.sync_engine, store._readers.sync_engine}:
        event.listen(engine, "before_execute", lambda _, clause, *rest: seen.append(clause))

    async with store.begin() as tx:
        await fill(tx, 7, ["common", "canaries"])
        await everything(tx, 7, ["common", "canaries"])
        await everything(tx, 7, [])

    told = [str(clause.compile(dialect=store._writer.dialect)) for clause in seen]
    about_chats = [sql for sql in told if any(f" {name}" in sql for name in OF_CHATS)]
    assert len(about_chats) > 40
    for sql in about_chats:
        for name in OF_CHATS:
            named = (f"{name}.chat_id = ", f" = {name}.chat_id", f"{name}.chat_id + ")  # the last by no index
            asked = f" {name}." not in sql or any(words in sql for words in named)
            assert asked or f"INTO {name} (chat_id" in sql, sql


async def test_a_chat_that_gets_another_id_takes_everything_along(store: Store) -> None:
    async with store.begin() as tx:
        await fill(tx, 7, ["common", "canaries"])
        before = await everything(tx, 7, ["common", "canaries"])

    async with store._writer.begin() as connection:
        await connection.execute(chats.update().values(id=-1007))

    async with store.read() as tx:
        assert await everything(tx, -1007, ["common", "canaries"]) == [a_chat(-1007), *before[1:]]
        assert await tx.events.page(7, Query(), ["canaries"], limit=9) == []


async def test_nothing_is_left_of_a_chat_that_is_deleted(store: Store) -> None:
    async with store.begin() as tx:
        await fill(tx, 7, ["common", "canaries"])
        await fill(tx, 8, ["common"])

    async with store._writer.begin() as connection:
        await connection.execute(chats.delete().where(chats.c.id == 7))
        for name in OF_CHATS:
            of_chat = select(func.count()).select_from(metadata.tables[name]).where(column("chat_id") == 7)
            assert (await connection.execute(of_chat)).scalar_one() == 0, name
        if connection.dialect.name == "sqlite":
            words = await connection.exec_driver_sql("SELECT count(*) FROM search_words WHERE chat_id = 7")
            found = "SELECT count(*) FROM events_search WHERE events_search MATCH '\"canaries\"'"
            assert words.scalar_one() == (await connection.exec_driver_sql(found)).scalar_one() == 0

    async with store.read() as tx:
        assert len(await tx.events.page(8, Query(), ["common"], limit=9)) == 1
