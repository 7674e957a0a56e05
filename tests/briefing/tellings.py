"""Tellings and plans in which only what a test is about is filled in."""

from datetime import date

from bot.briefing.summary import Plan, summarise
from bot.briefing.topic import Topic
from bot.briefing.words import topic_words
from bot.model.briefing import Paragraph, Query, Telling
from bot.model.news import Article, Modality
from bot.model.timespan import Grain
from tests.support.builders import a_when


def a_telling(
    sentence: str,
    value: str = "2015-09-30",
    *,
    article: int = 1,
    start: int = 0,
    event: int = 1,
    clause: str | None = None,
    written: str | None = None,
    published: str | None = None,
    dated: bool = True,
    disputed: bool = False,
    modality: Modality = Modality.HAPPENED,
    kind: str | None = None,
) -> Telling:
    inner = start + (sentence.index(clause) if clause else 0)
    return Telling(
        article=article,
        published=None if published is None else date.fromisoformat(published),
        event=event,
        when=a_when(value),
        written=a_when(written or value).span,
        sentence=sentence,
        start=start,
        end=start + len(sentence),
        clause=(inner, inner + len(clause or sentence)),
        modality=modality,
        dated=dated,
        disputed=disputed,
        kind=kind,
    )


def a_summary(
    *tellings: Telling,
    topic: str = "",
    query: Query | None = None,
    dates: int = 5,
    sentences: int = 1,
    coarsest: Grain | None = None,
    articles: tuple[Article, ...] = (),
) -> tuple[Paragraph, ...]:
    about = Topic.of(topic, topic_words(topic))
    plan = Plan.of(tellings, about, query or Query(), dates=dates, coarsest=coarsest)
    return summarise(plan, articles, dates=dates, sentences=sentences)


def texts(paragraphs: tuple[Paragraph, ...]) -> list[tuple[str, list[str]]]:
    return [(paragraph.when, [s.text for s in paragraph.sentences]) for paragraph in paragraphs]
