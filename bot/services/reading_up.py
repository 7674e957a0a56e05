"""Reading up: what is read of a chat to summarise it, all of a small one and the best of a large one."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import log1p

from bot.briefing.aliases import Way
from bot.briefing.sampling import Sample
from bot.briefing.topic import Topic, ways_of_parts
from bot.model.briefing import Query, Telling
from bot.model.timespan import Grain
from storage.search import Token
from storage.store import Transaction
from storage.tellings import Rows, tellings_of
from storage.told_days import ToldDay

FEW = 25_000  # mentions of a chat that are all read: as many as 1,500 long articles have
FEW_ON_TOPIC = 12_000  # of the articles on a topic, in a larger chat
SOME = 6_000  # mentions that are read of a larger one
RARE = 1_000  # events with a word, whose articles are looked for
MOST_ARTICLES = 2_000  # and events, of those with a word, where all are too many
_AHEAD, _LEAST = 4, 24  # days that are read for each date asked for, and at least
_MOST_OF_A_DAY = 150
_TOGETHER = 0.05  # of what any of the words tells, what all of them tell at once, if they belong together
# A year is named in passing more often than a day is; by the classes of lengths of storage.positions.
_EXACTNESS = (1.0, 0.7, 0.5, 0.3, 0.2)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a summary is asked for: `tokens` are the topic's words as they were typed."""

    query: Query
    topic: Topic
    tokens: Sequence[str | Sequence[Way]]
    dates: int
    coarsest: Grain | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """Rows of tellings; of a part, the days that they are of and the mentions read of each."""

    rows: Rows
    of_days: dict[ToldDay, list[int]] = field(default_factory=dict)

    async def sample(self) -> Sample:
        """What they say, made in a thread: of thousands it takes a moment that others would wait for."""
        return await asyncio.to_thread(self._sample)

    def _sample(self) -> Sample:
        tellings = tellings_of(self.rows)
        return Sample(tellings, self._times(tellings) if self.of_days else {})

    def _times(self, tellings: Sequence[Telling]) -> dict[str, float]:
        """By the value of each date how much more is told than was read."""
        days = {id: day for day, ids in self.of_days.items() for id in ids}
        of_day: dict[ToldDay, list[Telling]] = {}
        for row, telling in zip(self.rows, tellings, strict=True):
            of_day.setdefault(days[row.mention], []).append(telling)
        return {
            telling.when.value.partition("T")[0]: max(1.0, day.support / len(_told(some)))
            for day, some in of_day.items()
            for telling in some
            if not telling.disputed
        }


def _told(tellings: Sequence[Telling]) -> set[tuple[int, int]]:
    """What counts as support of an event: the articles that tell it."""
    return {(telling.event, telling.article) for telling in tellings}


async def read_up(tx: Transaction, chat_id: int, wanted: Wanted, few: int = FEW) -> Read:
    """What is told on the topic, all of it unless the chat has more than `few` mentions."""
    if not await tx.tellings.more_than(chat_id, few):
        return Read(await tx.tellings.all(chat_id))
    ways = _ways(wanted)
    most = min(few, FEW_ON_TOPIC)
    rows = await _of_rare_words(tx, chat_id, ways, wanted.topic.enough, most=most) if ways else None
    return Read(rows) if rows is not None else await _of_told_days(tx, chat_id, wanted, ways)


def _ways(wanted: Wanted) -> list[Token]:
    """The topic as it is looked for in the index: each part as it was typed, or as its stems begin."""
    parts = zip(ways_of_parts(wanted.tokens), wanted.topic.parts, strict=False)
    return [(*ways, *(tuple(sorted(stems)) for stems in forms if stems)) for ways, forms in parts]


async def _of_rare_words(
    tx: Transaction, chat_id: int, ways: Sequence[Token], enough: int, *, most: int
) -> Rows | None:
    """All that the articles tell which may hold enough of the words; None when that is too much.

    Who holds enough of them holds one of any that are more than may be missing: of the rarest, then.
    """
    known = [await tx.told_days.events(chat_id, [way], most=RARE) for way in ways]
    needed = len(ways) - enough + 1
    rarest = sorted((some for some in known if some is not None), key=len)[:needed]
    if len(rarest) < needed:
        return None
    articles = await tx.told_days.articles(chat_id, set().union(*rarest))
    return await tx.tellings.of_articles(chat_id, articles, most=most)


async def _of_told_days(tx: Transaction, chat_id: int, wanted: Wanted, ways: Sequence[Token]) -> Read:
    """A part of what is told of the days of which most is told."""
    days = await tx.told_days.all(chat_id, wanted.query, ways)
    count = max(_AHEAD * wanted.dates, _LEAST)
    if len(ways) > 1:
        if len(days) < count:  # the words stand in the same articles, seldom side by side
            return Read(await _of_some_articles(tx, chat_id, ways))
        ways, days = await _of_any_word(tx, chat_id, wanted, ways, days)
    exact = wanted.coarsest is Grain.DAY
    best = sorted((day for day in days if not (exact and day.reach)), key=_rank)[:count]
    each = min(_MOST_OF_A_DAY, SOME // max(1, len(best)))
    of_days = await tx.told_days.mentions(chat_id, best, ways, most=each)
    return Read(
        await tx.tellings.of_mentions(chat_id, [id for ids in of_days.values() for id in ids]), of_days
    )


async def _of_any_word(
    tx: Transaction, chat_id: int, wanted: Wanted, ways: Sequence[Token], days: list[ToldDay]
) -> tuple[Sequence[Token], list[ToldDay]]:
    """The words, and the days they are told of: any of them, where they belong together; else all.

    Who reads all takes any word of an article on topic, too: the oil spill is "the leak" the next time.
    """
    either: list[Token] = [tuple(way for part in ways for way in part)]
    more = await tx.told_days.all(chat_id, wanted.query, either)
    together = sum(day.support for day in days) >= _TOGETHER * sum(day.support for day in more)
    return (either, more) if together else (ways, days)


async def _of_some_articles(tx: Transaction, chat_id: int, ways: Sequence[Token]) -> Rows:
    """What some articles tell that hold the rarest of the words: the same ones, whatever else is added."""
    known = [await tx.told_days.events(chat_id, [way]) or [] for way in ways]
    rarest = sorted(known, key=len)[0]
    some = sorted(rarest, key=_shuffled)[:MOST_ARTICLES]
    articles = sorted(await tx.told_days.articles(chat_id, some), key=_shuffled)[:MOST_ARTICLES]
    return await tx.tellings.of_first_articles(chat_id, articles, most=SOME)


def _shuffled(article: int) -> int:
    """A number that says nothing of when the article came."""
    return article * 2_654_435_761 % (1 << 32)


def _rank(day: ToldDay) -> tuple[float, object, int]:
    return -log1p(day.support) * _EXACTNESS[day.reach], day.start, day.reach
