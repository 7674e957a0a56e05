"""Digests: what changed for a subscription since the last one, composed from the chat's changes."""

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.briefing.aliases import phrases_of, ways_to_say
from bot.briefing.digest import Token, by_weight, courses, items_of, on_topic
from bot.briefing.schedule import before, following
from bot.briefing.terms import tells
from bot.briefing.words import topic_words
from bot.model.chat import Chat
from bot.model.digest import Digest, Item, Outage, Quiet, Told
from bot.model.news import Article, Change, Event, Mention
from bot.model.schedule import Due
from bot.model.subscription import Subscription
from storage.store import Store, Transaction

AHEAD = timedelta(weeks=4)  # how far what is planned is announced
EARLIEST = 1800  # the first year whose days are remembered
MOST_PLANNED = 200  # of four weeks, looked through for the topic
FEW = 2  # events of the lines that stand below what changed
LATE = timedelta(minutes=5)  # a digest that comes later than that says so
MOST_MISSED = 1_000  # runs that are counted
AT_ONCE = 500  # events whose changes are weighed on the spot

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Digests:
    """The use cases of looking at a digest; what is owed is written by Claims."""

    store: Store

    async def look(self, chat: Chat, subscription: Subscription, now: datetime) -> Digest | Quiet:
        """What the subscription, which need not be on record, would be sent at this moment."""
        async with self.store.read() as tx:
            return await look(tx, chat, subscription, now)

    async def starting(self, chat_id: int, subscription: Subscription, at: int | datetime) -> Subscription:
        """The subscription as if it had last been told of all up to a change, or before a moment."""
        async with self.store.read() as tx:
            if isinstance(at, datetime):
                return replace(
                    subscription, covered=await tx.changes.number_at(chat_id, at), covered_until=at
                )
            change = await tx.changes.get(chat_id, at)
            until = change.at if change else subscription.created_at
            return replace(subscription, covered=at, covered_until=until)

    async def told(self, chat_id: int, number: int, topic: str, after: int, upto: int) -> Told:
        """All that a digest of these changes had to tell."""
        async with self.store.read() as tx:
            return await told_between(tx, chat_id, number, topic, after, upto)


async def look(tx: Transaction, chat: Chat, subscription: Subscription, now: datetime) -> Digest | Quiet:
    """What the subscription would be sent if it were due now; a first one has a whole period."""
    due = _due_now(chat, now)
    since = _since(chat, subscription, before(subscription.schedule, ZoneInfo(chat.zone), due))
    found = await _composed(tx, chat, replace(subscription, next=None), due, now, since)
    if found is not None:
        return found
    return Quiet(subscription.topic, since, now, await tx.changes.last_addition(chat.id))


async def compose(
    tx: Transaction, chat: Chat, subscription: Subscription, due: Due, now: datetime
) -> Digest | None:
    """What there is to tell, None when nothing changed; nothing is written.

    `due` is the run that is owed, the newest one of several. `subscription.next` is the oldest of these: from
    it on those that never came are counted.
    """
    return await _composed(tx, chat, subscription, due, now, _since(chat, subscription, due))


async def _composed(
    tx: Transaction, chat: Chat, subscription: Subscription, due: Due, now: datetime, since: datetime
) -> Digest | None:
    first = subscription.covered
    if first is None:
        first = await tx.changes.number_at(chat.id, since)
    changes = await tx.changes.between(chat.id, first)
    found = await _told(tx, chat.id, subscription.topic, changes)
    if not found.items:
        return None
    digest = Digest(
        subscription=subscription.number,
        topic=subscription.topic,
        first_change=first,
        last_change=changes[-1].number,
        items=found.items,
        mentions=found.mentions,
        articles=found.articles,
        since=since,
        until=now,
        due=due,
    )
    timed = await _explained(tx, chat, _timed(digest, chat, subscription))
    return await _beside(tx, chat, timed, found.tokens)


def _due_now(chat: Chat, now: datetime) -> Due:
    local = now.astimezone(ZoneInfo(chat.zone))
    return Due(local.replace(tzinfo=None).isoformat(timespec="minutes"), now)


def _since(chat: Chat, subscription: Subscription, due: Due) -> datetime:
    """Where the period begins: at the last digest, or one run before the first."""
    if subscription.covered_until is not None:
        return subscription.covered_until
    return before(subscription.schedule, ZoneInfo(chat.zone), due).at


