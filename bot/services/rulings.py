"""Rulings: what a person decides about events, filed as decisions on the mentions that tell them."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations, pairwise, product

from bot.briefing.reconcile import cluster
from bot.errors import BadInput, NotFound
from bot.extraction.typed import read_date
from bot.model.chat import Chat
from bot.model.decisions import Decisions
from bot.model.news import Action, Change, Event, Mention
from bot.model.outcome import Cause, Outcome, Verdict
from bot.model.timespan import When
from bot.services.articles import outcome_of_update
from bot.services.filing import MOST_RULED, refile
from bot.services.outcomes import outcome_of
from storage.store import Store, Transaction

LONGEST_HEADLINE = 200
FEW = 20

_WORD = re.compile(r"[^\W\d_]{3,}")

Ruling = Callable[[Sequence[Event]], tuple[Action, Decisions]]


@dataclass(frozen=True, slots=True)
class Rulings:
    """The use cases of correction: each is one change, and can be undone.

    All raise NotFound for an event that is not there, and BadInput for what cannot be decided.
    """

    store: Store

    async def edit(self, chat: Chat, number: int, words: str, cause: Cause) -> Outcome:
        """Give an event the date that the words say ("about 2015"), else take them for its headline."""
        when = read_date(words, chat.language, cause.at.date())
        if when is not None:
            return await self.date(chat.id, number, when, cause)
        if _seems_a_date(words):
            raise BadInput(
                "“{words}” is no date I can read. Say it like this: 19 Apr 2021, Apr 2021, about 2015, "
                "before Sep 2015, 18 to 20 Apr 2021.",
                words=words.strip()[:40],
            )
        return await self.headline(chat.id, number, words, cause)

    async def date(self, chat_id: int, number: int, when: When, cause: Cause) -> Outcome:
        """Give an event the date a person says; that settles a dispute."""
        return await self._rule(chat_id, (number,), cause, partial(_dated, when=when))

    async def settle(self, chat_id: int, number: int, start_day: int, cause: Cause) -> Outcome:
        """Settle a dispute for the date told that starts on this day (its ordinal)."""
        return await self._rule(chat_id, (number,), cause, partial(_settled, start_day=start_day))

    async def headline(self, chat_id: int, number: int, words: str, cause: Cause) -> Outcome:
        """Give an event another headline."""
        words = " ".join(words.split())
        if not any(c.isalnum() for c in words) or len(words) > LONGEST_HEADLINE:
            raise BadInput("A headline has words, and at most {most} characters.", most=LONGEST_HEADLINE)
        return await self._rule(chat_id, (number,), cause, partial(_titled, words=words))

    async def delete(self, chat_id: int, number: int, cause: Cause) -> Outcome:
        """Take an event off the timeline; its sources stay."""
        return await self._rule(chat_id, (number,), cause, _hidden)

    async def merge(self, chat_id: int, one: int, other: int, cause: Cause) -> Outcome:
        """Make one event of two; it keeps the lower number."""
        if one == other:
            raise BadInput("An event cannot be merged with itself. Say two of them: /merge e4 e7.")
        return await self._rule(chat_id, (one, other), cause, _joined)

    async def keep_apart(self, chat_id: int, one: int, other: int, cause: Cause) -> Outcome:
        """Rule that two events are two, whatever comes."""
        return await self._rule(chat_id, (one, other), cause, _kept_apart)

    async def split(self, chat_id: int, number: int, cause: Cause) -> Outcome:
        """Make several events of one: of each date in dispute, else of what matching alone would keep
        apart, else of each source."""
        async with self.store.read() as tx:
            (event,) = await _events(tx, chat_id, (number,))
            mentions = await tx.mentions.many(chat_id, event.mentions)
        groups = _by_date(event, mentions.values())
        if len(groups) < 2:
            groups = _by_words(mentions.values())
        if len(groups) < 2:
            groups = _by_article(mentions.values())
        if len(groups) < 2:
            raise BadInput("{event} has one source only: there is nothing to split", event=f"/e{number}")
        decided = _parted(groups)
        return await self._rule(chat_id, (number,), cause, lambda _: (Action.SPLIT, decided))

    async def _rule(self, chat_id: int, numbers: Sequence[int], cause: Cause, ruling: Ruling) -> Outcome:
        async with self.store.begin() as tx:
            if done := await outcome_of_update(tx, chat_id, cause):
                return done
            events = await _events(tx, chat_id, numbers)
            action, decided = ruling(events)
            if await _stands(tx, chat_id, events, decided):
                return Outcome(Verdict.RULED)
            filed = await refile(tx, chat_id, (), numbers, decided)
            change = Change(0, action, cause.actor, cause.at, filed.revisions)
            change = await tx.changes.add(chat_id, change, cause.update, cause.part)
            await tx.decisions.add(chat_id, change.number, decided)
            return await outcome_of(tx, chat_id, change)


async def _events(tx: Transaction, chat_id: int, numbers: Sequence[int]) -> list[Event]:
    events = await tx.events.many(chat_id, numbers)
    for number in numbers:
        if number not in events:
            raise NotFound("event", number)
    return [events[number] for number in numbers]


async def _stands(tx: Transaction, chat_id: int, events: Iterable[Event], decided: Decisions) -> bool:
    """Whether all that was decided before."""
    before = await tx.decisions.about(chat_id, {id for event in events for id in event.mentions})
    return decided.over(before) == before


def _seems_a_date(words: str) -> bool:
    """Figures with hardly a word: "31 Feb 2015" was meant for a date."""
    return any(c.isdigit() for c in words) and len(_WORD.findall(words)) < 2


def _dated(events: Sequence[Event], when: When) -> tuple[Action, Decisions]:
    (event,) = events
    action = Action.SETTLE if event.alternatives else Action.EDIT
    return action, Decisions(dates={min(event.mentions): when})


def _settled(events: Sequence[Event], start_day: int) -> tuple[Action, Decisions]:
    for when in events[0].alternatives:
        if when.span.start.toordinal() == start_day:
            return _dated(events, when)
    number = events[0].number
    raise BadInput(
        "{event} is no longer disputed in that way: {why}", event=f"/e{number}", why=f"/why e{number}"
    )


def _titled(events: Sequence[Event], words: str) -> tuple[Action, Decisions]:
    return Action.EDIT, Decisions(headlines={min(events[0].mentions): words})


def _hidden(events: Sequence[Event]) -> tuple[Action, Decisions]:
    return Action.DELETE, Decisions(hidden=frozenset(events[0].mentions))


def _joined(events: Sequence[Event]) -> tuple[Action, Decisions]:
    return Action.MERGE, Decisions(joined=_held_together(id for event in events for id in event.mentions))


def _kept_apart(events: Sequence[Event]) -> tuple[Action, Decisions]:
    return Action.SPLIT, _parted([event.mentions for event in events])


def _parted(groups: Sequence[Collection[int]]) -> Decisions:
    """The groups as a person sees them: each one event, and no two the same."""
    if sum(map(len, groups)) > MOST_RULED:
        raise BadInput(
            "that is told by more than {most} sentences: too many to part at once", most=MOST_RULED
        )
    together = frozenset[tuple[int, int]]().union(*map(_held_together, groups))
    return Decisions(joined=together, parted=frozenset(_across(groups)))


def _held_together(mentions: Iterable[int]) -> frozenset[tuple[int, int]]:
    """Every pair of a few mentions, so that none can go without the others holding; of many, a chain."""
    ids = sorted(mentions)
    return frozenset(combinations(ids, 2) if len(ids) <= FEW else pairwise(ids))


def _by_date(event: Event, mentions: Collection[Mention]) -> list[list[int]]:
    """The mentions by the date in dispute that theirs agrees with; the rest with the first."""
    groups: list[list[int]] = [[] for _ in event.alternatives or (event.when,)]
    for mention in mentions:
        agreeing = (
            place for place, when in enumerate(event.alternatives) if when.span.overlaps(mention.when.span)
        )
        groups[next(agreeing, 0)].append(mention.id)
    return [group for group in groups if group]


def _by_words(mentions: Collection[Mention]) -> list[list[int]]:
    """The mentions as they would stand if nobody had ruled on them."""
    return [[mention.id for mention in group] for group in cluster(mentions, Decisions())]


def _by_article(mentions: Collection[Mention]) -> list[list[int]]:
    groups: dict[int, list[int]] = {}
    for mention in mentions:
        groups.setdefault(mention.article, []).append(mention.id)
    return list(groups.values())


def _across(groups: Sequence[Collection[int]]) -> set[tuple[int, int]]:
    """Every pair of mentions out of two groups, the lower number first."""
    return {(min(pair), max(pair)) for one, other in combinations(groups, 2) for pair in product(one, other)}
