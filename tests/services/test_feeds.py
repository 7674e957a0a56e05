"""Feeds: asked politely, each item read once and by itself, and no message written."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from xml.sax.saxutils import escape

import pytest
import pytest_asyncio
from aiohttp import web

from bot.errors import BadInput, FetchFailed, NotFound
from bot.ingest.syndication import Answer, Syndication
from bot.model.chat import Chat, ChatKind
from bot.model.feed import Feed, FeedState
from bot.model.link import Fault
from bot.model.news import Article, SourceKind
from bot.model.subscription import OwedPart
from bot.model.timex import Dct, DctOrigin
from bot.services.articles import file_article
from bot.services.feeds import MOST, Feeds
from bot.services.polling import AT_ONCE, MOST_NEW, Polling
from bot.services.services import Services
from storage.store import Store
from tests.ingest.test_page import a_page
from tests.services.test_articles import days
from tests.support.builders import NOON, a_cause, a_draft
from tests.support.outside import Outside, outside

HOST, PATH = "harbour.example", "/feed"
BOT = 4711
CHAT = Chat(100, ChatKind.PRIVATE, "Mira", bot_id=BOT, full_text=False)
HOUR = timedelta(hours=1)


def an_item(number: int, text: str = "", day: int = 20, link: str | None = None) -> str:
    text = text or f"The council voted on bridge {number} on {day} April 2021."
    link = link or f"https://{HOST}/story-{number}"
    return (
        f"<item><guid>id-{number}</guid><title>Bridge {number}</title><link>{escape(link)}</link>"
        f"<pubDate>{day:02} Apr 2021 10:00:00 GMT</pubDate><description>{escape(text)}</description></item>"
    )


def a_feed(*items: str, title: str = "Harbour News") -> str:
    return f'<rss version="2.0"><channel><title>{title}</title>{"".join(items)}</channel></rss>'


class Desk:
    """A chat with feeds, over a clock that is set by hand."""

    def __init__(self, store: Store, there: Outside) -> None:
        self.now = NOON
        self.store, self.there = store, there
        web = there.reader(clock=self.clock)
        self.services = Services.over(store, self.clock, web=web)
        self.feeds = Feeds(store, Syndication(web), self.clock)
        self.polling = Polling(store, web, self.clock, BOT, self.tell)

    def clock(self) -> datetime:
        return self.now

    def tell(self, feed: Feed, _: Chat) -> Sequence[OwedPart]:
        return [OwedPart(f"{feed.title} is gone: {feed.error}")]

    def serve(self, body: str, **more: object) -> str:
        return self.there.page(HOST, PATH, body, kind="application/rss+xml", **more)  # type: ignore[arg-type]

    async def follow(self, address: str, words: str = "", chat: Chat = CHAT) -> Feed:
        found = await self.feeds.find(address)
        assert isinstance(found, Answer)
        added = await self.feeds.add(chat, found, words, a_cause())
        return (added.new or added.known)[0]

    async def later(self, by: timedelta = 12 * HOUR) -> int:
        self.now += by
        return await self.polling.round()

    async def feed(self, number: int = 1) -> Feed:
        return await self.feeds.get(CHAT.id, number)

    async def articles(self, chat_id: int = CHAT.id) -> list[Article]:
        found = await self.services.articles.sources(chat_id, limit=99)
        return [line.article for line in reversed(found.lines)]

    async def owed(self) -> list[str]:
        async with self.store.read() as tx:
            return [part.html for one in await tx.deliveries.of_chat(CHAT.id) for part in one.parts]


@pytest_asyncio.fixture
async def desk(store: Store) -> AsyncIterator[Desk]:
    async with outside() as there:
        yield Desk(store, there)


async def test_a_feed_brings_its_items_as_articles_and_writes_nothing(desk: Desk) -> None:
    address = desk.serve(a_feed(an_item(2, day=21), an_item(1)))

    feed = await desk.follow(address)
    asked = await desk.polling.round()

    assert asked == 1
    one, two = await desk.articles()
    assert (one.title, one.address) == ("Bridge 1", f"https://{HOST}/story-1")
    assert one.dct == Dct(date(2021, 4, 20), DctOrigin.FEED)
    assert (one.source.kind, one.source.name) == (SourceKind.FEED, "Harbour News")
    assert two.title == "Bridge 2"
    assert "2021-04-20" in await days(desk.services, CHAT.id)
    assert (await desk.feeds.brought(CHAT.id)) == {feed.number: 2}
    assert await desk.owed() == []


async def test_an_item_is_read_once_whatever_becomes_of_it_in_the_feed(desk: Desk) -> None:
    desk.serve(a_feed(an_item(1)))
    await desk.follow(desk.there.at(HOST, PATH))
    await desk.polling.round()
    desk.serve(a_feed(an_item(2), an_item(1, "The council voted on something else on 3 May 2020.")))

    await desk.later()

    assert [article.title for article in await desk.articles()] == ["Bridge 1", "Bridge 2"]


async def test_a_new_feed_brings_its_newest_items_and_no_more(desk: Desk) -> None:
    items = [an_item(number, day=1 + number // 2) for number in range(40)]

    await desk.follow(desk.serve(a_feed(*items)))
    await desk.polling.round()
    await desk.later()

    titles = {article.title for article in await desk.articles()}
    assert len(titles) == MOST_NEW
    assert "Bridge 39" in titles
    assert "Bridge 0" not in titles


async def test_what_was_handed_in_as_a_link_is_not_read_again(desk: Desk) -> None:
    link = desk.there.page(
        HOST, "/story", a_page(story=("The council voted on the bridge on 20 April 2021. " * 3,))
    )
    await desk.services.links.read_link(CHAT, link, a_cause(update=1))

    await desk.follow(desk.serve(a_feed(an_item(1, link=link))))
    await desk.polling.round()

    assert len(await desk.articles()) == 1


async def test_items_without_the_words_are_passed_over(desk: Desk) -> None:
    await desk.follow(
        desk.serve(a_feed(an_item(1), an_item(2, "Football was played on 3 April 2021."))), "football"
    )
    await desk.polling.round()

    assert [article.title for article in await desk.articles()] == ["Bridge 2"]

    await desk.follow(desk.there.at(HOST, PATH), "bridge")
    await desk.later()
    assert len(await desk.articles()) == 1  # what was passed over stays so


async def test_a_teaser_is_read_whole_where_the_chat_wishes_it(desk: Desk) -> None:
    story = ("The council of Riga voted on the bridge on 20 April 2021, and nobody was surprised by it.",) * 3
    link = desk.there.page(HOST, "/story", a_page(story=story))
    desk.serve(a_feed(an_item(1, "The council voted…", link=link)))

    await desk.follow(desk.there.at(HOST, PATH), chat=replace(CHAT, full_text=True))
    await desk.polling.round()

    (article,) = await desk.articles()
    assert story[0] in article.text
    assert article.dct == Dct(date(2021, 4, 20), DctOrigin.FEED)


async def test_a_teaser_whose_page_cannot_be_read_is_read_itself(desk: Desk) -> None:
    link = desk.there.page(HOST, "/story", "no", status=402)
    desk.serve(a_feed(an_item(1, "The council voted on 20 April 2021…", link=link)))

    await desk.follow(desk.there.at(HOST, PATH), chat=replace(CHAT, full_text=True))
    await desk.polling.round()

    (article,) = await desk.articles()
    assert article.text == "Bridge 1\n\nThe council voted on 20 April 2021…"


async def test_a_server_is_asked_only_for_what_is_new(desk: Desk) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        if request.headers.get("If-None-Match") == '"v1"':
            return web.Response(status=304)
        marks = {"ETag": '"v1"', "Last-Modified": "Tue, 20 Apr 2021 10:00:00 GMT"}
        return web.Response(text=a_feed(an_item(1)), content_type="text/xml", headers=marks)

    await desk.follow(desk.there.serve(HOST, PATH, answer))
    await desk.polling.round()
    await desk.later()

    last = desk.there.requests[-1].headers
    assert (last["If-None-Match"], last["If-Modified-Since"]) == ('"v1"', "Tue, 20 Apr 2021 10:00:00 GMT")
    feed = await desk.feed()
    assert (feed.checked_at, feed.fresh_at, feed.failures) == (desk.now, NOON, 0)


async def test_chats_with_the_same_feed_ask_once(desk: Desk) -> None:
    address = desk.serve(a_feed(an_item(1)))
    for number in range(5):
        await desk.follow(address, chat=replace(CHAT, id=100 + number))
    asked = len(desk.there.requests)

    await desk.polling.round()

    assert len(desk.there.requests) == asked + 1
    assert [len(await desk.articles(100 + number)) for number in range(5)] == [1] * 5


async def test_a_feed_that_fails_is_asked_later_and_keeps_its_marks(desk: Desk) -> None:
    await desk.follow(desk.serve(a_feed(an_item(1))))
    await desk.polling.round()
    desk.serve("no", status=503, headers={"Retry-After": "7200"})

    await desk.later()

    feed = await desk.feed()
    assert (feed.failures, feed.error, feed.state) == (1, "status 503", FeedState.ON)
    assert feed.next_at is not None
    assert feed.next_at >= desk.now + 2 * HOUR
    desk.serve(a_feed(an_item(2), an_item(1)))
    await desk.later()
    assert (await desk.feed()).failures == 0
    assert len(await desk.articles()) == 2


async def test_a_feed_that_is_gone_is_given_up_with_one_word_to_the_chat(desk: Desk) -> None:
    await desk.follow(desk.serve(a_feed(an_item(1))))
    await desk.polling.round()
    desk.serve("gone", status=410)

    await desk.later()
    await desk.later()

    feed = await desk.feed()
    assert (feed.state, feed.next_at) == (FeedState.GONE, None)
    assert await desk.owed() == ["Harbour News is gone: status 410"]


async def test_a_feed_that_fails_for_weeks_is_given_up(desk: Desk) -> None:
    await desk.follow(desk.serve(a_feed(an_item(1))))
    await desk.polling.round()
    desk.serve("no", status=404)

    for _ in range(20):
        await desk.later(timedelta(days=1))

    assert (await desk.feed()).state is FeedState.GONE
    assert len(await desk.owed()) == 1


async def test_a_feed_that_turned_hostile_is_a_failure(desk: Desk) -> None:
    await desk.follow(desk.serve(a_feed(an_item(1))))
    await desk.polling.round()
    desk.serve('<!DOCTYPE rss [<!ENTITY a "b">]>' + a_feed(an_item(2)))

    await desk.later()

    assert (await desk.feed()).error == Fault.UNSAFE
    assert len(await desk.articles()) == 1


async def test_nothing_is_asked_of_a_feed_that_rests(desk: Desk) -> None:
    feed = await desk.follow(desk.serve(a_feed(an_item(1))))
    await desk.feeds.pause(CHAT.id, feed.number)
    assert await desk.later() == 0

    await desk.feeds.resume(CHAT.id, feed.number)
    assert await desk.later(timedelta()) == 1


async def test_a_feed_that_is_removed_meanwhile_brings_nothing(desk: Desk) -> None:
    async def answer(_: web.Request) -> web.StreamResponse:
        if await desk.feeds.of(CHAT.id):
            await desk.feeds.remove(CHAT.id, 1)
        return web.Response(text=a_feed(an_item(1)), content_type="text/xml")

    await desk.follow(desk.there.serve(HOST, PATH, answer))
    await desk.polling.round()

    assert await desk.articles() == []
    with pytest.raises(NotFound):
        await desk.feed()


async def test_one_item_that_cannot_be_stored_is_tried_again_and_the_others_stay(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def failing(tx: object, chat: Chat, draft: object, *rest: object) -> object:
        if getattr(draft, "title", "") == "Bridge 2":
            raise RuntimeError("the disk is full")
        return await file_article(tx, chat, draft, *rest)  # type: ignore[arg-type]

    await desk.follow(desk.serve(a_feed(an_item(3), an_item(2), an_item(1))))
    monkeypatch.setattr("bot.services.polling.file_article", failing)
    await desk.polling.round()
    assert [article.title for article in await desk.articles()] == ["Bridge 1"]

    monkeypatch.undo()
    await desk.later()
    assert [article.title for article in await desk.articles()] == ["Bridge 1", "Bridge 2", "Bridge 3"]


async def test_a_page_names_its_feeds(desk: Desk) -> None:
    head = '<link rel="alternate" type="application/rss+xml" title="All" href="/feed">'
    page = desk.there.page(HOST, "/", a_page(head=head))
    bare = desk.there.page(HOST, "/bare", a_page())

    assert await desk.feeds.find(page) == [(desk.there.at(HOST, "/feed"), "All")]
    with pytest.raises(FetchFailed) as failed:
        await desk.feeds.find(bare)
    assert failed.value.fault == Fault.NO_FEED


async def test_a_feed_is_followed_once(desk: Desk) -> None:
    first = await desk.follow(desk.serve(a_feed()), "bridge")
    again = await desk.follow(desk.serve(a_feed()) + "?utm_source=x", "port")

    assert (again.number, again.words) == (first.number, "port")
    assert len(await desk.feeds.of(CHAT.id)) == 1


async def test_a_list_of_feeds_is_taken_up_to_the_limit(desk: Desk) -> None:
    outlines = "".join(
        f'<outline xmlUrl="https://h{n}.example/feed" text="Feed {n}"/>' for n in range(MOST + 5)
    )
    body = f'<opml><body>{outlines}<outline xmlUrl="ftp://no.example/"/></body></opml>'.encode()

    added = await desk.feeds.add_list(CHAT, body, a_cause())

    assert (len(added.new), added.left_out) == (MOST, 5)
    again = await desk.feeds.add_list(CHAT, body, a_cause())
    assert (len(again.new), len(again.known)) == (0, MOST)
    with pytest.raises(BadInput, match="100 feeds"):
        await desk.follow(desk.serve(a_feed()))
    written = await desk.feeds.written_list(CHAT)
    assert written.count("<outline") == MOST


async def test_a_round_takes_some_feeds_at_a_time(desk: Desk) -> None:
    outlines = "".join(
        f'<outline xmlUrl="{desk.there.at(f"h{n}.example", "/feed")}"/>' for n in range(AT_ONCE + 3)
    )
    await desk.feeds.add_list(CHAT, f"<opml><body>{outlines}</body></opml>".encode(), a_cause())

    assert [await desk.polling.round() for _ in range(3)] == [AT_ONCE, 3, 0]
    assert desk.there.most_at_once <= 4


async def test_a_feed_that_moved_for_good_is_asked_where_it_is(desk: Desk) -> None:
    await desk.follow(desk.serve(a_feed(an_item(1))))
    await desk.polling.round()
    new = desk.there.page(HOST, "/new", a_feed(an_item(2), an_item(1)), kind="application/rss+xml")
    desk.there.redirect(HOST, PATH, "/new", 301)

    await desk.later()

    assert (await desk.feed()).address == new
    assert len(await desk.articles()) == 2


async def test_undo_takes_back_what_somebody_did_and_not_what_a_feed_brought(desk: Desk) -> None:
    await desk.services.articles.read_one(
        CHAT, a_draft("The port was shut on 3 March 2021."), a_cause(update=1)
    )
    await desk.follow(desk.serve(a_feed(an_item(1))))
    await desk.polling.round()

    undone = await desk.services.changes.undo(CHAT.id, a_cause(update=2))
    nothing = await desk.services.changes.undo(CHAT.id, a_cause(update=3))

    assert undone.change is not None
    assert undone.change.number == 1
    assert nothing.change is None
    assert [article.title for article in await desk.articles()] == ["Bridge 1"]
