"""Events: kept exactly, in order of time, each mention telling one of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from bot.errors import NotFound
from bot.model.briefing import Counts, Query
from bot.model.news import Event, EventStatus, Modality
from bot.model.timex import Mod
from storage.store import Store, Transaction
from tests.support.builders import a_chat, a_mention, a_when, an_article, an_event

CHAT = a_chat().id


async def put(tx: Transaction, *events: Event, terms: str = "") -> None:
    await tx.chats.put(a_chat())
    for event in events:
        await tx.events.put(CHAT, event, terms)


def numbers(events: Sequence[Event]) -> list[int]:
    return [event.number for event in events]


async def test_an_event_comes_back_to_the_last_field(store: Store) -> None:
    event = Event(
        number=3,
        headline="Soleimani is assassinated",
        when=replace(a_when("2019/2020-01-03"), mod=Mod.APPROX),
        mentions=(2, 1),
        status=EventStatus.DISPUTED,
        alternatives=(a_when("2019"), a_when("2020-01-03")),
        kind="killing",
        modality=Modality.SUPPOSED,
        support=2,
        chosen=True,
    )

    async with store.begin() as tx:
        await put(tx, event)

    async with store.read() as tx:
        assert await tx.events.get(CHAT, 3) == event
        assert await tx.events.many(CHAT, [3, 4]) == {3: event}


async def test_numbers_are_given_once_each(store: Store) -> None:
    async with store.begin() as tx:
        await tx.chats.put(a_chat())
        await tx.chats.put(a_chat(7))
        given = [(await tx.events.new_numbers(CHAT, 1))[0] for _ in range(3)]
        await tx.events.remove(CHAT, 3)

        assert [*given, (await tx.events.new_numbers(CHAT, 1))[0]] == [1, 2, 3, 4]
        assert (await tx.events.new_numbers(7, 1))[0] == 1


async def test_a_chat_that_is_not_there_has_no_numbers(store: Store) -> None:
    async with store.begin() as tx:
        with pytest.raises(NotFound):
            await tx.events.new_numbers(5, 1)


async def test_events_stand_in_order_of_time_then_number(store: Store) -> None:
    days = ["2021-04-20", "2015", "0001-01-01", "2015-01-01", "9999-12-30", "2015-09"]
    async with store.begin() as tx:
        await put(tx, *(an_event(number, day) for number, day in enumerate(days, 1)))

        assert numbers(await tx.events.page(CHAT, Query(), [], limit=None)) == [3, 2, 4, 6, 1, 5]


async def test_pages_follow_each_other_both_ways(store: Store) -> None:
    async with store.begin() as tx:
        await put(tx, *(an_event(n, f"20{20 - n}") for n in range(1, 8)), terms="syria")
        for tokens in ([], ["syria"]):
            first = await tx.events.page(CHAT, Query(), tokens, limit=3)
            after = await tx.events.position(CHAT, first[-1].number)
            second = await tx.events.page(CHAT, Query(), tokens, limit=3, after=after)
            before = await tx.events.position(CHAT, second[0].number)
            back = await tx.events.page(CHAT, Query(), tokens, limit=2, before=before)

            assert (numbers(first), numbers(second), numbers(back)) == ([7, 6, 5], [4, 3, 2], [6, 5])
            assert await tx.events.count_before(CHAT, Query(), tokens, before) == 3


async def test_a_cursor_from_nowhere_does_no_harm(store: Store) -> None:
    async with store.begin() as tx:
        await put(tx, an_event(1, "2015"), terms="syria")
        for tokens in ([], ["syria"]):
            assert await tx.events.page(CHAT, Query(), tokens, limit=3, after=-(1 << 70))
            assert not await tx.events.page(CHAT, Query(), tokens, limit=3, after=1 << 70)
            assert await tx.events.page(CHAT, Query(), tokens, limit=3, before=1 << 70)


@pytest.mark.parametrize("tokens", [[], ["syria"]])
async def test_what_overlaps_the_days_asked_for_is_found(store: Store, tokens: list[str]) -> None:
    async with store.begin() as tx:
        days = ["2014", "2015", "2015-06", "201", "2015-07-01", "2016", "19", "2015-12-31"]
        await put(tx, *(an_event(number, day) for number, day in enumerate(days, 1)), terms="syria")

        async def found(since: date | None, until: date | None) -> tuple[list[int], int]:
            query = Query(since=since, until=until)
            page = await tx.events.page(CHAT, query, tokens, limit=None)
            counts = await tx.events.count(CHAT, query, tokens)
            assert len(page) == counts.total
            return numbers(page), len(await tx.events.page(CHAT, query, tokens, limit=1))

        assert await found(date(2015, 6, 15), date(2015, 7, 1)) == ([4, 2, 3], 1)
        assert await found(date(2015, 12, 31), None) == ([4, 2, 8, 6], 1)
        assert await found(None, date(2010, 1, 2)) == ([7, 4], 1)
        assert await found(date(2016, 1, 1), date(2015, 1, 1)) == ([], 0)


async def test_disputes_are_counted(store: Store) -> None:
    torn = replace(an_event(2, "2015"), status=EventStatus.DISPUTED)
    async with store.begin() as tx:
        await put(tx, an_event(1, "2014"), torn, an_event(3, "2015"), terms="syria")

        assert await tx.events.count(CHAT, Query(), []) == Counts(3, 1)
        assert await tx.events.count(CHAT, Query(until=date(2015, 1, 1)), ["syr"]) == Counts(1, 0)
        assert await tx.events.count(CHAT, Query(), ["iraq"]) == Counts(0, 0)
        assert await tx.events.disputed(CHAT, limit=5) == [torn]


async def test_an_event_claims_its_mentions_and_lets_the_others_go(store: Store) -> None:
    async with store.begin() as tx:
        await tx.chats.put(a_chat())
        article = await tx.articles.add(CHAT, an_article())
        found = [a_mention("It happened.", "2015") for _ in range(4)]
        await tx.mentions.add(CHAT, article.number, found, [()] * 4)

        await put(tx, an_event(1, "2015", mentions=(1, 2)), an_event(2, "2015", mentions=(3,)))
        await put(tx, an_event(1, "2015", mentions=(2, 3)))
        assert await tx.mentions.events_of(CHAT, [1, 2, 3, 4]) == {2: 1, 3: 1}

        await put(tx, an_event(2, "2015", mentions=(4,)))
        await tx.events.remove(CHAT, 1)
        assert await tx.mentions.events_of(CHAT, [1, 2, 3, 4]) == {4: 2}


async def test_a_removed_event_is_gone_and_comes_back_where_it_was(store: Store) -> None:
    async with store.begin() as tx:
        await put(tx, *(an_event(number, "2015") for number in (1, 2, 3)), terms="syria")
        await tx.events.remove(CHAT, 2)
        assert numbers(await tx.events.page(CHAT, Query(), ["syria"], limit=9)) == [1, 3]
        assert await tx.events.get(CHAT, 2) is None
        with pytest.raises(NotFound):
            await tx.events.position(CHAT, 2)

        await put(tx, an_event(2, "2015"), terms="syria")
        assert numbers(await tx.events.page(CHAT, Query(), ["syria"], limit=9)) == [1, 2, 3]
