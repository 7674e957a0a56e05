"""Pages from the web: fetched by the guarded client, read in a thread, large ones in a process."""

import asyncio
import re
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import cached_property, partial
from typing import TypeVar
from urllib.parse import urlsplit

from bot.errors import FetchFailed
from bot.ingest.addresses import canonical
from bot.ingest.apart import read_page_apart
from bot.ingest.fetch import PAGES, Fetched, Fetcher
from bot.ingest.page import Page, plain_page, read_page
from bot.model.link import Fault

LARGE = 200_000  # bytes from which on a page may take long, and memory, to be read

T = TypeVar("T")

_FEEDS = {
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
}
_TELEGRAM = re.compile(r"(?:www\.)?(?:t|telegram)\.me")
_POST = re.compile(r"/(?:s/|c/)?\w+/\d+")


class Web:
    """Reads the article that an address leads to."""

    def __init__(self, fetcher: Fetcher) -> None:
        self.fetcher = fetcher
        self._one_large = asyncio.Semaphore(1)

    @cached_property
    def _reader(self) -> ThreadPoolExecutor:
        """One thread: pages are read one after the other, so that never more than one takes much memory."""
        return ThreadPoolExecutor(1, "pages")

    async def article(self, address: str, today: date, asker: Hashable = None) -> Page:
        """The article at `address`, `today` being the day it is read. Raises FetchFailed."""
        asked = canonical(address)
        parts = urlsplit(asked)
        if _TELEGRAM.fullmatch(parts.netloc) and _POST.fullmatch(parts.path):
            raise FetchFailed(asked, Fault.POST)
        try:
            fetched = await self.fetcher.fetch(asked, accept=PAGES, asker=asker)
        except FetchFailed as failure:
            if failure.fault == Fault.TYPE and failure.detail in _FEEDS:
                raise FetchFailed(asked, Fault.FEED) from None
            raise
        if len(fetched.body) > LARGE and fetched.kind != "text/plain":
            async with self._one_large:
                return await read_page_apart(fetched.body, fetched.charset, asked, fetched.address, today)
        return await self.in_thread(_read, fetched, asked, today)

    async def in_thread(self, read: Callable[..., T], *asked: object) -> T:
        """Do a piece of reading in the one thread for it."""
        return await asyncio.get_running_loop().run_in_executor(self._reader, partial(read, *asked))

    async def close(self) -> None:
        if "_reader" in self.__dict__:
            self._reader.shutdown(wait=False, cancel_futures=True)
        await self.fetcher.close()


def _read(fetched: Fetched, asked: str, today: date) -> Page:
    if fetched.kind == "text/plain":
        return plain_page(fetched.body, fetched.charset, fetched.address, today)
    return read_page(fetched.body, fetched.charset, asked, fetched.address, today)
