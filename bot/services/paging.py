"""Paging: where a page of a timeline stands among all that match, counted no further than an answer waits."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.model.briefing import Query
from bot.model.choice import Facets
from bot.model.news import Event
from storage.positions import position
from storage.search import Token
from storage.store import Transaction

COUNTED = 5_000  # events that are counted for a page
FOUND = 1_000  # the same of those with some words, as the index of words has to be asked about each


@dataclass(frozen=True, slots=True)
class Paging:
    """Pages of one query, all in one transaction. `exact`: counted to the last."""

    tx: Transaction
    chat_id: int
    query: Query
    tokens: Sequence[Token]
    exact: bool = True

    async def facets(self) -> Facets:
        """Of what sorts the events are that match, and whether several articles tell them."""
        found = await self.tx.events.facets(self.chat_id, self.query, self.tokens, most=self._most)
        return replace(found, sources=await self.tx.articles.count(self.chat_id, most=2))

    async def page(
        self, facets: Facets, limit: int | None, after: int | None, before: int | None
    ) -> list[Event]:
        """Those after one position or before another, in order of time."""
        return await self.tx.events.page(
            self.chat_id,
            self.query,
            self.tokens,
            limit=limit,
            after=after,
            before=before,
            common=self.exact or facets.more,
        )

    async def preceding(self, events: Sequence[Event]) -> int:
        """How many events stand before these."""
        if not events:
            return 0
        first = place_of(events[0])
        return await self.tx.events.count_before(
            self.chat_id, self.query, self.tokens, first, most=self._most
        )

    async def goes_on(self, facets: Facets, preceding: int, events: Sequence[Event]) -> bool:
        """Whether there are events after these."""
        if preceding + len(events) < facets.total:
            return True
        if not facets.more or not events:
            return False
        return bool(await self.page(facets, 1, place_of(events[-1]), None))

    @property
    def _most(self) -> int | None:
        if self.exact:
            return None
        return FOUND if self.tokens else COUNTED


def place_of(event: Event) -> int:
    """The event's position, to page on from."""
    return position(event.when.span.start, event.number)
