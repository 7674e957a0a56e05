"""Finding: what a chat's events are like, what led up to a day, and what happened on it in other years."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.briefing.words import topic_words
from bot.model.briefing import Query, Timeline
from bot.model.chat import Chat
from bot.model.choice import Facets
from bot.model.news import Article, ArticleState, Event
from bot.model.timex import Dct
from bot.services.timelines import entries_of, tokens_of
from storage.search import Token
from storage.store import Store, Transaction

MOST_WORDS = 6  # of a search that found nothing, looked for one by one
MOST_PLACES = 20  # groups of one person that are looked through
LATEST = 1 << 62  # beyond every position: before it stands the last page


@dataclass(frozen=True, slots=True)
class Finding:
    """The use cases of looking for something. Nothing is changed."""

    store: Store

    async def facets(self, chat_id: int, query: Query) -> Facets:
        """How many of the events asked for are of which sort, and how many articles the chat has."""
        async with self.store.browse() as tx:
            facets = await tx.events.facets(chat_id, query, await tokens_of(tx, chat_id, query))
            return replace(facets, sources=await tx.articles.count(chat_id))

    async def telling(self, chat_id: int, query: Query, *, limit: int) -> list[tuple[Article, int]]:
        """The articles that tell most of what is asked for, each with how many events it tells."""
        async with self.store.browse() as tx:
            tokens = await tokens_of(tx, chat_id, query)
            told = await tx.events.sources(chat_id, query, tokens, limit=limit)
            articles = await tx.articles.many(chat_id, {number for number, _ in told})
        return [(articles[number], count) for number, count in told if number in articles]

    async def alone(self, chat_id: int, topic: str) -> list[tuple[str, int]]:
        """Of a topic's words those that are found, each by itself, with how many events have it."""
        words = list(dict.fromkeys(topic_words(topic)))[:MOST_WORDS]
        async with self.store.browse() as tx:
            counts = [(await tx.events.count(chat_id, Query(), [word])).total for word in words]
        return [(word, count) for word, count in zip(words, counts, strict=True) if count]

    async def places(self, person: int) -> list[int]:
        """The groups where somebody handed something in. Whether they are still there must be asked."""
        async with self.store.browse() as tx:
            return await tx.places.of(person, limit=MOST_PLACES)

    async def chat(self, chat_id: int) -> Chat | None:
        """What is on record of a chat, None when nothing is."""
        async with self.store.browse() as tx:
            return await tx.chats.get(chat_id)

    async def published(self, chat_id: int, number: int) -> Dct | None:
        """What is on record of when an article, as last read, was published; None when nothing is."""
        async with self.store.browse() as tx:
            article = await tx.articles.get(chat_id, number)
            if article is not None and article.state is ArticleState.REPLACED:
                article = await tx.articles.by_name(chat_id, article.name)
        return article.dct if article else None

    async def latest(self, chat_id: int, query: Query, *, limit: int) -> Timeline:
        """The last of the events asked for, the latest first."""
        async with self.store.browse() as tx:
            tokens = await tokens_of(tx, chat_id, query)
            events = await tx.events.page(chat_id, query, tokens, limit=limit, before=LATEST)
            entries = await entries_of(tx, chat_id, events[::-1])
            told = {mention.article for entry in entries for mention in entry.mentions}
            return Timeline(query, entries, await tx.portable.headings(chat_id, told), Facets(len(entries)))

    async def first(self, chat_id: int, query: Query) -> Event | None:
        """The first of the events asked for."""
        async with self.store.browse() as tx:
            tokens = await tokens_of(tx, chat_id, query)
            return next(iter(await tx.events.page(chat_id, query, tokens, limit=1)), None)

    async def other_years(self, chat_id: int, day: date, topic: str, *, limit: int) -> Timeline:
        """What happened on this day exactly in other years, as far as sources agree."""
        query = Query(topic)
        async with self.store.browse() as tx:
            known = await tx.almanac.on_days(chat_id, await _same_days(tx, chat_id, day))
            events = sorted((event for event, _ in known), key=_place)
            if topic:
                tokens = await tokens_of(tx, chat_id, query)
                events = [event for event in events if await _is_of(tx, chat_id, event, tokens)]
            entries = await entries_of(tx, chat_id, events[:limit])
            articles = await tx.portable.headings(chat_id, {m.article for e in entries for m in e.mentions})
        return Timeline(query, entries, articles, Facets(len(events)))


def _place(event: Event) -> tuple[date, int]:
    return event.when.span.start, event.number


async def _is_of(tx: Transaction, chat_id: int, event: Event, tokens: Sequence[Token]) -> bool:
    """Whether an event of one day is among those that the index finds on that day."""
    span = event.when.span
    on_day = await tx.events.page(chat_id, Query("", span.start, span.end), tokens, limit=None)
    return any(event.number == found.number for found in on_day)


async def _same_days(tx: Transaction, chat_id: int, day: date) -> list[date]:
    """That day in each other year from the chat's first event to its last."""
    first = await tx.events.page(chat_id, Query(), (), limit=1)
    last = await tx.events.page(chat_id, Query(), (), limit=1, before=LATEST)
    if not first or not last:
        return []
    years = range(first[0].when.span.start.year, last[0].when.span.start.year + 1)
    return [same for year in years if (same := _in_year(day, year)) and same != day]


def _in_year(day: date, year: int) -> date | None:
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return None
