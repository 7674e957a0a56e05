"""Paging: where a page of a timeline stands among all that match, counted no further than an answer waits."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from bot.model.briefing import Query
from bot.model.choice import Facets
from bot.model.news import Event
from storage.positions import position
from storage.search import Token
from storage.store import Transaction
from storage.window import Window

COUNTED = 5_000  # events that are counted for a page
FOUND = 1_000  # the same of those with some words, as the index of words has to be asked about each


@dataclass(frozen=True, slots=True)
class Page:
    """Events in order of time, how many stand before them, and whether others stand after them.

    The `facets` are of all that match, as far as that was counted; of sources they say nothing.
    """

    events: list[Event]
    facets: Facets
    preceding: int = 0
    on: bool = False


@dataclass(frozen=True, slots=True)
class Paging:
    """Pages of one query, all in one transaction. `exact`: counted to the last."""

    tx: Transaction
    chat_id: int
    query: Query
    tokens: Sequence[Token]
    exact: bool = True

    async def page(self, limit: int | None, after: int | None = None, before: int | None = None) -> Page:
        """Those after one position or before another."""
        if self.tokens and limit is not None and not self.exact:
            return await self._seen(limit, after, before)
        return await self._counted(limit, after, before)

    async def _counted(self, limit: int | None, after: int | None, before: int | None) -> Page:
        most = None if self.exact else COUNTED
        facets = await self.tx.events.facets(self.chat_id, self.query, self.tokens, most=most)
        events = await self._events(limit, after, before)
        # Nothing stands before the first page.
        preceding = 0 if after is before is None else await self._preceding(events, most)
        return Page(events, facets, preceding, await self._goes_on(facets, preceding, events))

    async def _seen(self, limit: int, after: int | None, before: int | None) -> Page:
        """The same of those with some words: cut out of a window on the first of them, if they are in it."""
        events = self.tx.events
        window = await events.window(self.chat_id, self.query, self.tokens, most=FOUND + 1, enough=limit + 1)
        facets = Facets.of(window.sorts, most=window.told)
        if (cut := _cut(window, limit, after, before)) is not None:
            found = await events.at(self.chat_id, window.positions[cut])
            return Page(found, facets, cut.start, cut.stop < len(window.positions))
        beyond = await self._events(limit, after, before)
        place = bisect_left(window.positions, place_of(beyond[0])) if beyond else 0
        preceding = min(place, facets.total)
        return Page(beyond, facets, preceding, await self._goes_on(facets, preceding, beyond))

    async def _events(self, limit: int | None, after: int | None, before: int | None) -> list[Event]:
        return await self.tx.events.page(
            self.chat_id, self.query, self.tokens, limit=limit, after=after, before=before
        )

    async def _preceding(self, events: Sequence[Event], most: int | None) -> int:
        """How many events stand before these."""
        if not events:
            return 0
        first = place_of(events[0])
        return await self.tx.events.count_before(self.chat_id, self.query, self.tokens, first, most=most)

    async def _goes_on(self, facets: Facets, preceding: int, events: Sequence[Event]) -> bool:
        """Whether there are events after these."""
        if preceding + len(events) < facets.total:
            return True
        if not facets.more or not events:
            return False
        return bool(await self._events(1, place_of(events[-1]), None))


def _cut(window: Window, limit: int, after: int | None, before: int | None) -> slice | None:
    """Which positions of a window the page is; None when it may reach beyond them."""
    places = window.positions
    if before is not None and after is None:
        end = bisect_left(places, before)
        return slice(max(0, end - limit), end) if window.whole or end < len(places) else None
    start = 0 if after is None else bisect_right(places, after)
    end = min(start + limit, len(places) if before is None else bisect_left(places, before))
    return slice(start, end) if window.whole or end < len(places) else None


def place_of(event: Event) -> int:
    """The event's position, to page on from."""
    return position(event.when.span.start, event.number)
