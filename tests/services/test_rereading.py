"""A text that is read again keeps its events and what people decided about them."""

import pytest

from bot.errors import BadInput, NotFound
from bot.model.news import Event
from bot.model.outcome import Outcome
from bot.services.services import Services
from storage.store import Store
from tests.services.test_changes import record
from tests.support.builders import a_cause, a_chat, a_draft

TWO = "The Orla bridge opened on 3 May 2019. Ada Lund became mayor of Wels in 2018."
ROUGH = "General Arif Demir visited Oslo in 2015."
JULY = "General Arif Demir visited Oslo in July 2015."
JUNE = "In June 2015 General Arif Demir visited Oslo and met Minister Ada Lund."


async def read(services: Services, text: str, name: str | None = None) -> Outcome:
    return await services.articles.read_one(a_chat(), a_draft(text, name=name), a_cause())


def dated(events: dict[int, Event]) -> dict[int, str]:
    return {number: event.when.value for number, event in events.items()}


async def test_events_that_are_told_word_for_word_keep_their_numbers(store: Store) -> None:
    services = Services.over(store)
    await read(services, TWO, "a")
    before = dated(await record(services))

    again = await read(services, TWO + " Then it rained.", "a")

    assert dated(await record(services)) == before
    assert not again.added
    assert not again.removed


async def test_a_text_that_corrects_its_date_moves_the_event(store: Store) -> None:
    services = Services.over(store)
    await read(services, TWO, "a")
    number = next(n for n, value in dated(await record(services)).items() if value == "2019-05-03")

    await read(services, TWO.replace("3 May", "4 May"), "a")

    assert dated(await record(services))[number] == "2019-05-04"


async def test_what_people_decided_outlives_an_edit_of_the_text(store: Store) -> None:
    services = Services.over(store)
    await read(services, TWO, "a")
    await services.rulings.edit(a_chat(), 1, "about 2017", a_cause())
    await services.rulings.edit(a_chat(), 1, "Lund moves into the town hall", a_cause())
    await services.rulings.delete(100, 2, a_cause())
    before = await record(services)

    await read(services, TWO + " Then it rained.", "a")
    (event,) = (await record(services)).values()
    await services.changes.undo(100, a_cause())

    assert (event.number, event.when.value, event.chosen) == (1, "2017", True)
    assert event.headline == "Lund moves into the town hall"
    assert await record(services) == before


async def test_events_that_were_ruled_two_stay_two_when_a_text_is_read_again(store: Store) -> None:
    services = Services.over(store)
    await read(services, ROUGH)
    await read(services, JULY, "b")
    await services.rulings.split(100, 1, a_cause())

    await read(services, JULY + " Then it rained.", "b")

    assert sorted(dated(await record(services)).values()) == ["2015", "2015-07"]


async def test_a_source_is_found_by_its_old_letter_after_it_was_read_again(store: Store) -> None:
    services = Services.over(store)
    await services.articles.read(a_chat(), [a_draft("The dam broke yesterday.", published=None)], a_cause())

    await services.articles.publish_as(a_chat(), 1, "11 May 2019", a_cause())
    await services.articles.publish_as(a_chat(), 1, "11 May 2018", a_cause())

    assert dated(await record(services)) == {1: "2018-05-10"}
    with pytest.raises(NotFound):
        await services.articles.publish_as(a_chat(), 9, "11 May 2018", a_cause())


async def test_mentions_that_a_third_one_tore_apart_come_together_when_it_goes(store: Store) -> None:
    services = Services.over(store)
    for text in (ROUGH, JULY, JUNE):
        await read(services, text)
    torn = dated(await record(services))

    await services.articles.remove(100, 3, a_cause())

    assert sorted(torn.values()) == ["2015-06", "2015-07"]
    assert list(dated(await record(services)).values()) == ["2015-07"]


async def test_what_stands_already_is_not_decided_again(store: Store) -> None:
    services = Services.over(store)
    await read(services, TWO)
    first = await services.rulings.edit(a_chat(), 1, "19 Apr 2021", a_cause())

    again = await services.rulings.edit(a_chat(), 1, "2021-04-19", a_cause())

    assert first.change is not None
    assert again.change is None


async def test_events_that_are_two_by_a_person_are_not_asked_about_again(store: Store) -> None:
    services = Services.over(store)
    await read(services, "An earthquake shook the island of Lemna on 18 June 2018.")
    asked = await read(services, "An earthquake shook the island of Lemna on 19 June 2018.")
    assert [(a.number, b.number) for a, b in asked.unsure] == [(1, 2)]
    await services.rulings.keep_apart(100, 1, 2, a_cause())

    later = await read(services, "On 19 June 2018 an earthquake shook the island of Lemna.")

    assert later.unsure == ()


@pytest.mark.parametrize("words", ["31 Feb 2015", "13/25/2015", "2015 or 2016", "1 2 3"])
async def test_a_date_that_cannot_be_read_does_not_become_a_headline(store: Store, words: str) -> None:
    services = Services.over(store)
    await read(services, TWO)

    with pytest.raises(BadInput, match="no date I can read"):
        await services.rulings.edit(a_chat(), 1, words, a_cause())


async def test_what_was_merged_is_split_as_it_was_also_under_a_date_that_a_person_gave(store: Store) -> None:
    services = Services.over(store)
    await read(services, ROUGH)
    await read(services, JULY)
    await read(services, TWO)
    before = {event.headline for event in (await record(services)).values()}
    await services.rulings.merge(100, 1, 2, a_cause())
    await services.rulings.edit(a_chat(), 1, "2016", a_cause())

    await services.rulings.split(100, 1, a_cause())

    assert {event.headline for event in (await record(services)).values()} == before
