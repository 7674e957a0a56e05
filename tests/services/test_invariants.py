"""What must hold of the record as a whole, in whichever order articles come."""

from collections.abc import Sequence

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.model.briefing import Query
from bot.services.services import Services
from storage.store import Store
from tests.support.builders import a_cause, a_chat, a_draft

# Five articles on one visit and one death, told exactly and roughly, agreeing and not; two on other things.
TEXTS = (
    "General Arif Demir visited Oslo in 2015. He was assassinated in Riga in 2019.",
    "General Arif Demir visited Oslo in July 2015.",
    "General Arif Demir was assassinated in Riga on 3 January 2020.",
    "In June 2015 General Arif Demir visited Oslo and met Minister Ada Lund.",
    "General Arif Demir was assassinated in Riga in January 2020.",
    "The Orla bridge collapsed on 12 March 2021 after a flood.",
    "Parliament elected Ana Kovac president on 12 March 2021.",
)

orders = st.lists(st.sampled_from(range(len(TEXTS))), unique=True, min_size=1)
with_a_database = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


async def told(services: Services) -> set[tuple[object, ...]]:
    """The record without its numbers: what the events are, and which sentences tell each."""
    timeline = await services.timelines.timeline(100, Query(), limit=None)
    return {
        (
            entry.event.headline,
            entry.event.when,
            entry.event.status,
            entry.event.alternatives,
            entry.event.support,
            frozenset((m.sentence, m.headline) for m in entry.mentions),
        )
        for entry in timeline.entries
    }


async def after_reading(order: Sequence[int]) -> tuple[Store, Services]:
    store = await Store.open("sqlite://")
    services = Services.over(store)
    await services.articles.read(a_chat(), [a_draft(TEXTS[place]) for place in order], a_cause())
    return store, services


@with_a_database
@given(orders)
async def test_the_order_in_which_articles_come_does_not_matter(order: list[int]) -> None:
    store, services = await after_reading(sorted(order))
    other_store, other = await after_reading(order)

    assert await told(services) == await told(other)

    await store.close()
    await other_store.close()


@with_a_database
@given(orders, st.data())
async def test_removing_an_article_gives_what_the_others_alone_would_give(
    order: list[int], data: st.DataObject
) -> None:
    gone = data.draw(st.integers(0, len(order) - 1))
    store, services = await after_reading(order)
    rest_store, rest = await after_reading(order[:gone] + order[gone + 1 :])

    await services.articles.remove(100, gone + 1, a_cause())

    assert await told(services) == await told(rest)
    await store.close()
    await rest_store.close()


@with_a_database
@given(orders)
async def test_undo_goes_back_exactly_and_reading_again_comes_to_the_same(order: list[int]) -> None:
    store, services = await after_reading(order[:-1])
    before = await services.timelines.timeline(100, Query(), limit=None)
    await services.articles.read(a_chat(), [a_draft(TEXTS[order[-1]])], a_cause())
    after = await told(services)

    await services.changes.undo(100, a_cause())
    back = await services.timelines.timeline(100, Query(), limit=None)
    await services.articles.read(a_chat(), [a_draft(TEXTS[order[-1]])], a_cause())

    assert back.entries == before.entries
    assert await told(services) == after
    await store.close()
