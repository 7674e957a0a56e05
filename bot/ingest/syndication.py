"""Feeds from the web: found from any address of their site, and asked only for what is new."""

import asyncio
from dataclasses import dataclass
from datetime import date

from bot.errors import FetchFailed
from bot.ingest.addresses import joined
from bot.ingest.apart import read_feed_apart
from bot.ingest.charset import text_of
from bot.ingest.feeds import KINDS, is_page, read_feed
from bot.ingest.fetch import Fetched
from bot.ingest.page import feed_links
from bot.ingest.web import LARGE, Web
from bot.model.feed import FeedPage
from bot.model.link import Fault

MOST_CHOICES = 6  # feeds that one page names
LONGEST_MARK = 500  # characters of an ETag or a date that is kept


@dataclass(frozen=True, slots=True)
class Answer:
    """What a feed's server said: the feed (None when nothing is new), where it is for good, and its marks."""

    address: str
    page: FeedPage | None
    etag: str | None = None
    modified: str | None = None


class Syndication:
    """Reads feeds through the same guarded client as pages."""

    def __init__(self, web: Web) -> None:
        self._web = web

    async def ask(
        self, address: str, today: date, *, etag: str | None = None, modified: str | None = None
    ) -> Answer:
        """The feed as it is now, if it is other than the marks say. Raises FetchFailed."""
        marks = {"If-None-Match": etag, "If-Modified-Since": modified}
        headers = {
            name: mark for name, mark in marks.items() if mark and mark.isascii() and mark.isprintable()
        }
        fetched = await self._web.fetcher.fetch(address, accept=KINDS, headers=headers)
        if fetched.status == 304:
            return Answer(fetched.lasting, None, etag, modified)
        return await self._read(fetched, today)

    async def find(self, address: str, today: date) -> Answer | list[tuple[str, str]]:
        """The feed at an address, or those that the page there names, as address and title.

        Raises FetchFailed, also when there is none.
        """
        fetched = await self._web.fetcher.fetch(address, accept=KINDS)
        if not is_page(fetched.body, fetched.charset, fetched.kind):
            return await self._read(fetched, today)
        named = await asyncio.to_thread(_named, fetched)
        if not named:
            raise FetchFailed(fetched.address, Fault.NO_FEED)
        return named

    async def _read(self, fetched: Fetched, today: date) -> Answer:
        asked = fetched.body, fetched.charset, fetched.address, today
        read = (
            read_feed_apart(*asked) if len(fetched.body) > LARGE else self._web.in_thread(read_feed, *asked)
        )
        page = await read
        marks = (fetched.headers.get(name) for name in ("etag", "last-modified"))
        return Answer(fetched.lasting, page, *(mark[:LONGEST_MARK] if mark else None for mark in marks))


def _named(fetched: Fetched) -> list[tuple[str, str]]:
    found: dict[str, str] = {}
    for reference, title in feed_links(text_of(fetched.body[:LARGE], fetched.charset)):
        try:
            found.setdefault(joined(fetched.address, reference), " ".join(title.split()))
        except FetchFailed:
            continue
    return list(found.items())[:MOST_CHOICES]
