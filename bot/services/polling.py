"""Polling: feeds whose time has come are asked for what is new, and each item is read by itself.

A feed is leased before it is asked and put off afterwards. An item is stored together with the note that it
was seen: killed in between, the next round goes on with the next item.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.briefing.feeds import is_hopeless, next_question, wanted
from bot.clock import Clock
from bot.errors import FetchFailed
from bot.ingest.addresses import site_of
from bot.ingest.page import Page
from bot.ingest.syndication import Answer, Syndication
from bot.ingest.web import Web
from bot.logs import about
from bot.measures import count
from bot.measures.names import FEEDS
from bot.model.chat import Chat
from bot.model.feed import Feed, FeedItem, FeedPage, FeedState
from bot.model.news import Actor, Draft, Source, SourceKind
from bot.model.outcome import Cause
from bot.model.subscription import Delivery, OwedPart
from bot.model.text import storable
from bot.services.articles import file_article, read_text, refusal
from storage.store import Store, Transaction

AT_ONCE = 40  # feeds of one round
IN_HAND = 6  # of them whose items are in memory at a time
LEASE = timedelta(minutes=30)  # how long a process that vanished keeps others from a feed
MOST_NEW = 20  # items that one answer brings; of a feed that is new, its newest
GONE = 410

Ordered = tuple[Chat, Feed]
Tell = Callable[[Feed, Chat], Sequence[OwedPart]]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Polling:
    """Reads the feeds of one bot's chats. `tell` says what a chat is told of a feed that is given up."""

    store: Store
    web: Web
    clock: Clock
    bot_id: int
    tell: Tell

    async def round(self) -> int:
        """Ask all feeds that are due, those of one address together; how many."""
        now = self.clock()
        async with self.store.begin() as tx:
            due = await tx.feeds.lease(self.bot_id, now, AT_ONCE, now + LEASE, self.store.holder)
        room = asyncio.Semaphore(IN_HAND)
        await asyncio.gather(*(self._in_turn(room, orders) for orders in _by_question(due)))
        return len(due)

    async def recover(self) -> None:
        """What a process that is gone was asking may be asked at once."""
        if self.store.holder is None:
            return
        living = await self.store.living()
        async with self.store.begin() as tx:
            await tx.feeds.release(self.bot_id, self.clock(), living)

    async def _in_turn(self, room: asyncio.Semaphore, orders: Sequence[Ordered]) -> None:
        async with room:
            await self._together(orders)

    async def _together(self, orders: Sequence[Ordered]) -> None:
        """Ask once for all that ask the same."""
        feed = orders[0][1]
        try:
            answer = await Syndication(self.web).ask(
                feed.address, self.clock().date(), etag=feed.etag, modified=feed.modified
            )
        except FetchFailed as failure:
            count(FEEDS, failure.fault)
            for order in orders:
                await self._failed(*order, failure)
            return
        count(FEEDS, "ok")
        for chat, one in orders:
            try:
                with about(chat=chat.id, feed=one.number):
                    await self._take(chat, one, answer)
            except Exception:  # one chat's trouble must not be the others'; its lease ends by itself
                log.exception("chat %s, feed %s: what it brought cannot be read", chat.id, one.number)

    async def _take(self, chat: Chat, feed: Feed, answer: Answer) -> None:
        """Read what is new, and note how the feed stands then."""
        fresh = answer.page is not None and await self._read_new(chat, feed, answer.page)
        now = self.clock()
        async with self.store.begin() as tx:
            present = await tx.feeds.get(chat.id, feed.number)
            if present is None:
                return
            await tx.feeds.tidy(chat.id, feed.number)
            await tx.feeds.put(chat.id, _answered(present, answer, now, fresh=fresh))

    async def _read_new(self, chat: Chat, feed: Feed, page: FeedPage) -> bool:
        """Whether anything was new."""
        items = {item.key: item for item in page.items}
        async with self.store.read() as tx:
            seen = await tx.feeds.seen(chat.id, feed.number, items.keys())
        new = _newest_first(item for item in items.values() if item.key not in seen)
        chosen = [item for item in new if wanted(feed.words, item)][:MOST_NEW]
        keys = {item.key for item in chosen}
        named = replace(feed, title=feed.title or page.title, home=feed.home or page.home)
        for item in reversed(chosen):
            await self._read_item(chat, named, item)
        async with self.store.begin() as tx:
            if await tx.feeds.get(chat.id, feed.number) is not None:
                passed = [item.key for item in new if item.key not in keys]
                await tx.feeds.note(chat.id, feed.number, passed, self.clock())
        return bool(new)

    async def _read_item(self, chat: Chat, feed: Feed, item: FeedItem) -> None:
        """Read one item and note it, in one transaction; fetching comes before."""
        now = self.clock()
        page = await self._page(chat, item, now)
        draft = _draft(feed, item, page)
        reading = None if refusal(draft.text) else await read_text(chat, draft, now.date())
        cause = Cause(Actor(None, feed.title or feed.address), now)
        async with self.store.begin() as tx:
            if await tx.feeds.get(chat.id, feed.number) is None:
                return
            older = await tx.articles.by_name(chat.id, draft.name) if draft.name else None
            article = older
            if older is None and reading is not None:
                article = (await file_article(tx, chat, draft, reading, cause)).article
            await tx.feeds.note(chat.id, feed.number, [item.key], now, article.number if article else None)

    async def _page(self, chat: Chat, item: FeedItem, now: datetime) -> Page | None:
        """The whole article, where the feed has its beginning and the chat wishes it."""
        if not (item.teaser and item.address and chat.full_text):
            return None
        try:
            return await self.web.article(item.address, now.date())
        except FetchFailed as failure:
            log.debug("chat %s: an item is read from its feed alone: %s", chat.id, failure)
            return None

    async def _failed(self, chat: Chat, feed: Feed, failure: FetchFailed) -> None:
        """Ask later, or give the feed up and tell the chat."""
        now = self.clock()
        async with self.store.begin() as tx:
            present = await tx.feeds.get(chat.id, feed.number)
            if present is None or present.state is not FeedState.ON:
                return
            error = f"{failure.fault} {failure.status or ''}".strip()
            feed = replace(present, failures=present.failures + 1, error=error)
            if failure.status == GONE or is_hopeless(feed, now):
                feed = replace(feed, state=FeedState.GONE, next_at=None)
                await self._owe(tx, chat, feed, now)
            else:
                feed = replace(feed, next_at=next_question(feed, now, failure.retry_after))
            await tx.feeds.put(chat.id, feed)

    async def _owe(self, tx: Transaction, chat: Chat, feed: Feed, now: datetime) -> None:
        """A word to the chat, through the outbox; it does not ring."""
        word = Delivery(
            chat_id=chat.id,
            number=0,
            subscription=None,
            period=f"feed {feed.number} {now:%Y-%m-%dT%H:%M}",
            due_at=now,
            parts=tuple(self.tell(feed, chat)),
            owed_at=now,
            next_try_at=now,
            silent=True,
            thread=chat.digest_thread,
        )
        await tx.deliveries.add(self.bot_id, [word])


