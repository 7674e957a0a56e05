"""A summary out of a store: what is off the topic changes nothing, a little more on it changes little."""

import pytest

from bot.model.briefing import Query, Summary
from bot.model.news import Draft
from bot.model.timespan import Grain
from bot.services.services import Services
from storage.store import Store
from tests.support.builders import a_cause, a_chat, a_draft

DAM = (
    "The Orla dam burst on 12 March 2021 and flooded the old town of Brenn, the ministry said.",
    "Rescue teams evacuated 3,000 people from Brenn on 13 March 2021 after the Orla dam burst.",
    "Engineers closed the breach in the Orla dam on 2 April 2021, three weeks after the flood in Brenn.",
    "A court in Brenn charged two managers of the Orla dam with negligence on 9 September 2021.",
)
MORE = "Parliament ordered an inquiry into the Orla dam on 20 September 2021, after protests in Brenn."
VOTE = "Parliament elected Ana Kovac president of the republic on 3 May 2021 after two rounds of voting."
TOPIC = Query("orla dam")


def articles() -> list[Draft]:
    """The dam's story as three papers tell it, a day after each step and at the end."""
    told = [
        a_draft(f"{sentence} Paper {paper} was there.", published=day)
        for sentence, day in zip(DAM, ("2021-03-13", "2021-03-14", "2021-04-03", "2021-09-10"), strict=True)
        for paper in ("one", "two", "three")
    ]
    return [*told, a_draft(" ".join(DAM), published="2021-12-30")]


async def read(store: Store, *more: Draft) -> Services:
    services = Services.over(store)
    await services.articles.read(a_chat(), [*articles(), *more], a_cause())
    return services


async def asked(services: Services, query: Query = TOPIC, *, dates: int = 4, sentences: int = 1) -> Summary:
    return await services.timelines.summary(
        a_chat().id, query, dates=dates, sentences=sentences, coarsest=Grain.DAY
    )


def told(found: Summary) -> list[tuple[str, str]]:
    return [(paragraph.when, s.text) for paragraph in found.paragraphs for s in paragraph.sentences]


async def test_the_story_is_told_by_its_days(store: Store) -> None:
    found = await asked(await read(store))

    assert told(found) == list(
        zip(("2021-03-12", "2021-03-13", "2021-04-02", "2021-09-09"), DAM, strict=True)
    )


async def test_an_article_off_the_topic_changes_nothing(store: Store) -> None:
    services = await read(store)
    before = told(await asked(services))

    await services.articles.read(a_chat(), [a_draft(VOTE, published="2021-05-04")], a_cause())

    assert told(await asked(services)) == before


async def test_an_article_more_on_the_topic_changes_little(store: Store) -> None:
    services = await read(store)
    before = told(await asked(services))

    await services.articles.read(a_chat(), [a_draft(MORE, published="2021-09-21")], a_cause())

    assert told(await asked(services)) == before
    longer = told(await asked(services, dates=5))
    assert set(before) < set(longer)
    assert ("2021-09-20", MORE) in longer


async def test_a_longer_summary_holds_all_of_a_shorter_one(store: Store) -> None:
    services = await read(store)

    shorter, longer = told(await asked(services, dates=2)), told(await asked(services, dates=4))

    assert set(shorter) < set(longer)


@pytest.mark.parametrize("topic", ["volcano", "!!!"])
async def test_a_topic_that_nobody_mentions_has_no_summary(store: Store, topic: str) -> None:
    assert (await asked(await read(store), Query(topic))).paragraphs == ()


async def test_articles_without_a_date_of_publication_are_told_by_the_dates_in_them(store: Store) -> None:
    services = Services.over(store)
    await services.articles.read(a_chat(), [a_draft(DAM[0], published=None)], a_cause())

    assert told(await asked(services)) == [("2021-03-12", DAM[0])]


async def test_what_was_deleted_is_not_summarised(store: Store) -> None:
    services = Services.over(store)
    (outcome,) = await services.articles.read(a_chat(), [a_draft(DAM[0], published="2021-03-13")], a_cause())
    assert outcome.article is not None

    await services.articles.remove(a_chat().id, outcome.article.number, a_cause())

    assert (await asked(services)).paragraphs == ()
