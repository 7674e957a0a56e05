"""Entries and mentions in which only what a test is about is filled in."""

from bot.model.briefing import Entry
from bot.model.news import Event, Mention, Modality
from tests.support.builders import a_when


def a_mention(
    sentence: str,
    value: str = "2015-09-30",
    *,
    article: int = 1,
    start: int = 0,
    clause: str | None = None,
    reported: bool = False,
    modality: Modality = Modality.HAPPENED,
) -> Mention:
    inner = start + (sentence.index(clause) if clause else 0)
    return Mention(
        headline=sentence[:90],
        sentence=sentence,
        start=start,
        end=start + len(sentence),
        clause=(inner, inner + len(clause or sentence)),
        when=a_when(value),
        reported=reported,
        modality=modality,
        article=article,
    )


def an_entry(*mentions: Mention, number: int = 1) -> Entry:
    """An event with the date of its first mention."""
    articles = len({mention.article for mention in mentions})
    event = Event(number, mentions[0].headline, mentions[0].when, (), support=articles)
    return Entry(event, mentions)
