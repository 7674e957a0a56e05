"""Rulings: what a person decides about events, filed as decisions on the mentions that tell them."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from bot.errors import BadInput, NotFound
from bot.model.decisions import Decisions
from bot.model.news import Action, Change, Event
from bot.model.outcome import Cause, Outcome
from bot.model.timespan import When
from bot.services.articles import outcome_of_update
from bot.services.filing import refile
from bot.services.outcomes import outcome_of
from storage.store import Store, Transaction

LONGEST_HEADLINE = 200

Ruling = Callable[[Sequence[Event]], tuple[Action, Decisions]]


@dataclass(frozen=True, slots=True)
class Rulings:
    """The use cases of correction: each is one change, and can be undone. All raise NotFound."""

    store: Store

    async def date(self, chat_id: int, number: int, when: When, cause: Cause) -> Outcome:
        """Give an event the date a person says; that settles a dispute."""
        return await self._rule(chat_id, (number,), cause, lambda events: _dated(events[0], when))

    async def headline(self, chat_id: int, number: int, words: str, cause: Cause) -> Outcome:
        """Give an event another headline, one line of it. Raises BadInput."""
        words = " ".join(words.split())
        if not words or len(words) > LONGEST_HEADLINE:
            raise BadInput(f"a headline has 1 to {LONGEST_HEADLINE} characters, this one {len(words)}")
        return await self._rule(chat_id, (number,), cause, lambda events: _titled(events[0], words))

    async def delete(self, chat_id: int, number: int, cause: Cause) -> Outcome:
        """Take an event off the timeline; its sources stay."""
        return await self._rule(chat_id, (number,), cause, lambda events: _hidden(events[0]))

    async def merge(self, chat_id: int, one: int, other: int, cause: Cause) -> Outcome:
        """Make one event of two; it keeps the lower number. Raises BadInput."""
        if one == other:
            raise BadInput("an event cannot be merged with itself")
        return await self._rule(chat_id, (one, other), cause, lambda events: _joined(events[0], events[1]))

    async def split(
        self, chat_id: int, number: int, groups: Sequence[Collection[int]], cause: Cause
    ) -> Outcome:
        """Make an event of each group of its mentions; those in no group are one more. Raises BadInput."""
        return await self._rule(chat_id, (number,), cause, lambda events: _parted(events[0], groups))

    async def _rule(self, chat_id: int, numbers: Sequence[int], cause: Cause, ruling: Ruling) -> Outcome:
        async with self.store.begin() as tx:
            if done := await outcome_of_update(tx, chat_id, cause):
                return done
            action, decided = ruling(await _events(tx, chat_id, numbers))
            revisions = await refile(tx, chat_id, (), numbers, decided)
            change = Change(0, action, cause.actor, cause.at, revisions)
            change = await tx.changes.add(chat_id, change, cause.update, cause.part)
            await tx.decisions.add(chat_id, change.number, decided)
            return await outcome_of(tx, chat_id, change)


async def _events(tx: Transaction, chat_id: int, numbers: Sequence[int]) -> list[Event]:
    events = await tx.events.many(chat_id, numbers)
    for number in numbers:
        if number not in events:
            raise NotFound("event", number)
    return [events[number] for number in numbers]


def _dated(event: Event, when: When) -> tuple[Action, Decisions]:
    action = Action.SETTLE if event.alternatives else Action.EDIT
    return action, Decisions(dates={min(event.mentions): when})


def _titled(event: Event, words: str) -> tuple[Action, Decisions]:
    return Action.EDIT, Decisions(headlines={min(event.mentions): words})


def _hidden(event: Event) -> tuple[Action, Decisions]:
    return Action.DELETE, Decisions(hidden=frozenset(event.mentions))


def _joined(one: Event, other: Event) -> tuple[Action, Decisions]:
    return Action.MERGE, Decisions(joined=frozenset(_across([one.mentions, other.mentions])))


def _parted(event: Event, groups: Sequence[Collection[int]]) -> tuple[Action, Decisions]:
    parts = [set(group) & set(event.mentions) for group in groups]
    rest = set(event.mentions).difference(*parts)
    parts = [part for part in (*parts, rest) if part]
    if len(parts) < 2 or sum(map(len, parts)) != len(event.mentions):
        raise BadInput("a split needs two groups of mentions that have none in common")
    return Action.SPLIT, Decisions(parted=frozenset(_across(parts)))


def _across(groups: Sequence[Collection[int]]) -> set[tuple[int, int]]:
    """Every pair of mentions out of two groups, the lower number first."""
    return {(min(pair), max(pair)) for one, other in combinations(groups, 2) for pair in product(one, other)}
