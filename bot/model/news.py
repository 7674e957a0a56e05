"""What is read and what is told: sources, articles, mentions, events and their changes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.timespan import When
from bot.model.timex import Dct, Timex


class SourceKind(StrEnum):
    """How an article came in."""

    PASTE = "paste"
    FORWARD = "forward"
    LINK = "link"
    FILE = "file"
    FEED = "feed"


@dataclass(frozen=True, slots=True)
class Source:
    """Where articles come from: a channel, a site, a person's paste."""

    kind: SourceKind
    name: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A text handed in and not yet read.

    `published` is the date that came with it, None when none did. `name` is the id the giver knows
    it by, None to be numbered. `day_first` reads 4/5/2021 as 4 May; None leaves it to the language.
    """

    text: str
    source: Source = Source(SourceKind.PASTE)
    title: str | None = None
    address: str | None = None
    published: Dct | None = None
    language: str | None = None
    name: str | None = None
    day_first: bool | None = None


class Modality(StrEnum):
    """How the text stands to what it tells."""

    HAPPENED = "happened"
    PLANNED = "planned"
    DENIED = "denied"
    SUPPOSED = "supposed"
    CONDITIONAL = "conditional"


@dataclass(frozen=True, slots=True)
class Mention:
    """What one article says happened, and when.

    `text[start:end]` of the article is `sentence`, verbatim; `clause` is the part of it that the
    headline was cut from, as (start, end) of the article. `timex` is the expression that dates it,
    None when the publication date does (`reported`) or another sentence (`reason` says which).
    `confidence` runs from 0 to 1. `id` and `article` are numbers within the chat, given by the store.
    """

    headline: str
    sentence: str
    start: int
    end: int
    clause: tuple[int, int]
    when: When
    timex: Timex | None = None
    kind: str | None = None
    modality: Modality = Modality.HAPPENED
    attribution: str | None = None
    participants: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    confidence: float = 1.0
    reported: bool = False
    reason: str | None = None
    article: int = 0
    id: int = 0

    def __hash__(self) -> int:
        """Of what tells mentions apart: all their fields would take longer than most of what is looked up."""
        return hash((self.id, self.start, self.headline))


@dataclass(frozen=True, slots=True)
class Undated:
    """An expression of time that gave no mention, and why: shown as "not added"."""

    timex: Timex
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that extraction finds in one text. `aliases` are short forms of names with the full ones."""

    language: str
    dct: Dct | None
    timexes: tuple[Timex, ...]
    mentions: tuple[Mention, ...]
    undated: tuple[Undated, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()


class ArticleState(StrEnum):
    """Only live articles count; the others stay on record for history and undo."""

    LIVE = "live"
    REMOVED = "removed"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Article:
    """One text as it was handed to a chat. Its words never change: an edit makes a new article.

    `number` counts within the chat (and letters it, A, B, C…); `name` is the id given by whoever handed it
    in, or the number. `dct` is None when not even the day of arrival is known.
    `fingerprint` is of the words alone, so that wire copies share it.
    """

    number: int
    name: str
    text: str
    fingerprint: str
    language: str
    source: Source
    added_at: datetime
    title: str | None = None
    address: str | None = None
    dct: Dct | None = None
    state: ArticleState = ArticleState.LIVE


class EventStatus(StrEnum):
    """Whether the sources can all be right."""

    SETTLED = "settled"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, told by one or more mentions.

    `when` is the most exact span that agrees with all mentions, or the one a person chose
    (`chosen`). When sources disagree, `status` is disputed, `alternatives` holds each date told, and
    `when` spans them all. `mentions` are their ids, in order of time. `number` counts within the chat (/e4).
    """

    number: int
    headline: str
    when: When
    mentions: tuple[int, ...]
    status: EventStatus = EventStatus.SETTLED
    alternatives: tuple[When, ...] = ()
    kind: str | None = None
    modality: Modality = Modality.HAPPENED
    support: int = 1
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did something, in a person's words and Telegram's number (None for the machine)."""

    id: int | None
    name: str


class Action(StrEnum):
    """What kind of change it was."""

    ADD = "add"
    REMOVE = "remove"
    REPLACE = "replace"
    EDIT = "edit"
    DELETE = "delete"
    MERGE = "merge"
    SPLIT = "split"
    SETTLE = "settle"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Revision:
    """One event before and after a change; None where it was not there."""

    event: int
    before: Event | None
    after: Event | None


@dataclass(frozen=True, slots=True)
class ArticleMove:
    """One article's state before and after a change; None where it was not there."""

    article: int
    before: ArticleState | None
    after: ArticleState


@dataclass(frozen=True, slots=True)
class Change:
    """One act upon a chat's record: who, when, and every row it touched, enough to take it back.

    An undo is a change too (`undoes` numbers the one it took back), so that a repeated update undoes once;
    it is never itself the last one standing.
    """

    number: int
    action: Action
    actor: Actor
    at: datetime
    revisions: tuple[Revision, ...] = ()
    articles: tuple[ArticleMove, ...] = ()
    undone_at: datetime | None = None
    undone_by: Actor | None = None
    undoes: int | None = None
