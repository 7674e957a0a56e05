"""A summary of a chat that is too large to be read whole tells what one that reads all of it tells."""

from dataclasses import replace
from datetime import date

from bot.model.briefing import Query, Summary
from bot.services.services import Services
from storage.store import Store
from tests.support.builders import a_cause, a_chat, a_draft
from tests.support.chronicles import LAND, RIVER, Chronicle, write

ARTICLES, TOLD, FEW, DATES = 250, 12, 300, 10
YEARS = Query(since=date(2006, 1, 1), until=date(2016, 1, 1))


async def told(store: Store, query: Query, few: int) -> Summary:
    timelines = replace(Services.over(store).timelines, few=few)
    return await timelines.summary(a_chat().id, query, dates=DATES, sentences=1)


def days(found: Summary) -> list[str]:
    return [paragraph.when for paragraph in found.paragraphs]


async def test_it_chooses_the_days_that_reading_all_would_choose(store: Store) -> None:
    chronicle = Chronicle(ARTICLES, mentions=TOLD)
    await write(store, chronicle)
    rare = chronicle.stories[3].names[0]

    same = asked = 0
    for query in (Query(), Query(LAND), Query(RIVER), YEARS, replace(YEARS, topic=LAND), Query(rare)):
        whole, part = [days(await told(store, query, few)) for few in (10**6, FEW)]
        assert whole
        same, asked = same + len(set(whole) & set(part)), asked + len(whole)

    assert same >= 0.9 * asked, (same, asked)


async def test_words_of_different_events_are_looked_for_in_the_same_articles(store: Store) -> None:
    chronicle = Chronicle(ARTICLES, mentions=TOLD)
    await write(store, chronicle)
    story = chronicle.stories[0]
    both = Query(" ".join(told.split()[1] for told in story.told[:2]))

    found = await told(store, both, FEW)

    assert len(found.paragraphs) > 1
    assert {article.title for article in found.articles.values()} == {story.name}


async def test_an_article_off_the_topic_changes_nothing(store: Store) -> None:
    await write(store, Chronicle(ARTICLES, mentions=TOLD))
    before = await told(store, Query(LAND), FEW)

    other = a_draft("Parliament elected Ana Kovac president on 3 May 2010 after two rounds of voting.")
    await Services.over(store).articles.read(a_chat(), [other], a_cause())

    assert (await told(store, Query(LAND), FEW)).paragraphs == before.paragraphs


async def test_a_topic_that_nobody_mentions_has_no_summary(store: Store) -> None:
    await write(store, Chronicle(ARTICLES, mentions=TOLD))

    assert not days(await told(store, Query("volcano"), FEW))


async def test_a_name_that_has_a_short_form_is_found_by_each_of_them(store: Store) -> None:
    await write(store, Chronicle(ARTICLES, mentions=TOLD))
    strike = a_draft("The Karsk Steel Company (KSC) went bankrupt on 3 May 2010. KSC had 4,000 workers.")
    await Services.over(store).articles.read(a_chat(), [strike], a_cause())

    found = [days(await told(store, Query(name), FEW)) for name in ("Karsk Steel Company", "KSC")]

    assert found == [["2010-05-03"], ["2010-05-03"]]
