"""A group that becomes a supergroup takes everything along, also when the new one has a history already."""

from dataclasses import replace

from bot.model.briefing import Query
from bot.model.chat import Chat, ChatKind
from bot.model.inbox import Kept
from bot.model.news import Action, Change, Revision
from storage.moving import DROPPED, LEFT_BEHIND, NUMBERED
from storage.store import Store, Transaction
from storage.tables import metadata
from tests.storage.test_outbox import BOT, a_delivery, a_subscription
from tests.support.builders import MIRA, NOON, a_chat, a_mention, a_part, an_article, an_event

OLD, NEW = -7, -1007


async def an_event_told(tx: Transaction, chat: int, headline: str) -> None:
    """An article that tells one event, as a change; told under a number that is one of the chat's own."""
    article = await tx.articles.add(chat, an_article(headline))
    added = await tx.mentions.add(chat, article.number, [a_mention(headline, "2015")], [[headline]])
    number = (await tx.events.new_numbers(chat, 1))[0]
    told = an_event(number, "2015", headline=headline, mentions=tuple(one.id for one in added))
    await tx.events.put(chat, told, headline)
    await tx.changes.add(chat, Change(0, Action.ADD, MIRA, NOON, (Revision(number, None, told),)), None, 0)


async def a_group(tx: Transaction, chat: int, *headlines: str) -> None:
    await tx.chats.put(replace(a_chat(chat), kind=ChatKind.GROUP))
    for headline in headlines:
        await an_event_told(tx, chat, headline)


def test_every_table_of_a_chat_is_either_numbered_or_left_behind() -> None:
    of_chats = {name for name, table in metadata.tables.items() if "chat_id" in table.primary_key.columns}

    assert set(NUMBERED) | LEFT_BEHIND | DROPPED == of_chats
    for name, columns in NUMBERED.items():
        assert set(columns) <= set(metadata.tables[name].c.keys())


async def test_what_has_come_and_who_was_let_in_follow(store: Store) -> None:
    async with store.begin() as tx:
        await a_group(tx, OLD, "rain")
        await tx.inbox.keep(BOT, [Kept(1, OLD, "{}"), Kept(2, 5, "{}")])
        await tx.access.allow(OLD, "Desk", NOON)
        await tx.messages.put(OLD, 1, [a_part(1, "rain")])
        await tx.moves.move(OLD, NEW)
        await tx.moves.move(OLD, NEW)

        assert [kept.chat_id for kept in await tx.inbox.pending(BOT)] == [NEW, 5]
        assert await tx.access.allowed() == {NEW}
        assert await tx.chats.get(OLD) is None
        assert await tx.moves.of(OLD) == NEW
        assert await tx.moves.of(NEW) is None
        assert await tx.messages.article_of(NEW, 1) is None


async def test_a_chat_that_was_never_heard_of_leaves_only_the_note(store: Store) -> None:
    async with store.begin() as tx:
        await tx.moves.move(OLD, NEW)
        await tx.moves.move(NEW, NEW - 1)

        assert await tx.moves.of(OLD) == await tx.moves.of(NEW) == NEW - 1
        assert await tx.chats.get(NEW) is None


async def test_a_supergroup_that_has_said_hello_makes_room(store: Store) -> None:
    async with store.begin() as tx:
        await a_group(tx, OLD, "rain")
        await tx.chats.put(replace(a_chat(OLD), zone="Asia/Tokyo", zone_chosen=True))
        await a_group(tx, NEW)
        await tx.access.allow(OLD, "Desk", NOON)
        await tx.access.allow(NEW, "Desk", NOON)
        await tx.moves.move(OLD, NEW)

        assert (await tx.events.count(NEW, Query(), ["rain"])).total == 1
        chat = await tx.chats.get(NEW)
        assert chat is not None
        assert chat.zone == "Asia/Tokyo"
        assert await tx.access.allowed() == {NEW}


async def test_two_histories_become_one(store: Store) -> None:
    async with store.begin() as tx:
        await a_group(tx, OLD, "rain", "hail")
        await tx.chats.put(Chat(OLD, ChatKind.GROUP, "Desk", "Asia/Tokyo", zone_chosen=True, bot_id=BOT))
        await tx.subscriptions.add(OLD, replace(a_subscription("rain"), covered=1))
        await tx.deliveries.add(BOT, [a_delivery(OLD, since=1)])
        await a_group(tx, NEW, "snow")
        await tx.subscriptions.add(NEW, a_subscription("snow"))

        await tx.moves.move(OLD, NEW)

        assert await tx.chats.get(OLD) is None
        chat = await tx.chats.get(NEW)
        assert chat is not None
        assert (chat.zone, chat.title, chat.bot_id) == ("Asia/Tokyo", "Mira", BOT)
        entries = await tx.events.page(NEW, Query(), [], limit=9)
        assert [(entry.number, entry.headline) for entry in entries] == [
            (1, "snow"),
            (2, "rain"),
            (3, "hail"),
        ]
        for event in entries:
            (mention,) = (await tx.mentions.many(NEW, event.mentions)).values()
            assert mention.sentence == event.headline
            article = await tx.articles.get(NEW, mention.article)
            assert article is not None
            assert (article.text, article.name) == (event.headline, str(article.number))
            assert await tx.mentions.events_of(NEW, event.mentions) == {mention.id: event.number}
            (history,) = await tx.changes.of_event(NEW, event.number)
            assert [revision.after for revision in history.revisions] == [event]
            assert [e.number for e in await tx.events.page(NEW, Query(), [event.headline], limit=9)] == [
                event.number
            ]
        assert [(one.number, one.topic, one.covered) for one in await tx.subscriptions.of_chat(NEW)] == [
            (1, "snow", None),
            (2, "rain", 2),
        ]
        ((owed),) = await tx.deliveries.of_chat(NEW)
        assert (owed.subscription, owed.since) == (2, 2)
        await an_event_told(tx, NEW, "fog")
        assert (await tx.events.count(NEW, Query(), [])).total == 4
