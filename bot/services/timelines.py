"""Timelines and summaries: what a chat's events tell, as far as a query asks."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from bot.briefing.aliases import phrases_of, ways_to_say
from bot.briefing.summary import sentences_of, summarise
from bot.briefing.topic import Topic
from bot.briefing.words import topic_words
from bot.model.briefing import Entry, Query, Summary, Timeline
from bot.model.choice import Facets, Only
from bot.model.news import Article, Event
from bot.model.timespan import Grain
from bot.services.paging import Paging, place_of
from bot.services.reading_up import FEW, Wanted, read_up
from storage.store import Store, Transaction


@dataclass(frozen=True, slots=True)
class Timelines:
    """The use cases of looking: nothing is changed."""

    store: Store
    few: int = FEW  # mentions of a chat that a summary reads all

    async def timeline(
        self,
        chat_id: int,
        query: Query,
        *,
        limit: int | None,
        after: int | None = None,
        before: int | None = None,
        exact: bool = True,
    ) -> Timeline:
        """At most `limit` entries (None: all) in order of time, after one position or before another.

        Counted to the last unless it need not be `exact`, for an answer as soon as possible.
        """
        async with self.store.browse() as tx:
            paging = Paging(tx, chat_id, query, await tokens_of(tx, chat_id, query), exact)
            page = await paging.page(limit, after, before)
            entries = await entries_of(tx, chat_id, page.events)
            articles = await _headings(tx, chat_id, entries)
            sources = len(articles) if len(articles) > 1 else await tx.articles.count(chat_id, most=2)
            return Timeline(
                query,
                entries,
                articles,
                replace(page.facets, sources=sources),
                preceding=page.preceding,
                first=place_of(page.events[0]) if page.events else None,
                last=place_of(page.events[-1]) if page.events else None,
                on=page.on,
            )

    async def disputed(self, chat_id: int, *, limit: int) -> Timeline:
        """The first `limit` events that sources disagree on."""
        torn = Query(only=Only(disputed=True))
        async with self.store.browse() as tx:
            events = await tx.events.disputed(chat_id, limit=limit)
            count = (await tx.events.count(chat_id, torn, ())).total
            entries = await entries_of(tx, chat_id, events)
            articles = await _headings(tx, chat_id, entries)
        return Timeline(Query(), entries, articles, Facets(count, count))

    async def summary(
        self, chat_id: int, query: Query, *, dates: int, sentences: int, coarsest: Grain | None = None
    ) -> Summary:
        """The story in `dates` paragraphs of at most `sentences` sentences of its sources each.

        No date is less exact than `coarsest`.
        """
        async with self.store.browse() as tx:
            tokens = await tokens_of(tx, chat_id, query)
            topic = Topic.of(query.topic, tokens)
            read = await read_up(tx, chat_id, Wanted(query, topic, tokens, dates, coarsest), self.few)
        sample = await read.sample()
        # In threads, as choosing among thousands takes a second that others would wait for.
        plan = await asyncio.to_thread(partial(sample.plan, topic, query, dates=dates, coarsest=coarsest))
        async with self.store.browse() as tx:
            found = await tx.articles.many(chat_id, sample.leading(plan))
        leading = [found[number] for number in sorted(found)]
        paragraphs = await asyncio.to_thread(summarise, plan, leading, dates=dates, sentences=sentences)
        cited = {sentence.article for sentence in sentences_of(paragraphs)}
        async with self.store.browse() as tx:  # of the many articles behind it only these few
            return Summary(query, paragraphs, await tx.articles.many(chat_id, cited))


async def tokens_of(tx: Transaction, chat_id: int, query: Query) -> list[str | tuple[tuple[str, ...], ...]]:
    """The topic's words, a name together with what the chat's articles call it for short."""
    words = topic_words(query.topic)
    return ways_to_say(words, await tx.aliases.of(chat_id, phrases_of(words)))


async def entries_of(tx: Transaction, chat_id: int, events: Sequence[Event]) -> tuple[Entry, ...]:
    mentions = await tx.mentions.many(chat_id, {id for event in events for id in event.mentions})
    return tuple(Entry(event, tuple(mentions[id] for id in event.mentions)) for event in events)


async def _headings(tx: Transaction, chat_id: int, entries: Sequence[Entry]) -> dict[int, Article]:
    """The articles that tell them, without their texts."""
    return await tx.portable.headings(chat_id, {m.article for entry in entries for m in entry.mentions})
