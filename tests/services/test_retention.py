"""Sources that a chat wished to keep for some days only: gone in time, on record, and nobody else's."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.clock import stopped_at
from bot.model.chat import Chat, ChatKind
from bot.model.news import Action
from bot.services.retention import KEEPER, Retention
from bot.services.services import Services
from storage.store import Store
from tests.support.builders import NOON, a_cause, a_draft

BOT = 4711
CHAT = Chat(100, ChatKind.PRIVATE, "Mira", bot_id=BOT, retention_days=30)
OTHER = replace(CHAT, id=200, retention_days=None)
BRIDGE = "The old bridge collapsed on 3 March 2021."
FERRY = "The ferry sank on 5 March 2021."


async def read(store: Store, chat: Chat, text: str, at: datetime, update: int) -> None:
    services = Services.over(store)
    await services.chats.put(chat)
    await services.articles.read_one(chat, a_draft(text), replace(a_cause(update), at=at))


async def round_at(store: Store, at: datetime) -> None:
    await Retention(store, stopped_at(at), BOT).round()


async def titles(store: Store, chat: Chat) -> list[str]:
    sources = await Services.over(store).articles.sources(chat.id, limit=100)
    return [line.article.text for line in sources.lines]


async def test_a_source_goes_when_its_time_is_over_and_no_sooner(store: Store) -> None:
    await read(store, CHAT, BRIDGE, NOON, 1)
    await read(store, CHAT, FERRY, NOON + timedelta(days=5), 2)

    await round_at(store, NOON + timedelta(days=30))
    before = await titles(store, CHAT)
    await round_at(store, NOON + timedelta(days=30, seconds=1))

    assert sorted(before) == sorted([BRIDGE, FERRY])
    assert await titles(store, CHAT) == [FERRY]


async def test_what_it_alone_told_goes_with_it_on_record(store: Store) -> None:
    await read(store, CHAT, BRIDGE, NOON, 1)
    await round_at(store, NOON + timedelta(days=31))

    async with store.read() as tx:
        change = await tx.changes.get(CHAT.id, 2)
        events = await tx.events.many(CHAT.id, [1])
    assert change is not None
    assert (change.action, change.actor) == (Action.REMOVE, KEEPER)
    assert not events


async def test_all_of_many_go_in_one_round(store: Store) -> None:
    for number in range(1, 46):
        await read(store, CHAT, f"Bridge number {number} collapsed on 3 March 2021.", NOON, number)

    await round_at(store, NOON + timedelta(days=31))

    assert await titles(store, CHAT) == []


async def test_chats_without_a_wish_and_those_of_other_bots_keep_theirs(store: Store) -> None:
    await read(store, OTHER, BRIDGE, NOON, 1)
    await read(store, replace(CHAT, bot_id=BOT + 1), FERRY, NOON, 2)

    await round_at(store, NOON + timedelta(days=400))

    assert await titles(store, OTHER) == [BRIDGE]
    assert await titles(store, CHAT) == [FERRY]


async def test_undone_it_is_back_and_stays_when_the_time_is_longer(store: Store) -> None:
    await read(store, CHAT, BRIDGE, NOON, 1)
    later = NOON + timedelta(days=31)
    await round_at(store, later)
    services = Services.over(store)
    await services.chats.put(replace(CHAT, retention_days=365))
    await services.changes.undo(CHAT.id, replace(a_cause(9), at=later))
    await round_at(store, later)

    assert await titles(store, CHAT) == [BRIDGE]
