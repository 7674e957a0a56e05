"""What was chosen of a timeline: the same on both databases, with words and days and without."""

from dataclasses import replace
from datetime import date

import pytest

from bot.model.briefing import Counts, Query
from bot.model.chat import ChatKind
from bot.model.choice import Facets, Only
from bot.model.news import Action, Actor, Change, EventStatus, Modality
from storage.store import Store, Transaction
from tests.support.builders import MIRA, NOON, a_chat, a_mention, an_article, an_event

CHAT = a_chat().id


async def fill(tx: Transaction) -> None:
    """Four events: one disputed, one planned, two visits; the first article tells three, the second two."""
    await tx.chats.put(a_chat())
    for text in ("One.", "Two."):
        article = await tx.articles.add(CHAT, an_article(text, fingerprint=text))
        await tx.mentions.add(
            CHAT, article.number, [a_mention(text, "2015", article=article.number)] * 3, [()] * 3
        )
    happened = [
        an_event(1, "2014", mentions=(1, 4)),
        replace(an_event(2, "2015-06", mentions=(2,)), status=EventStatus.DISPUTED, kind="visit"),
        replace(an_event(3, "2015-07-01", mentions=(3,)), kind="visit"),
        replace(an_event(4, "2016", mentions=(5,)), modality=Modality.PLANNED, kind="trial"),
    ]
    for event in happened:
        await tx.events.put(CHAT, event, "syria")


@pytest.mark.parametrize("tokens", [[], ["syria"]])
@pytest.mark.parametrize(
    ("only", "numbers"),
    [
        (Only(), [1, 2, 3, 4]),
        (Only(disputed=True), [2]),
        (Only(planned=True), [4]),
        (Only(kind="visit"), [2, 3]),
        (Only(kind="visit", disputed=True), [2]),
        (Only(kind="nothing"), []),
        (Only(source=1), [1, 2, 3]),
        (Only(source=2), [1, 4]),
        (Only(source=2, planned=True), [4]),
        (Only(source=9), []),
        (Only(ended=date(2015, 7, 1)), [1, 2]),
    ],
)
async def test_only_what_was_chosen_is_found(
    store: Store, tokens: list[str], only: Only, numbers: list[int]
) -> None:
    async with store.begin() as tx:
        await fill(tx)
        query = Query(only=only)

        page = await tx.events.page(CHAT, query, tokens, limit=9)
        last = await tx.events.page(CHAT, query, tokens, limit=1, before=1 << 62)

        assert [event.number for event in page] == numbers
        assert [event.number for event in last] == numbers[-1:]
        assert (await tx.events.count(CHAT, query, tokens)).total == len(numbers)
        assert (await tx.events.facets(CHAT, query, tokens)).total == len(numbers)


async def test_a_choice_is_one_among_the_days_asked_for(store: Store) -> None:
    async with store.begin() as tx:
        await fill(tx)
        query = Query(since=date(2015, 6, 15), until=date(2016, 2, 1), only=Only(kind="visit"))

        assert await tx.events.count(CHAT, query, []) == Counts(2, 1)
        assert [e.number for e in await tx.events.page(CHAT, query, [], limit=9)] == [2, 3]


@pytest.mark.parametrize("tokens", [[], ["syria"]])
async def test_facets_say_what_there_is_to_choose(store: Store, tokens: list[str]) -> None:
    async with store.begin() as tx:
        await fill(tx)

        assert await tx.events.facets(CHAT, Query(), tokens) == Facets(4, 1, 1, (("visit", 2), ("trial", 1)))
        later = Query(since=date(2015, 6, 15))
        assert await tx.events.facets(CHAT, later, tokens) == Facets(3, 1, 1, (("visit", 2), ("trial", 1)))
        assert await tx.events.facets(CHAT, Query(), ["iraq"]) == Facets()
        assert await tx.events.sources(CHAT, Query(), tokens, limit=9) == [(1, 3), (2, 2)]
        assert await tx.events.sources(CHAT, Query(only=Only(kind="visit")), tokens, limit=1) == [(1, 2)]


async def test_groups_are_found_by_who_handed_something_in(store: Store) -> None:
    async with store.begin() as tx:
        tomas = Actor(8, "Tomas")
        for chat, kind, actor in (
            (-5, ChatKind.GROUP, MIRA),
            (-6, ChatKind.GROUP, tomas),
            (7, ChatKind.PRIVATE, MIRA),
        ):
            await tx.chats.put(replace(a_chat(chat), kind=kind))
            for _ in range(2):
                await tx.changes.add(chat, Change(0, Action.EDIT, actor, NOON), None, 0)

        assert MIRA.id is not None
        assert await tx.places.of(MIRA.id, limit=9) == [-5]
        assert await tx.places.of(9, limit=9) == []
        assert await tx.places.of(MIRA.id, limit=0) == []


@pytest.mark.parametrize("tokens", [[], ["syria"]])
@pytest.mark.parametrize("query", [Query(), Query(since=date(2015, 6, 15))])
async def test_what_is_counted_up_to_a_bound_says_that_there_is_more(
    store: Store, tokens: list[str], query: Query
) -> None:
    async with store.begin() as tx:
        await fill(tx)
        whole = await tx.events.facets(CHAT, query, tokens)

        for most in range(1, whole.total + 2):
            some = await tx.events.facets(CHAT, query, tokens, most=most)
            before = await tx.events.count_before(CHAT, query, tokens, 1 << 62, most=most)
            assert (some.total, some.more) == (min(most, whole.total), most < whole.total)
            assert before == min(most, whole.total)
            assert some.more or some == whole
