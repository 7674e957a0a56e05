"""Chronicles: large chats put straight into a store, as if many articles had been read for years.

Stories of very different size go on for weeks or years; each has its names and its days, of which a few
matter most and are told again and again. Words come as often as in any language: few are everywhere.
"""

import random
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate, islice
from typing import Any, TypeVar

from bot.briefing.words import words_of
from bot.model.timespan import Grain, When, day_value
from storage.bulk import pour
from storage.positions import position, reach
from storage.serial import when_columns
from storage.store import Store
from storage.tables import articles, chats, events, mentions
from tests.support.builders import a_chat

FIRST, YEARS = date(2005, 1, 1), 15
TOGETHER = 2_000  # articles written at a time
LAND, RIVER = "Valdoria", "Orlen"  # names that a third and a twentieth of the stories have in them
SYLLABLES = tuple(c + v for c, v in zip("bklmnrstvzdghjp" * 2, "aeoiuaeioudarenilosutaeroilanu", strict=True))
_ADDED = datetime(2021, 4, 22, tzinfo=UTC)


@dataclass(slots=True)
class Story:
    """Its names, the days on which something happened with how much each matters, and what happened."""

    name: str
    names: Sequence[str]
    days: Sequence[date]
    matters: Sequence[float]  # summed up, for choosing
    told: list[str]
    known: dict[int, int] = field(default_factory=dict)  # place of a day, and a variant → the event
    grain: Sequence[Grain] = ()


class Chronicle:
    """A chat of `count` articles with `mentions` mentions each; the same one for the same numbers."""

    def __init__(self, count: int, *, mentions: int = 14, seed: int = 3) -> None:
        self.chance = random.Random(seed)
        self._count, self._mentions = count, mentions
        self._words = [self._word() for _ in range(20_000)]
        self._often = list(accumulate(1 / (n + 3) for n in range(len(self._words))))
        self.stories = [self._story(n) for n in range(max(6, round(count**0.5)))]
        self._popular = list(accumulate(1 / (n + 1) ** 0.8 for n in range(len(self.stories))))
        self.events: dict[int, tuple[When, Story, int, list[int], set[int]]] = {}
        self._next = 1

    def articles(self) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
        """The row of each article with those of its mentions; `events` are complete when all came."""
        for number in range(1, self._count + 1):
            story = self.stories[self._one_of(self._popular)]
            at = self._one_of(story.matters) if self.chance.random() < 0.3 else None
            place = self.chance.randrange(len(story.days)) if at is None else at
            published = story.days[place] + timedelta(days=self.chance.choice((0, 0, 1, 1, 1, 2, 30)))
            told = list(dict.fromkeys([place, *self._others(story, published)]))
            yield self._article(number, story, published, told)

    def _others(self, story: Story, published: date) -> Iterator[int]:
        for _ in range(self._mentions - 1):
            chosen = self._one_of(story.matters)
            if story.days[chosen] <= published or self.chance.random() < 0.1:
                yield chosen
            else:
                yield self.chance.randrange(len(story.days))

    def _article(
        self, number: int, story: Story, published: date, told: Sequence[int]
    ) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        rows, text = list[dict[str, Any]](), ""
        for place in told:
            when, sentence = _dated(story, place), self._sentence(story, place)
            rows.append(self._mention(number, story, place, when, sentence, len(text)))
            text += sentence + " "
        return _article(number, published, story.name, text), rows

    def _mention(
        self, article: int, story: Story, place: int, when: When, sentence: str, start: int
    ) -> dict[str, Any]:
        id = self._next
        self._next += 1
        event = self._event(story, place)
        known = self.events.setdefault(event, (when, story, place, [], set()))
        known[3].append(id)
        known[4].add(article)
        return _mention(id, article, event, when, story.told[place], sentence, start)

    def _event(self, story: Story, place: int) -> int:
        """Of two tellings of one thing many are seen to be the same, and some are not."""
        variant = int(self.chance.random() ** 3 * 5)
        return story.known.setdefault(place * 5 + variant, len(self.events) + 1)

    def _sentence(self, story: Story, place: int) -> str:
        """Where and what, in words of its own; some lean on another sentence, some do not name the story."""
        more = " ".join(self._some(self.chance.randrange(3, 12)))
        if self.chance.random() < 0.2:
            return f"It was {more} when {story.told[place].partition(' ')[2]}."
        return f"{story.told[place]} {more} {self.chance.choice(story.names)}."

    def _story(self, number: int) -> Story:
        chance = self.chance
        names = [self._word().capitalize() for _ in range(4)]
        names += [LAND] * (number % 3 == 0) + [RIVER] * (number % 20 == 5)
        begin = FIRST + timedelta(days=int(365 * YEARS * chance.random()))
        length = int(30 * 100 ** chance.random())
        count = max(8, int(length**0.8 / 2))
        days = sorted(begin + timedelta(days=int(length * chance.random())) for _ in range(count))
        matters = [1 / (n + 1) for n in range(count)]
        chance.shuffle(matters)
        told = [f"{names[-1]} {' '.join(self._some(6))}" for _ in days]
        grain = [chance.choice((Grain.DAY,) * 8 + (Grain.MONTH, Grain.YEAR)) for _ in days]
        return Story(names[0], names, days, list(accumulate(matters)), told, grain=grain)

    def _some(self, count: int) -> list[str]:
        return [self._words[self._one_of(self._often)] for _ in range(count)]

    def _one_of(self, summed: Sequence[float]) -> int:
        return min(bisect(summed, self.chance.random() * summed[-1]), len(summed) - 1)

    def _word(self) -> str:
        return "".join(self.chance.choices(SYLLABLES, k=self.chance.randrange(2, 5)))

    def event_rows(self) -> Iterator[dict[str, Any]]:
        """The rows of all events."""
        for number, (when, story, place, ids, told) in self.events.items():
            yield _event(number, when, story.told[place], story.names, ids, len(told))


