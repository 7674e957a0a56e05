"""Reading articles into a chat: added, known, replaced, refused, taken out."""

import pytest

from bot.model.briefing import Query
from bot.model.outcome import Verdict
from bot.services.services import Services
from storage.store import Store
from tests.support.builders import a_cause, a_chat, a_draft

BRIDGE = (
    "The Orla bridge was opened by King Harald on 3 May 2019. It collapsed on 12 March 2021 after a flood."
)
VISIT = "Prime Minister Ana Kovac visited Lisbon in June 2018."


async def days(services: Services, chat_id: int) -> list[str]:
    timeline = await services.timelines.timeline(chat_id, Query(), limit=None)
    return [entry.event.when.value for entry in timeline.entries]


async def test_an_article_becomes_events(store: Store) -> None:
    services = Services.over(store)

    (outcome,) = await services.articles.read(a_chat(), [a_draft(BRIDGE)], a_cause())

    assert outcome.verdict is Verdict.ADDED
    assert await days(services, 100) == ["2019-05-03", "2021-03-12"]
    assert [event.number for event in outcome.added] == [1, 2]


async def test_the_same_words_twice_change_nothing(store: Store) -> None:
    services = Services.over(store)
    await services.articles.read(a_chat(), [a_draft(BRIDGE)], a_cause())

    (again,) = await services.articles.read(a_chat(), [a_draft(BRIDGE.upper())], a_cause())

    assert again.verdict is Verdict.KNOWN
    assert again.change is None
    assert again.known_by is not None
    assert again.known_by.name == "Mira"
    assert await days(services, 100) == ["2019-05-03", "2021-03-12"]


async def test_an_update_that_comes_again_is_applied_once(store: Store) -> None:
    services = Services.over(store)
    (first,) = await services.articles.read(a_chat(), [a_draft(BRIDGE)], a_cause(update=5))

    (replayed,) = await services.articles.read(a_chat(), [a_draft(BRIDGE)], a_cause(update=5))

    assert replayed.verdict is Verdict.ADDED
    assert replayed.change == first.change
    assert replayed.added == first.added


async def test_new_words_under_a_known_name_replace_the_old(store: Store) -> None:
    services = Services.over(store)
    await services.articles.read(a_chat(), [a_draft(BRIDGE, name="bridge")], a_cause())

    (outcome,) = await services.articles.read(a_chat(), [a_draft(VISIT, name="bridge")], a_cause())

    assert outcome.verdict is Verdict.REPLACED
    assert await days(services, 100) == ["2018-06"]
    assert (await services.articles.sources(100, limit=9)).total == 1


async def test_what_only_a_removed_article_said_goes_with_it(store: Store) -> None:
    services = Services.over(store)
    await services.articles.read(a_chat(), [a_draft(BRIDGE), a_draft(VISIT)], a_cause())

    outcome = await services.articles.remove(100, 1, a_cause())

    assert [event.when.value for event in outcome.removed] == ["2019-05-03", "2021-03-12"]
    assert await days(services, 100) == ["2018-06"]


async def test_a_text_without_letters_is_refused_and_nothing_is_stored(store: Store) -> None:
    services = Services.over(store)

    outcomes = await services.articles.read(
        a_chat(), [a_draft(""), a_draft("12 34 !"), a_draft("\ufffd" * 50 + "PNG")], a_cause()
    )

    assert [o.verdict for o in outcomes] == [Verdict.REFUSED] * 3
    assert [o.reason for o in outcomes] == ["no letters", "no letters", "binary"]
    assert (await services.articles.sources(100, limit=9)).total == 0


async def test_a_text_without_dates_is_kept_as_a_source(store: Store) -> None:
    services = Services.over(store)

    (outcome,) = await services.articles.read(a_chat(), [a_draft("so much rain", published=None)], a_cause())

    assert outcome.verdict is Verdict.ADDED
    assert (await services.articles.sources(100, limit=9)).total == 1


async def test_one_chat_knows_nothing_of_another(store: Store) -> None:
    services = Services.over(store)
    await services.articles.read(a_chat(100), [a_draft(BRIDGE)], a_cause())

    (outcome,) = await services.articles.read(a_chat(200), [a_draft(BRIDGE)], a_cause())

    assert outcome.verdict is Verdict.ADDED
    assert await days(services, 200) == await days(services, 100)
    assert await days(services, 300) == []


async def test_a_text_that_says_one_thing_over_and_over_tells_it_once(store: Store) -> None:
    services = Services.over(store)

    (outcome,) = await services.articles.read(a_chat(), [a_draft(VISIT + " " + VISIT * 300)], a_cause())

    assert len(outcome.added) == 1


async def test_a_chronicle_keeps_its_events_apart(store: Store) -> None:
    lines = [f"In {1500 + n} the town of Village{n} was founded by Count Karl{n}." for n in range(150)]
    services = Services.over(store)

    (outcome,) = await services.articles.read(a_chat(), [a_draft("\n".join(lines))], a_cause())

    assert len(outcome.added) == 150
    assert await days(services, 100) == [str(1500 + n) for n in range(150)]


async def test_of_a_text_that_tells_too_much_the_rest_is_counted(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.articles.MOST_MENTIONS", 1)
    services = Services.over(store)

    (outcome,) = await services.articles.read(a_chat(), [a_draft(BRIDGE)], a_cause())

    assert (len(outcome.added), outcome.left_out) == (1, 1)


CARMAKER = "General Motors Co. recalled its vans in 2009. GM apologised to buyers of the vans in 2010."
PLANT = "General Motors opened a plant in Turin in 2003."


async def headlines(services: Services, topic: str) -> list[str]:
    timeline = await services.timelines.timeline(100, Query(topic), limit=None)
    return [entry.event.headline for entry in timeline.entries]


async def test_a_name_is_found_under_its_short_form_once_the_two_were_seen_together(store: Store) -> None:
    services = Services.over(store)
    await services.articles.read(a_chat(), [a_draft(PLANT)], a_cause())
    assert await headlines(services, "GM") == []

    await services.articles.read(a_chat(), [a_draft(CARMAKER)], a_cause())

    assert len(await headlines(services, "GM")) == 3
    assert await headlines(services, "gm Turin") == await headlines(services, "General Motors Turin")
    await services.articles.remove(100, 2, a_cause())
    assert await headlines(services, "GM") == []


async def test_a_country_is_found_under_its_adjective(store: Store) -> None:
    services = Services.over(store)
    await services.articles.read(
        a_chat(), [a_draft("Syrian troops took the town of Rasafa on 3 May 2016.")], a_cause()
    )

    assert len(await headlines(services, "Syria")) == 1
    assert await headlines(services, "Serbia") == []
