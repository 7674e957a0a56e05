"""What is asked of the record comes with the articles that it cites, and with no others."""

from bot.model.briefing import Query
from bot.services.services import Services
from storage.store import Store
from tests.support.builders import a_cause, a_chat, a_draft

FLOOD = "The river Orla flooded the old town of Brenn on 12 March 2021 after a week of rain."
VOTE = "Parliament elected Ana Kovac president of the republic on 3 May 2019 after two rounds."


async def test_a_summary_brings_only_the_articles_that_it_cites() -> None:
    store = await Store.open("sqlite://")
    services = Services.over(store)
    await services.articles.read(
        a_chat(), [a_draft(FLOOD), a_draft(VOTE), a_draft(f"{FLOOD} {VOTE}")], a_cause()
    )

    found = await services.timelines.summary(a_chat().id, Query(), dates=1, sentences=1)

    ((sentence,),) = (paragraph.sentences for paragraph in found.paragraphs)
    assert list(found.articles) == [sentence.article]
    assert found.articles[sentence.article].text[sentence.start : sentence.end] == sentence.text
    await store.close()