def _by_question(due: Iterable[Ordered]) -> list[list[Ordered]]:
    """Those together that ask the same server for the same."""
    groups: dict[tuple[str | None, ...], list[Ordered]] = {}
    for chat, feed in due:
        groups.setdefault((feed.address, feed.etag, feed.modified), []).append((chat, feed))
    return list(groups.values())


def _newest_first(items: Iterable[FeedItem]) -> list[FeedItem]:
    """By their dates; those of one day, or without one, in the order of the feed."""
    listed = list(items)
    days = {item.key: item.published.value.toordinal() for item in listed if item.published}
    return sorted(listed, key=lambda item: -days[item.key]) if len(days) == len(listed) else listed


def _answered(feed: Feed, answer: Answer, now: datetime, *, fresh: bool) -> Feed:
    """The feed after an answer; one that somebody paused meanwhile stays so."""
    page = answer.page or FeedPage()
    feed = replace(
        feed,
        address=answer.address,
        title=feed.title or page.title,
        home=feed.home or page.home,
        etag=answer.etag,
        modified=answer.modified,
        failures=0,
        error=None,
        checked_at=now,
        fresh_at=now if fresh else feed.fresh_at,
    )
    return replace(feed, next_at=next_question(feed, now)) if feed.state is FeedState.ON else feed


def _draft(feed: Feed, item: FeedItem, page: Page | None) -> Draft:
    """The article, or as much of it as the feed has, below its title."""
    own = "\n\n".join(filter(None, (item.title, item.text)))
    address = page.address if page else item.address
    return Draft(
        text=storable(page.text if page else own),
        source=Source(SourceKind.FEED, feed.title or site_of(feed.address), feed.home),
        title=(page.title if page else None) or item.title,
        address=address,
        published=item.published or (page.published if page else None),
        name=address,
    )
