"""Timelines and summaries: what a chat's events tell, as far as a query asks."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from bot.briefing.aliases import phrases_of, ways_to_say
from bot.briefing.summary import Plan, sentences_of, summarise
from bot.briefing.topic import Topic
from bot.briefing.words import topic_words
from bot.model.briefing import Entry, Query, Summary, Timeline
from bot.model.news import Article, Event
from bot.model.timespan import Grain
from storage.store import Store, Transaction


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
            tokens = await tokens_of(tx, chat_id, query)
            events = await tx.events.page(chat_id, query, tokens, limit=limit, after=after, before=before)
            counts = await tx.events.count(chat_id, query, tokens)
            first, last = await _ends(tx, chat_id, events)
            preceding = 0
            if first is not None and (after, before) != (None, None):  # else nothing stands before the page
                preceding = await tx.events.count_before(chat_id, query, tokens, first)
            entries = await entries_of(tx, chat_id, events)
            articles = await _articles(tx, chat_id, entries)
        return Timeline(query, entries, articles, counts.total, counts.disputed, preceding, first, last)

    async def disputed(self, chat_id: int, *, limit: int) -> Timeline:
        """The first `limit` events that sources disagree on."""
        async with self.store.read() as tx:
            events = await tx.events.disputed(chat_id, limit=limit)
            counts = await tx.events.count(chat_id, Query(), ())
            entries = await entries_of(tx, chat_id, events)
            articles = await _articles(tx, chat_id, entries)
        return Timeline(Query(), entries, articles, counts.disputed, counts.disputed)

    async def summary(
        self, chat_id: int, query: Query, *, dates: int, sentences: int, coarsest: Grain | None = None
    ) -> Summary:
        """The story in `dates` paragraphs of at most `sentences` sentences of its sources each.

        No date is less exact than `coarsest`.
        """
        async with self.store.read() as tx:
            topic = Topic.of(query.topic, await tokens_of(tx, chat_id, query))
            tellings = await tx.tellings.all(chat_id)
        # In threads, as choosing among thousands takes a second that others would wait for.
        plan = await asyncio.to_thread(
            partial(Plan.of, tellings, topic, query, dates=dates, coarsest=coarsest)
        )
        async with self.store.read() as tx:
            leading = await tx.articles.published_on(chat_id, plan.days)
        paragraphs = await asyncio.to_thread(summarise, plan, leading, dates=dates, sentences=sentences)
        cited = {sentence.article for sentence in sentences_of(paragraphs)}
        async with self.store.read() as tx:  # of the many articles behind it only these few
            return Summary(query, paragraphs, await tx.articles.many(chat_id, cited))


async def tokens_of(tx: Transaction, chat_id: int, query: Query) -> list[str | tuple[tuple[str, ...], ...]]:
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


async def entries_of(tx: Transaction, chat_id: int, events: Sequence[Event]) -> tuple[Entry, ...]:
    mentions = await tx.mentions.many(chat_id, {id for event in events for id in event.mentions})
    return tuple(Entry(event, tuple(mentions[id] for id in event.mentions)) for event in events)


async def _articles(tx: Transaction, chat_id: int, entries: Sequence[Entry]) -> dict[int, Article]:
    """The articles that tell them."""
    return await tx.articles.many(chat_id, {m.article for entry in entries for m in entry.mentions})
