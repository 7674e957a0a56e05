"""Exports: what a chat holds, written to a file in one snapshot and page by page."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Protocol

from bot.model.briefing import Counts, Entry, Query
from bot.model.news import Article
from bot.services.portable import Writer
from bot.services.timelines import entries_of, tokens_of
from storage.portable import carried
from storage.store import Store, Transaction

PAGE = 250  # entries in memory at a time
SPOOLED = 8_000_000  # bytes of a file in memory before it goes to the disk

Page = tuple[Sequence[Entry], Mapping[int, Article]]


class Sheet(Protocol):
    """A format on its way: what it makes of entries, and what goes before and after all of them.

    `head` is asked for last, when it is known how many there were, and stands first in the file.
    """

    def add(self, entries: Sequence[Entry], articles: Mapping[int, Article]) -> bytes: ...

    def head(self) -> bytes: ...

    def tail(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Exports:
    """The use cases of taking something along. Nothing is changed."""

    store: Store

    async def count(self, chat_id: int, query: Query) -> Counts:
        """How many events an export of this would hold."""
        async with self.store.browse() as tx:
            return await tx.events.count(chat_id, query, await tokens_of(tx, chat_id, query))

    async def write(self, chat_id: int, query: Query, sheet: Sheet, out: IO[bytes]) -> None:
        """Write what the sheet makes of the events asked for."""
        with tempfile.SpooledTemporaryFile(SPOOLED) as body:
            async with self.store.browse() as tx:
                async for entries, articles in _pages(tx, chat_id, query):
                    body.write(await asyncio.to_thread(sheet.add, entries, articles))
            body.seek(0)
            out.write(sheet.head())
            shutil.copyfileobj(body, out)
            out.write(sheet.tail())

    async def whole(self, chat_id: int, out: IO[bytes]) -> Mapping[str, int]:
        """Write all that the chat holds, to be read back by `imports`; how many rows of each table."""
        writer = Writer(out)
        async with self.store.browse() as tx:
            for table in carried():
                async for rows in tx.portable.read(table, chat_id):
                    await asyncio.to_thread(writer.add, table.name, rows)
        writer.end()
        return writer.counts


async def _pages(tx: Transaction, chat_id: int, query: Query) -> AsyncIterator[Page]:
    """The entries asked for, some at a time, with the articles that tell them, without their texts."""
    tokens, after = await tokens_of(tx, chat_id, query), None
    while events := await tx.events.page(chat_id, query, tokens, limit=PAGE, after=after):
        entries = await entries_of(tx, chat_id, events)
        telling = {mention.article for entry in entries for mention in entry.mentions}
        yield entries, await tx.portable.headings(chat_id, telling)
        tx.mentions.let_go()
        after = await tx.events.position(chat_id, events[-1].number)
