"""Undo: again and again, back through the chat's history, exactly."""

import pytest

from bot.errors import NotFound
from bot.model.briefing import Query
from bot.model.news import Event
from bot.services.services import Services
from storage.store import Store
from tests.services.test_articles import BRIDGE, VISIT
from tests.support.builders import a_cause, a_chat, a_draft

REFINES = "Prime Minister Ana Kovac visited Lisbon on 14 June 2018."


async def record(services: Services) -> dict[int, Event]:
    timeline = await services.timelines.timeline(100, Query(), limit=None)
    return {entry.event.number: entry.event for entry in timeline.entries}


async def test_undo_goes_back_through_the_history(store: Store) -> None:
    services = Services.over(store)
    states = [await record(services)]
    for text in (BRIDGE, VISIT, REFINES):
        await services.articles.read(a_chat(), [a_draft(text)], a_cause())
        states.append(await record(services))

    for state in reversed(states[:-1]):
        undone = await services.changes.undo(100, a_cause())
        assert undone.change is not None
        assert await record(services) == state

    assert (await services.changes.undo(100, a_cause())).change is None


async def test_a_removal_is_undone(store: Store) -> None:
    services = Services.over(store)
    await services.articles.read(a_chat(), [a_draft(BRIDGE)], a_cause())
    before = await record(services)
    await services.articles.remove(100, 1, a_cause())

    await services.changes.undo(100, a_cause())

    assert await record(services) == before
    assert (await services.articles.sources(100, limit=9)).total == 1


async def test_an_undo_that_comes_again_undoes_once(store: Store) -> None:
    services = Services.over(store)
    await services.articles.read(a_chat(), [a_draft(BRIDGE), a_draft(VISIT)], a_cause())

    for _ in range(2):
        undone = await services.changes.undo(100, a_cause(update=9))

    assert undone.change is not None
    assert undone.change.number == 2
    assert (await services.articles.sources(100, limit=9)).total == 1


async def test_what_later_changes_build_on_is_not_pulled_from_under_them(store: Store) -> None:
    services = Services.over(store)
    (first,) = await services.articles.read(a_chat(), [a_draft(VISIT)], a_cause())
    (second,) = await services.articles.read(a_chat(), [a_draft(REFINES)], a_cause())
    before = await record(services)

    undone = await services.changes.undo(100, a_cause(), first.change)

    assert undone.blocked_by == second.change
    assert await record(services) == before


async def test_a_change_is_undone_only_once(store: Store) -> None:
    services = Services.over(store)
    (outcome,) = await services.articles.read(a_chat(), [a_draft(VISIT)], a_cause())
    await services.changes.undo(100, a_cause(), outcome.change)

    with pytest.raises(NotFound):
        await services.changes.undo(100, a_cause(), outcome.change)


async def test_an_article_taken_back_can_be_handed_in_again(store: Store) -> None:
    services = Services.over(store)
    await services.articles.read(a_chat(), [a_draft(VISIT)], a_cause())
    await services.changes.undo(100, a_cause())

    await services.articles.read(a_chat(), [a_draft(VISIT)], a_cause())

    assert [event.when.value for event in (await record(services)).values()] == ["2018-06"]
