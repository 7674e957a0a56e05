"""The JSON of what is stored: outcomes, timelines, summaries."""

from collections.abc import Mapping

from bot.cli.shapes import Shape, undated_shape, when_shape
from bot.model.briefing import Entry, Paragraph, Query, Sentence, Summary, Timeline
from bot.model.news import Article, Event, Mention
from bot.model.outcome import Matched, Outcome


def outcome_shape(id_: object, outcome: Outcome) -> Shape:
    """What became of one text; `refused` are the dates in it that gave no event."""
    return {
        "id": id_,
        "verdict": outcome.verdict.value,
        "article": None if outcome.article is None else outcome.article.name,
        "added": [_event_shape(event) for event in outcome.added],
        "matched": [_matched_shape(matched) for matched in outcome.matched],
        "refused": [undated_shape(undated) for undated in outcome.undated],
        "reason": outcome.reason,
    }


def timeline_shape(found: Timeline) -> Shape:
    """The answer of `timeline`: `article` is the id given at ingest, offsets are into its text."""
    return {
        "query": _query_shape(found.query),
        "entries": [_entry_shape(entry, found.articles) for entry in found.entries],
        "omitted": found.omitted,
    }


def summary_shape(found: Summary) -> Shape:
    """The answer of `summary`: each sentence with the article and the place that it stands in."""
    return {"entries": [_paragraph_shape(paragraph, found.articles) for paragraph in found.paragraphs]}


def _query_shape(query: Query) -> Shape:
    return {
        "topic": query.topic,
        "since": query.since and query.since.isoformat(),
        "until": query.until and query.until.isoformat(),
    }


def _entry_shape(entry: Entry, articles: Mapping[int, Article]) -> Shape:
    event = _event_shape(entry.event)
    return event | {"mentions": [_mention_shape(mention, articles) for mention in entry.mentions]}


def _event_shape(event: Event) -> Shape:
    alternatives = [when_shape(when) for when in event.alternatives]
    return {
        "event": event.number,
        "when": when_shape(event.when),
        "headline": event.headline,
        "status": event.status.value,
        "support": event.support,
        **({"alternatives": alternatives} if alternatives else {}),
    }


def _matched_shape(matched: Matched) -> Shape:
    return _event_shape(matched.after) | {"before": when_shape(matched.before.when)}


def _mention_shape(mention: Mention, articles: Mapping[int, Article]) -> Shape:
    return {
        "article": articles[mention.article].name,
        "start": mention.start,
        "end": mention.end,
        "sentence": mention.sentence,
        "when": when_shape(mention.when),
    }


def _paragraph_shape(paragraph: Paragraph, articles: Mapping[int, Article]) -> Shape:
    sentences = [_sentence_shape(sentence, articles) for sentence in paragraph.sentences]
    return {"date": paragraph.when, "sentences": sentences}


def _sentence_shape(sentence: Sentence, articles: Mapping[int, Article]) -> Shape:
    name = articles[sentence.article].name
    return {"text": sentence.text, "article": name, "start": sentence.start, "end": sentence.end}
