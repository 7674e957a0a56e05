"""Feeds: numbered within the chat, leased when due, and remembered item by item."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.model.chat import Chat, ChatKind
from bot.model.feed import Feed, FeedState
from storage.feeds import KEPT
from storage.store import Store
from tests.support.builders import NOON, a_chat

BOT = 4711
HOUR = timedelta(hours=1)


def a_feed(address: str = "https://a.example/feed", **more: Any) -> Feed:
    return replace(Feed(0, address, NOON, "Mira", next_at=NOON), **more)


async def with_chats(store: Store, *numbers: int, bot: int = BOT) -> None:
    async with store.begin() as tx:
        for number in numbers:
            await tx.chats.put(Chat(number, ChatKind.PRIVATE, bot_id=bot))


async def test_a_feed_comes_back_as_it_was_stored(store: Store) -> None:
    full = a_feed(
        title="A",
        home="https://a.example/",
        words="riga -sport",
        state=FeedState.GONE,
        etag='W/"x"',
        modified="yesterday",
        failures=3,
        error="timeout",
        checked_at=NOON,
        fresh_at=NOON - HOUR,
    )
    await with_chats(store, 1)

    async with store.begin() as tx:
        first, second = await tx.feeds.add(1, full), await tx.feeds.add(1, a_feed("https://b.example/"))

        assert first == replace(full, number=1)
        assert await tx.feeds.get(1, 1) == first
        assert await tx.feeds.of_chat(1) == [first, second]
        assert await tx.feeds.of_chat(2) == []


async def test_what_is_due_is_leased_once_and_the_longest_due_first(store: Store) -> None:
    await with_chats(store, 1, 2)
    await with_chats(store, 3, bot=1)
    async with store.begin() as tx:
        await tx.feeds.add(1, a_feed(next_at=NOON))
        await tx.feeds.add(2, a_feed(next_at=NOON - HOUR))
        await tx.feeds.add(1, a_feed(next_at=NOON + HOUR))
        await tx.feeds.add(1, a_feed(next_at=None))
        await tx.feeds.add(3, a_feed(next_at=NOON - HOUR))

    async with store.begin() as tx:
        leased = await tx.feeds.lease(BOT, NOON, 9, NOON + HOUR)
        again = await tx.feeds.lease(BOT, NOON, 9, NOON + HOUR)
        later = await tx.feeds.lease(BOT, NOON + HOUR, 9, NOON + 2 * HOUR)

    assert [(chat.id, feed.number) for chat, feed in leased] == [(2, 1), (1, 1)]
    assert again == []
    assert len(later) == 3


async def test_items_are_seen_once_in_their_feed(store: Store) -> None:
    await with_chats(store, 1)
    async with store.begin() as tx:
        await tx.chats.put(a_chat(2))
        await tx.feeds.note(1, 1, ["a", "b"], NOON)
        await tx.feeds.note(1, 1, ["b"], NOON + HOUR, 7)
        await tx.feeds.note(1, 2, ["c"], NOON, 8)

        assert await tx.feeds.seen(1, 1, ["a", "b", "c"]) == {"a", "b"}
        assert await tx.feeds.seen(2, 1, ["a", "b", "c"]) == set()
        assert await tx.feeds.brought(1) == {1: 0, 2: 1}


async def test_only_the_newest_items_are_remembered(store: Store) -> None:
    await with_chats(store, 1)
    async with store.begin() as tx:
        for number in range(KEPT + 5):
            await tx.feeds.note(1, 1, [f"k{number}"], NOON + timedelta(seconds=number))
        await tx.feeds.tidy(1, 1)

        assert await tx.feeds.seen(1, 1, ["k4", "k5", f"k{KEPT + 4}"]) == {"k5", f"k{KEPT + 4}"}


async def test_a_feed_that_goes_takes_its_memory_along(store: Store) -> None:
    await with_chats(store, 1)
    async with store.begin() as tx:
        feed = await tx.feeds.add(1, a_feed())
        await tx.feeds.note(1, feed.number, ["a"], NOON, 7)
        await tx.feeds.remove(1, feed.number)

        assert await tx.feeds.of_chat(1) == []
        assert await tx.feeds.seen(1, feed.number, ["a"]) == set()
        assert (await tx.feeds.add(1, a_feed())).number == 2


async def test_feeds_follow_their_chat_into_one_that_has_its_own(store: Store) -> None:
    await with_chats(store, -1, -100)
    async with store.begin() as tx:
        for chat_id, key in ((-1, "old"), (-100, "new")):
            feed = await tx.feeds.add(chat_id, a_feed(f"https://{key}.example/"))
            await tx.feeds.note(chat_id, feed.number, [key], NOON)
        await tx.moves.move(-1, -100)

        assert [feed.address for feed in await tx.feeds.of_chat(-100)] == [
            "https://new.example/",
            "https://old.example/",
        ]
        assert await tx.feeds.seen(-100, 2, ["old", "new"]) == {"old"}
