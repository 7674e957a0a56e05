"""What people decide stands above what is read, survives new articles, and can be undone."""

import pytest

from bot.errors import BadInput, NotFound
from bot.model.news import Event, EventStatus
from bot.model.outcome import Verdict
from bot.services.services import Services
from storage.store import Store
from tests.services.test_articles import BRIDGE, VISIT
from tests.services.test_changes import REFINES, record
from tests.support.builders import a_cause, a_chat, a_draft, a_when


async def a_record(store: Store, *texts: str) -> tuple[Services, dict[int, Event]]:
    services = Services.over(store)
    await services.articles.read(a_chat(), [a_draft(text) for text in texts], a_cause())
    return services, await record(services)


async def test_a_date_that_a_person_gives_stands(store: Store) -> None:
    services, _ = await a_record(store, VISIT)

    outcome = await services.rulings.date(100, 1, a_when("2018-06-20"), a_cause())
    await services.articles.read(a_chat(), [a_draft(REFINES)], a_cause())

    assert outcome.verdict is Verdict.RULED
    event = (await record(services))[1]
    assert (event.when.value, event.chosen, event.status) == ("2018-06-20", True, EventStatus.SETTLED)


async def test_a_headline_that_a_person_gives_stands(store: Store) -> None:
    services, _ = await a_record(store, VISIT)

    await services.rulings.headline(100, 1, "Kovac\n in  Lisbon", a_cause())

    assert (await record(services))[1].headline == "Kovac in Lisbon"


async def test_a_deleted_event_is_gone_and_its_source_stays(store: Store) -> None:
    services, _ = await a_record(store, BRIDGE)

    await services.rulings.delete(100, 1, a_cause())

    assert list(await record(services)) == [2]
    assert (await services.articles.sources(100, limit=9)).total == 1


async def test_two_events_become_one_and_are_two_again(store: Store) -> None:
    services, before = await a_record(store, BRIDGE)

    merged = await services.rulings.merge(100, 2, 1, a_cause())
    assert list(await record(services)) == [1]
    assert len(merged.removed) == 1

    await services.rulings.split(100, 1, a_cause())
    again = await record(services)
    assert sorted(event.when.value for event in again.values()) == ["2019-05-03", "2021-03-12"]

    for _ in range(2):
        await services.changes.undo(100, a_cause())
    assert await record(services) == before


async def test_words_that_say_a_date_change_the_date_and_others_the_headline(store: Store) -> None:
    services, _ = await a_record(store, VISIT)

    await services.rulings.edit(a_chat(), 1, "about 2017", a_cause())
    await services.rulings.edit(a_chat(), 1, "Kovac meets the mayor", a_cause())

    event = (await record(services))[1]
    assert (event.when.value, event.when.mod, event.headline) == ("2017", "APPROX", "Kovac meets the mayor")


async def test_a_dispute_is_settled_by_one_of_the_dates_told(store: Store) -> None:
    services, _ = await a_record(store, BRIDGE)
    merged = await services.rulings.merge(100, 1, 2, a_cause())
    (torn,) = (matched.after for matched in merged.matched)
    assert torn.status is EventStatus.DISPUTED

    await services.rulings.settle(100, 1, torn.alternatives[0].span.start.toordinal(), a_cause())

    event = (await record(services))[1]
    assert (event.status, event.when) == (EventStatus.SETTLED, torn.alternatives[0])
    with pytest.raises(BadInput):
        await services.rulings.settle(100, 1, 1, a_cause())


async def test_two_events_ruled_apart_stay_two(store: Store) -> None:
    services, before = await a_record(store, VISIT, REFINES)
    assert len(before) == 1

    await services.rulings.split(100, 1, a_cause())
    parted = await record(services)
    await services.articles.read(a_chat(), [a_draft(REFINES + " It rained.")], a_cause())

    assert len(parted) == 2
    groups = [set(event.mentions) for event in (await record(services)).values()]
    assert not any({1, 2} <= group for group in groups)


async def test_a_person_may_say_when_an_article_was_published(store: Store) -> None:
    services = Services.over(store)
    await services.articles.read(a_chat(), [a_draft("The dam broke yesterday.", published=None)], a_cause())

    outcome = await services.articles.publish_as(a_chat(), 1, "11 May 2019", a_cause())

    assert outcome.verdict is Verdict.REPLACED
    assert [event.when.value for event in (await record(services)).values()] == ["2019-05-10"]
    with pytest.raises(BadInput):
        await services.articles.publish_as(a_chat(), outcome.article.number, "2019", a_cause())  # type: ignore[union-attr]


async def test_a_ruling_that_comes_again_is_applied_once(store: Store) -> None:
    services, _ = await a_record(store, BRIDGE)

    first = await services.rulings.delete(100, 1, a_cause(update=3))
    again = await services.rulings.delete(100, 1, a_cause(update=3))

    assert first.change == again.change
    assert list(await record(services)) == [2]


async def test_a_ruling_on_nothing_is_refused(store: Store) -> None:
    services, _ = await a_record(store, VISIT)

    with pytest.raises(NotFound):
        await services.rulings.delete(100, 99, a_cause())
    with pytest.raises(BadInput):
        await services.rulings.merge(100, 1, 1, a_cause())
    with pytest.raises(BadInput):
        await services.rulings.split(100, 1, a_cause())
    with pytest.raises(BadInput):
        await services.rulings.headline(100, 1, " \n ", a_cause())
