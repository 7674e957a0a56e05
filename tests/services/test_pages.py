"""Pages of a timeline: each event on one of them, and whether there are more, however far was counted."""

from dataclasses import dataclass
from datetime import date

import pytest

from bot.model.briefing import Query
from bot.services import paging
from bot.services.services import Services
from storage import fts5, matches
from storage.store import Store
from tests.support.builders import a_chat, an_event

EVENTS, PAGE = 20, 4


@dataclass
class Walk:
    """What a walk from the first page to the last found."""

    numbers: list[int]
    pages: int
    totals: set[int]
    preceding: list[int]


async def walk(services: Services, query: Query, *, exact: bool) -> Walk:
    after, walked = None, Walk([], 0, set(), [])
    while True:
        found = await services.timelines.timeline(a_chat().id, query, limit=PAGE, after=after, exact=exact)
        walked.numbers += [entry.event.number for entry in found.entries]
        walked.pages += 1
        walked.totals.add(found.total)
        walked.preceding.append(found.preceding)
        if not found.on:
            return walked
        after = found.last


@pytest.mark.parametrize("topic", ["", "syria"])
@pytest.mark.parametrize("counted", [EVENTS // 2, EVENTS, 10 * EVENTS])
async def test_each_event_is_on_one_page(
    store: Store, topic: str, counted: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "COUNTED", counted)
    monkeypatch.setattr(paging, "FOUND", counted)
    async with store.begin() as tx:
        await tx.chats.put(a_chat())
        for number in range(1, EVENTS + 1):
            await tx.events.put(a_chat().id, an_event(number, f"{1990 + number}"), "syria")

    services, query = Services.over(store), Query(topic)
    whole, some = [await walk(services, query, exact=exact) for exact in (True, False)]

    assert whole == Walk(list(range(1, EVENTS + 1)), EVENTS // PAGE, {EVENTS}, list(range(0, EVENTS, PAGE)))
    assert (some.numbers, some.pages) == (whole.numbers, whole.pages)
    assert some.totals == {min(counted, EVENTS)}
    assert some.preceding == [min(place, counted) for place in whole.preceding]


@pytest.mark.parametrize("near", [2, 7, 1_000])
@pytest.mark.parametrize(
    "query",
    [
        Query("syria"),
        Query("syria bridge"),
        Query("syria", date(1994, 3, 1)),
        Query("syria", date(1994, 3, 1), date(2001, 1, 1)),
        Query("bridge", None, date(2001, 1, 1)),
    ],
)
async def test_a_short_walk_shows_what_the_index_would(
    store: Store, query: Query, near: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matches, "NEAR", near)
    monkeypatch.setattr(fts5, "MOST_WORDS", 0)
    async with store.begin() as tx:
        await tx.chats.put(a_chat())
        for number in range(1, 3 * EVENTS + 1):
            year = 1980 + number % 30
            value = (f"{year}", f"{year}-03", f"{year}-03-17", f"{year // 10}")[number % 4]
            terms = f"syrian{number}" + " bridges" * (number % 3 == 0)
            await tx.events.put(a_chat().id, an_event(number, value), terms)

    services = Services.over(store)
    whole, some = [await walk(services, query, exact=exact) for exact in (True, False)]

    assert len(whole.numbers) > PAGE
    assert (some.numbers, some.pages) == (whole.numbers, whole.pages)
    assert all(shown <= true for shown, true in zip(some.preceding, whole.preceding, strict=True))
    assert max(some.totals) <= max(whole.totals)
