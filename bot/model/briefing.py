"""What is shown: queries, timelines and summaries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.model.choice import ALL, Facets, Only
from bot.model.news import Article, Event, Mention, Modality
from bot.model.timespan import TimeSpan, When


@dataclass(frozen=True, slots=True)
class Query:
    """What a person asked to see: words of a topic, days from `since` up to but not `until`, `only` some."""

    topic: str = ""
    since: date | None = None
    until: date | None = None
    only: Only = ALL


@dataclass(frozen=True, slots=True)
class Counts:
    """How many events match a query, and how many of them are in dispute; `more`: there are still more."""

    total: int
    disputed: int
    more: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a timeline: an event with the mentions that tell it."""

    event: Event
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Entries in order of time, and how many match, by sorts. `articles` by number, without their texts.

    `first` and `last` are the positions of the outermost entries, to page on from; None when there are none.
    `preceding` entries match before the first of these, and others after the last if it goes `on`. With
    `facets.more` all these are counted no further than `total`.
    """

    query: Query
    entries: tuple[Entry, ...]
    articles: Mapping[int, Article]
    facets: Facets
    preceding: int = 0
    first: int | None = None
    last: int | None = None
    on: bool = False

    @property
    def total(self) -> int:
        return self.facets.total

    @property
    def disputed(self) -> int:
        """How many are in dispute, of those that were counted."""
        return self.facets.disputed

    @property
    def omitted(self) -> int:
        """How many entries match and are not among these."""
        return self.total - len(self.entries)


@dataclass(frozen=True, slots=True)
class Telling:
    """What one mention says of its event, as far as a summary needs it.

    `when` is the date it is told under: the event's, or the mention's own (`written`) where sources disagree.
    `published` is the day its article came out, None when that was only assumed. `dated`: by an expression
    in the text, not by the day of publication. Offsets are those of a mention.
    """

    article: int
    published: date | None
    event: int
    when: When
    written: TimeSpan
    sentence: str
    start: int
    end: int
    clause: tuple[int, int]
    headline: str = ""
    modality: Modality = Modality.HAPPENED
    dated: bool = True
    disputed: bool = False
    kind: str | None = None


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
    """The sentences of a summary that tell one span of time. `when` is its TIMEX3 value.

    `disputed`: another date is told of one of its events. `modality` is what all its tellings have in common.
    """

    when: str
    span: TimeSpan
    sentences: tuple[Sentence, ...]
    disputed: bool = False
    modality: Modality = Modality.HAPPENED


@dataclass(frozen=True, slots=True)
class Summary:
    """A story in a few sentences of its sources, in order of time."""

    query: Query
    paragraphs: tuple[Paragraph, ...]
    articles: Mapping[int, Article]
