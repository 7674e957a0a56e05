"""A summary: the dates that carry a story, and the sentences of its sources that tell them.

In two steps, as the leads of the articles that came out on the chosen days are asked for in between.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from bot.briefing.dates import DatedTellings, Speaks, by_date, ranked
from bot.briefing.leads import Events, lead_candidates, publication_days
from bot.briefing.sentences import Candidate, Selection, candidates, clause_of
from bot.briefing.topic import Topic
from bot.briefing.vectors import rarity, stems_of
from bot.model.briefing import Paragraph, Query, Sentence, Telling
from bot.model.news import Article, Modality
from bot.model.timespan import Grain, TimeSpan

_BESIDE = 0.7  # what a telling counts whose sentence speaks of the topic, but not the clause that tells it
_SPARE = 4  # one date in four more than asked for, in the place of those that have nothing new to tell


@dataclass(frozen=True, slots=True)
class Plan:
    """The dates of a story, those that matter most first, and what is needed to tell them."""

    dates: tuple[DatedTellings, ...]
    articles: frozenset[int]
    weights: Mapping[str, float]
    events: Events

    @classmethod
    def of(
        cls,
        tellings: Sequence[Telling],
        topic: Topic,
        query: Query,
        *,
        dates: int,
        coarsest: Grain | None = None,
    ) -> Self:
        """The plan for `dates` dates and some to spare, of what is told on topic within the query's days."""
        bags = {text: frozenset(stems_of(text)) for text in {telling.sentence for telling in tellings}}
        about = topic.articles(_sentences(tellings, bags))
        own = [telling for telling in tellings if telling.article in about]
        told = ranked(by_date(own, _speaks(topic, bags)), coarsest)
        chosen = list(_asked_for(told, query))[: dates + dates // _SPARE + 1]
        return cls(
            tuple(chosen),
            about,
            rarity([bags[text] for text in {telling.sentence for telling in own}]),
            {(telling.article, telling.start): telling.event for telling in own},
        )

    @property
    def days(self) -> set[date]:
        """When the articles came out whose leads may be shown."""
        return publication_days(one.span.start for one in self.dates if one.span.days == 1)


def _speaks(topic: Topic, bags: Mapping[str, frozenset[str]]) -> Speaks:
    """How far each telling speaks of the topic: in the clause that tells it, beside it, or not at all."""
    speaks = {text for text, bag in bags.items() if topic.speaks(bag)}
    clauses = dict[str, bool]()

    def on_topic(telling: Telling) -> float:
        if telling.sentence not in speaks:
            return 0.0
        clause = clause_of(telling)
        if clause not in clauses:
            clauses[clause] = topic.speaks(frozenset(stems_of(clause)))
        return 1.0 if clauses[clause] else _BESIDE

    return on_topic


def _sentences(
    tellings: Iterable[Telling], bags: Mapping[str, frozenset[str]]
) -> Iterable[tuple[int, frozenset[str]]]:
    """Each sentence of each article once."""
    places = {(telling.article, telling.start): telling.sentence for telling in tellings}
    return ((article, bags[text]) for (article, _), text in places.items())


def _asked_for(dated: Iterable[DatedTellings], query: Query) -> Iterable[DatedTellings]:
    """The dates within the query's days, and the other dates told of what is in dispute there."""
    dated = list(dated)
    within = {one.value for one in dated if _touches(one.span, query)}
    torn = {t.event for one in dated if one.value in within for t in one.tellings if t.disputed}
    return (one for one in dated if one.value in within or any(t.event in torn for t in one.tellings))


def _touches(span: TimeSpan, query: Query) -> bool:
    """Whether a span has days of the query in it, and is not longer than these."""
    since, until = query.since or date.min, query.until or date.max
    return span.start < until and since < span.end and span.days <= (until - since).days


def summarise(
    plan: Plan, articles: Sequence[Article], *, dates: int, sentences: int
) -> tuple[Paragraph, ...]:
    """At most `dates` paragraphs in order of time, of at most `sentences` sentences each.

    `articles` came out on the plan's days. A sentence is shown once; the dates that matter most choose first,
    and a date that has nothing new to tell leaves its place to the next.
    """
    selection, told = Selection(plan.weights), list[tuple[DatedTellings, list[Candidate]]]()
    on_topic = [article for article in articles if article.number in plan.articles]
    for dated in plan.dates if sentences > 0 else ():
        if len(told) == dates:
            break
        pool = _pool(plan, dated, on_topic)
        if found := selection.tell(pool, sentences) or selection.again(pool):
            told.append((dated, found))
    told.sort(key=lambda one: one[0].order)
    return tuple(_paragraph(dated, found) for dated, found in told)


def _pool(plan: Plan, dated: DatedTellings, articles: Iterable[Article]) -> list[Candidate]:
    own = list(candidates(dated))
    if dated.span.days > 1:
        return own
    known = {candidate.place for candidate in own}
    leads = lead_candidates(dated.span.start, articles, plan.events)
    return own + [lead for lead in leads if lead.place not in known]


def _paragraph(dated: DatedTellings, found: Sequence[Candidate]) -> Paragraph:
    told = [candidate.telling for candidate in found if candidate.telling]
    standing = {telling.modality for telling in told}
    return Paragraph(
        dated.value,
        dated.span,
        tuple(candidate.sentence for candidate in found),
        disputed=any(telling.disputed for telling in told),
        modality=standing.pop() if len(standing) == 1 else Modality.HAPPENED,
    )


def sentences_of(paragraphs: Iterable[Paragraph]) -> list[Sentence]:
    """All sentences that are shown."""
    return [sentence for paragraph in paragraphs for sentence in paragraph.sentences]
