"""Timelines and summaries: what a chat's events tell, as far as a query asks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.briefing.aliases import phrases_of, ways_to_say
from bot.briefing.summary import summarise
from bot.briefing.words import topic_words
from bot.model.briefing import Entry, Query, Summary, Timeline
from bot.model.news import Article, Event
from storage.store import Store, Transaction

MOST = 5_000  # entries a summary chooses from


@dataclass(frozen=True, slots=True)
class Timelines:
    """The use cases of looking: nothing is changed."""

    store: Store

    async def timeline(
        self,
        chat_id: int,
        query: Query,
        *,
        limit: int | None,
        after: int | None = None,
        before: int | None = None,
    ) -> Timeline:
        """At most `limit` entries (None: all) in order of time, after one position or before another."""
        async with self.store.read() as tx:
            tokens = await _tokens(tx, chat_id, query)
            events = await tx.events.page(chat_id, query, tokens, limit=limit, after=after, before=before)
            counts = await tx.events.count(chat_id, query, tokens)
            first, last = await _ends(tx, chat_id, events)
            preceding = 0 if first is None else await tx.events.count_before(chat_id, query, tokens, first)
            entries, articles = await _entries(tx, chat_id, events)
        return Timeline(query, entries, articles, counts.total, counts.disputed, preceding, first, last)

    async def disputed(self, chat_id: int, *, limit: int) -> Timeline:
        """The first `limit` events that sources disagree on."""
        async with self.store.read() as tx:
            events = await tx.events.disputed(chat_id, limit=limit)
            counts = await tx.events.count(chat_id, Query(), ())
            entries, articles = await _entries(tx, chat_id, events)
        return Timeline(Query(), entries, articles, counts.disputed, counts.disputed)

    async def summary(self, chat_id: int, query: Query, *, dates: int, sentences: int) -> Summary:
        """The story in `dates` paragraphs of at most `sentences` sentences of its sources each."""
        async with self.store.read() as tx:
            tokens = await _tokens(tx, chat_id, query)
            events = await tx.events.page(chat_id, query, tokens, limit=MOST)
            entries, articles = await _entries(tx, chat_id, events)
        return summarise(query, entries, articles, dates=dates, sentences=sentences)


async def _tokens(tx: Transaction, chat_id: int, query: Query) -> list[str | tuple[tuple[str, ...], ...]]:
    """The topic's words, a name together with what the chat's articles call it for short."""
    words = topic_words(query.topic)
    return ways_to_say(words, await tx.aliases.of(chat_id, phrases_of(words)))


async def _ends(tx: Transaction, chat_id: int, events: Sequence[Event]) -> tuple[int | None, int | None]:
    if not events:
        return None, None
    return (
        await tx.events.position(chat_id, events[0].number),
        await tx.events.position(chat_id, events[-1].number),
    )


async def _entries(
    tx: Transaction, chat_id: int, events: Iterable[Event]
) -> tuple[tuple[Entry, ...], dict[int, Article]]:
    events = tuple(events)
    mentions = await tx.mentions.many(chat_id, {id for event in events for id in event.mentions})
    articles = await tx.articles.many(chat_id, {m.article for m in mentions.values()})
    entries = (Entry(event, tuple(mentions[id] for id in event.mentions)) for event in events)
    return tuple(entries), articles
