"""What is shown: queries, timelines and summaries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.model.news import Article, Event, Mention
from bot.model.timespan import TimeSpan


@dataclass(frozen=True, slots=True)
class Query:
    """What a person asked to see: words of a topic, and days from `since` up to but not `until`."""

    topic: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a timeline: an event with the mentions that tell it."""

    event: Event
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Entries in order of time; `omitted` more matched and are not shown. `articles` by number."""

    query: Query
    entries: tuple[Entry, ...]
    articles: Mapping[int, Article]
    omitted: int = 0
    disputed: int = 0


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or clause of an article; `article.text[start:end]` holds it."""

    text: str
    article: int
    start: int
    end: int
    event: int | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The sentences of a summary that tell one span of time. `when` is its TIMEX3 value."""

    when: str
    span: TimeSpan
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """A story in a few sentences of its sources, in order of time."""

    query: Query
    paragraphs: tuple[Paragraph, ...]
    articles: Mapping[int, Article]
