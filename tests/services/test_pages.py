"""Pages of a timeline: each event on one of them, and whether there are more, however far was counted."""

from dataclasses import dataclass

import pytest

from bot.model.briefing import Query
from bot.services import paging
from bot.services.services import Services
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