def _timed(digest: Digest, chat: Chat, subscription: Subscription) -> Digest:
    """When the next one comes, if one does, and whether this one is late."""
    zone, schedule, due = ZoneInfo(chat.zone), subscription.schedule, digest.due
    missed, run = 0, subscription.next
    while run is not None and run.period < due.period and missed < MOST_MISSED:
        missed, run = missed + 1, following(schedule, zone, run)
    late = digest.until - due.at > LATE
    coming = following(schedule, zone, due) if subscription.number > 0 else None
    return replace(digest, late=late, missed=missed, next=coming)


@dataclass(frozen=True, slots=True)
class _Found:
    """What some changes tell, with what it takes to say it and the words that were asked for."""

    items: tuple[Item, ...] = ()
    mentions: Mapping[int, Mention] = field(default_factory=dict)
    articles: Mapping[int, Article] = field(default_factory=dict)
    tokens: Sequence[Token] = ()


async def told_between(tx: Transaction, chat_id: int, number: int, topic: str, after: int, upto: int) -> Told:
    """The items on the topic, the weightiest first: the same ones whenever it is asked."""
    found = await _told(tx, chat_id, topic, await tx.changes.between(chat_id, after, upto))
    return Told(number, topic, after, upto, found.items, found.mentions, found.articles)


async def _explained(tx: Transaction, chat: Chat, digest: Digest) -> Digest:
    """A late one with the outage in which it was due, if there was one."""
    known = await tx.pulse.outage(chat.bot_id) if digest.late and chat.bot_id is not None else None
    if known is None or not known[0] <= digest.due.at <= known[1]:
        return digest
    return replace(digest, outage=Outage(*known))


async def _told(tx: Transaction, chat_id: int, topic: str, changes: Sequence[Change]) -> _Found:
    many = sum(len(change.revisions) for change in changes) > AT_ONCE
    found = await _apart(courses, changes, many=many)
    sides = [event for course in found.values() for event in (course.before, course.after) if event]
    mentions = await tx.mentions.many(chat_id, {id for event in sides for id in event.mentions})
    items = await _apart(items_of, found, mentions, many=many)
    if not items:
        return _Found()
    mentions = {id: mentions[id] for item in items for id in item.event.mentions if id in mentions}
    articles = await tx.articles.many(chat_id, {mention.article for mention in mentions.values()})
    words = topic_words(topic)
    tokens = await _tokens(tx, chat_id, words)
    told = await _apart(_ranked, items, words, tokens, mentions, articles, many=many)
    return _Found(told, mentions, articles, tokens)


async def _apart(work: Callable[..., T], *given: object, many: bool) -> T:
    """Work on many events, in a thread, so that it holds up nobody else."""
    return await asyncio.to_thread(work, *given) if many else work(*given)


def _ranked(
    items: Sequence[Item],
    words: Sequence[str],
    tokens: Sequence[Token],
    mentions: Mapping[int, Mention],
    articles: Mapping[int, Article],
) -> tuple[Item, ...]:
    """Those on the topic, the weightiest first, as of the last change."""
    until = max(item.turn.at for item in items)
    return by_weight(on_topic(items, tokens, mentions, articles), words, until)


async def _tokens(tx: Transaction, chat_id: int, words: Sequence[str]) -> Sequence[Token]:
    return ways_to_say(words, await tx.aliases.of(chat_id, phrases_of(words))) if words else ()


async def _beside(tx: Transaction, chat: Chat, digest: Digest, tokens: Sequence[Token]) -> Digest:
    """The same with what comes up and what happened on this day of other years, if it is not told already."""
    today = date.fromisoformat(digest.due.period[:10])
    told = {item.event.number for item in digest.items}
    planned = await tx.almanac.planned(chat.id, today, today + AHEAD, limit=MOST_PLANNED)
    coming = [event for event in _among(planned, tokens) if event.number not in told]
    coming.sort(key=lambda event: (max(event.when.span.start, today), event.when.span.days))
    past = await tx.almanac.on_days(chat.id, same_days(today))
    same_day = [event for event in _among(past, tokens) if event.number not in told]
    same_day.sort(key=lambda event: (-event.support, -event.when.span.start.year))
    return replace(digest, coming=tuple(coming[:FEW]), same_day=tuple(same_day[:FEW]))


def _among(found: Collection[tuple[Event, str]], tokens: Sequence[Token]) -> Iterable[Event]:
    return (event for event, terms in found if tells(terms, tokens))


@lru_cache(maxsize=8)
def same_days(today: date) -> list[date]:
    """This day of the years before; the 29th of February has few."""
    years = range(EARLIEST, today.year)
    leap = (today.month, today.day) == (2, 29)
    return [today.replace(year=year) for year in years if not leap or _is_leap(year)]


def _is_leap(year: int) -> bool:
    return date(year, 3, 1) - date(year, 2, 28) == timedelta(days=2)