def _dated(story: Story, place: int) -> When:
    day, grain = story.days[place], story.grain[place]
    value = day_value(day)[: {Grain.DAY: 10, Grain.MONTH: 7, Grain.YEAR: 4}[grain]]
    when = When.of(value)
    assert when is not None
    return when


async def write(store: Store, chronicle: Chronicle, chat: int = a_chat().id) -> None:
    """Put it into a store that does not have the chat."""
    async with store.begin() as tx:
        await tx.chats.put(a_chat(chat))
    for some in _batches(chronicle.articles(), TOGETHER):
        async with store._writer.begin() as connection:
            await pour(connection, articles, [row | {"chat_id": chat} for row, _ in some])
            await pour(connection, mentions, [row | {"chat_id": chat} for _, rows in some for row in rows])
    for told in _batches(chronicle.event_rows(), 10 * TOGETHER):
        async with store._writer.begin() as connection:
            await pour(connection, events, [row | {"chat_id": chat} for row in told])
    counters = {"next_article": 10**6, "next_mention": 10**7, "next_event": 4 * 10**6}
    async with store._writer.begin() as connection:
        await connection.execute(chats.update().where(chats.c.id == chat), counters)


T = TypeVar("T")


def _batches(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    ahead = iter(rows)
    while some := list(islice(ahead, size)):
        yield some


def _article(number: int, published: date, title: str, text: str) -> dict[str, Any]:
    return {
        "number": number,
        "name": str(number),
        "state": "live",
        "fingerprint": str(number),
        "language": "en",
        "title": title,
        "dct": published,
        "dct_origin": "given",
        "source_kind": "paste",
        "added_at": _ADDED,
        "text": text,
    }


def _mention(
    id: int, article: int, event: int, when: When, headline: str, sentence: str, start: int
) -> dict[str, Any]:
    return when_columns(when) | {
        "id": id,
        "article": article,
        "event": event,
        "headline": headline,
        "start": start,
        "end": start + len(sentence),
        "clause_start": start,
        "clause_end": start + len(sentence),
        "modality": "happened",
        "participants": [],
        "places": [],
        "confidence": 1.0,
        "reported": False,
        "sentence": sentence,
    }


def _event(
    number: int, when: When, headline: str, names: Sequence[str], ids: Sequence[int], support: int
) -> dict[str, Any]:
    return when_columns(when) | {
        "number": number,
        "pos": position(when.span.start, number),
        "reach": reach(when.span),
        "headline": headline,
        "status": "settled",
        "kind": None,
        "modality": "happened",
        "support": support,
        "chosen": False,
        "alternatives": [],
        "mentions": list(ids),
        "terms": " ".join(dict.fromkeys(words_of(f"{headline} {' '.join(names)}"))),
    }
