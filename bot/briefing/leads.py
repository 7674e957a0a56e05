"""Leads: how articles open, which tells the news of the day they came out or of the one before."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from bot.briefing.sentences import LONGEST, SHORTEST, Candidate, fitness
from bot.extraction.sentences import split_sentences
from bot.model.briefing import Sentence
from bot.model.news import Article

_OPENING, _PART = 6, 3  # sentences, and no more than one in three
_AFTER = timedelta(days=1)

Events = Mapping[tuple[int, int], int]  # article and start of a sentence → the event it tells


def publication_days(days: Iterable[date]) -> set[date]:
    """When the articles came out whose leads may tell these days."""
    return {day + later for day in days for later in (timedelta(0), _AFTER)}


def lead_candidates(day: date, articles: Iterable[Article], events: Events) -> Iterator[Candidate]:
    """What may be shown of a day because it opened an article that day or the next."""
    for article in articles:
        if article.dct is None or article.dct.assumed or article.dct.value not in (day, day + _AFTER):
            continue
        for start, end in _opening(split_sentences(article.text, article.language)):
            text = article.text[start:end]
            if SHORTEST <= len(text.split()) <= LONGEST:
                event = events.get((article.number, start))
                yield Candidate(Sentence(text, article.number, start, end, event), fitness(text))


def _opening(sentences: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    return sentences[: min(_OPENING, -(-len(sentences) // _PART))]


def on_days(articles: Iterable[Article], days: Collection[date]) -> list[Article]:
    """Those of the articles that surely came out on one of these days."""
    return [a for a in articles if a.dct is not None and not a.dct.assumed and a.dct.value in days]
