"""Feeds: what a chat has read to it. Feeds write no messages; what they bring is told by digests."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.clock import Clock
from bot.errors import BadInput, FetchFailed, NotFound
from bot.ingest.addresses import canonical
from bot.ingest.feeds import read_opml, write_opml
from bot.ingest.syndication import Answer, Syndication
from bot.model.chat import Chat
from bot.model.feed import Feed, FeedState
from bot.model.outcome import Cause
from storage.store import Store, Transaction

MOST = 100  # feeds of one chat
LONGEST_WORDS = 300

Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Added:
    """Feeds that a chat has now: those that are new to it, how many it had, and how many were too many."""

    new: tuple[Feed, ...] = ()
    known: tuple[Feed, ...] = ()
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Feeds:
    """The use cases of feeds. Those with a number raise NotFound when the chat has none of it."""

    store: Store
    syndication: Syndication
    clock: Clock

    async def find(self, address: str) -> Answer | Choices:
        """The feed at an address, or those that the page there names. Raises FetchFailed."""
        return await self.syndication.find(canonical(address), self.clock().date())

    async def follow(self, chat: Chat, address: str, words: str, cause: Cause) -> Added | Choices:
        """Have the feed at an address read, or the only one that the page there names; else which it names.

        Raises FetchFailed, and BadInput when the chat has as many as it may.
        """
        found = await self.find(address)
        if isinstance(found, list) and len(found) == 1:
            found = await self.find(found[0][0])
        return await self.add(chat, found, words, cause) if isinstance(found, Answer) else found

    async def add(self, chat: Chat, found: Answer, words: str, cause: Cause) -> Added:
        """Have a feed read from now on; one that is there already gets the new words, and is read again.

        Raises BadInput when the chat has as many as it may.
        """
        title, home = (found.page.title, found.page.home) if found.page else (None, None)
        fresh = self._fresh(found.address, title, cause)
        added = await self._add(
            chat, [replace(fresh, home=home, words=" ".join(words.split())[:LONGEST_WORDS])]
        )
        if added.left_out:
            raise BadInput(
                "This chat has {limit} feeds, and that is the most it can have. "
                "/feeds lists them: remove one first.",
                limit=MOST,
            )
        return added

    async def add_list(self, chat: Chat, body: bytes, cause: Cause) -> Added:
        """Have all feeds of an OPML list read. Raises FetchFailed when it is none."""
        fresh: dict[str, Feed] = {}
        for written, title in read_opml(body):
            try:
                address = canonical(written)
            except FetchFailed:
                continue
            fresh.setdefault(address, self._fresh(address, title[:300] or None, cause))
        return await self._add(chat, list(fresh.values()))

    async def written_list(self, chat: Chat) -> str:
        """The chat's feeds as OPML."""
        return write_opml(
            chat.title or "Dateline",
            ((f.address, f.title or f.address, f.home) for f in await self.of(chat.id)),
        )

    async def of(self, chat_id: int) -> list[Feed]:
        """All of the chat's, oldest first."""
        async with self.store.read() as tx:
            return await tx.feeds.of_chat(chat_id)

    async def brought(self, chat_id: int) -> dict[int, int]:
        """How many articles each of the chat's feeds has brought."""
        async with self.store.read() as tx:
            return await tx.feeds.brought(chat_id)

    async def get(self, chat_id: int, number: int) -> Feed:
        async with self.store.read() as tx:
            return await _known(tx, chat_id, number)

    async def pause(self, chat_id: int, number: int) -> Feed:
        """Read it no more until it is resumed."""
        return await self._turn(
            chat_id, number, lambda feed: replace(feed, state=FeedState.PAUSED, next_at=None)
        )

    async def resume(self, chat_id: int, number: int) -> Feed:
        """Read it again, at once."""
        now = self.clock()
        return await self._turn(chat_id, number, lambda feed: _awake(feed, now))

    async def remove(self, chat_id: int, number: int) -> Feed:
        """Read it no more; what it brought stays. The feed as it was."""
        async with self.store.begin() as tx:
            feed = await _known(tx, chat_id, number)
            await tx.feeds.remove(chat_id, number)
            return feed

    async def _turn(self, chat_id: int, number: int, turn: Callable[[Feed], Feed]) -> Feed:
        async with self.store.begin() as tx:
            feed = turn(await _known(tx, chat_id, number))
            await tx.feeds.put(chat_id, feed)
            return feed

    def _fresh(self, address: str, title: str | None, cause: Cause) -> Feed:
        return Feed(0, address, cause.at, cause.actor.name, title, next_at=self.clock())

    async def _add(self, chat: Chat, feeds: Sequence[Feed]) -> Added:
        new, known = list[Feed](), list[Feed]()
        async with self.store.begin() as tx:
            await tx.chats.ensure(chat)
            theirs = {feed.address: feed for feed in await tx.feeds.of_chat(chat.id)}
            room = max(MOST - len(theirs), 0)
            for feed in feeds:
                if (old := theirs.get(feed.address)) is not None:
                    known.append(await _renewed(tx, chat.id, old, feed, self.clock()))
                elif len(new) < room:
                    new.append(await tx.feeds.add(chat.id, feed))
        return Added(tuple(new), tuple(known), len(feeds) - len(new) - len(known))


async def _renewed(tx: Transaction, chat_id: int, old: Feed, asked: Feed, now: datetime) -> Feed:
    """A feed that is asked for again: with the new words if there are any, and read again if it was not."""
    feed = replace(old, words=asked.words or old.words)
    feed = feed if feed.state is FeedState.ON else _awake(feed, now)
    await tx.feeds.put(chat_id, feed)
    return feed


def _awake(feed: Feed, now: datetime) -> Feed:
    return replace(feed, state=FeedState.ON, failures=0, error=None, next_at=now)


async def _known(tx: Transaction, chat_id: int, number: int) -> Feed:
    feed = await tx.feeds.get(chat_id, number)
    if feed is None:
        raise NotFound("feed", number)
    return feed
