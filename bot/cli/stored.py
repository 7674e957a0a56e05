"""The JSON of what is stored: outcomes, timelines, summaries."""

from collections.abc import Mapping
from datetime import datetime

from bot.cli.shapes import Shape, undated_shape, when_shape
from bot.model.briefing import Entry, Paragraph, Query, Sentence, Summary, Timeline
from bot.model.digest import Digest, Item, Quiet, Section
from bot.model.news import Article, Event, Mention, Modality
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


def digest_shape(found: Digest | Quiet) -> Shape:
    """The answer of `digest` for one subscription; without sections there is nothing to send."""
    if isinstance(found, Quiet):
        return {"topic": found.topic, "since": _instant(found.since), "sections": {}}
    return {
        "subscription": found.subscription or None,
        "topic": found.topic,
        "since": _instant(found.since),
        "due": {"period": found.due.period, "at": _instant(found.due.at)},
        "late": found.late,
        "missed": found.missed,
        "changes": {"after": found.first_change, "upto": found.last_change},
        "sections": {
            section.value: [_item_shape(item, found.articles) for item in items]
            for section in Section
            if (items := found.of(section))
        },
        "coming": [_event_shape(event) for event in found.coming],
        "same_day": [_event_shape(event) for event in found.same_day],
        "next": found.next and {"period": found.next.period, "at": _instant(found.next.at)},
    }


def _item_shape(item: Item, articles: Mapping[int, Article]) -> Shape:
    """`articles` are the ids of those that brought it, `event` and `of` numbers of events."""
    return _event_shape(item.event) | {
        "before": None if item.before is None else when_shape(item.before.when),
        "articles": [articles[number].name for number in item.sources if number in articles],
        "action": item.turn.action.value,
        "by": item.turn.actor.name,
        "at": _instant(item.turn.at),
        **({} if item.other is None else {"of": item.other}),
    }


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


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
    shape: Shape = {"date": paragraph.when, "sentences": sentences}
    return shape | ({"disputed": True} if paragraph.disputed else {}) | _modality(paragraph)


def _modality(paragraph: Paragraph) -> Shape:
    happened = paragraph.modality is Modality.HAPPENED
    return {} if happened else {"modality": paragraph.modality.value}


def _sentence_shape(sentence: Sentence, articles: Mapping[int, Article]) -> Shape:
    name = articles[sentence.article].name
    return {"text": sentence.text, "article": name, "start": sentence.start, "end": sentence.end}
