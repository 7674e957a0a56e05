"""What a use case answers: everything a message about it needs, and no words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.model.news import Actor, Article, Change, Event, Mention, Undated


@dataclass(frozen=True, slots=True)
class UpdateKey:
    """The Telegram update that asked for a change: what came from it is applied once."""

    bot_id: int
    update_id: int


@dataclass(frozen=True, slots=True)
class Cause:
    """Who asks for a change, when, and by which update (None from the command line)."""

    actor: Actor
    at: datetime
    update: UpdateKey | None = None
    part: int = 0  # several changes out of one update are told apart by their order


class Verdict(StrEnum):
    """What became of a text."""

    ADDED = "added"
    KNOWN = "known"  # the same words are here already; nothing changed
    REPLACED = "replaced"  # it was edited, and read again
    REMOVED = "removed"  # it was taken out, with all that only it said
    RULED = "ruled"  # no text: a person decided about events
    REFUSED = "refused"  # nothing to read in it: empty, no letters, too long


@dataclass(frozen=True, slots=True)
class Outcome:
    """A text was handed in. `change` numbers what changed (`record` has it whole), None when
    nothing did; `reason` says why it was refused.

    `added` are the events it brought, `matched` those that were here and changed, each with what it
    was before, `removed` those that nothing tells any more; `mentions` are all that tell these events,
    `articles` all that hold those mentions. `unsure` are pairs of events, an older one and one of these,
    that may be one: a person is asked. `left_out` mentions were too many for one text.
    """

    verdict: Verdict
    article: Article | None = None
    change: int | None = None
    record: Change | None = None
    added: tuple[Event, ...] = ()
    matched: tuple["Matched", ...] = ()
    removed: tuple[Event, ...] = ()
    undated: tuple[Undated, ...] = ()
    unsure: tuple[tuple[Event, Event], ...] = ()
    left_out: int = 0
    reason: str | None = None
    known_since: datetime | None = None
    known_by: Actor | None = None
    mentions: Mapping[int, Mention] = field(default_factory=dict)
    articles: Mapping[int, Article] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Matched:
    """An event that a new mention joined, before and after."""

    before: Event
    after: Event


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo took back; `change` is None when there was nothing to take back.

    `blocked_by` is the number of a later change that builds on the one asked for, which then still stands.
    """

    change: Change | None = None
    articles: Mapping[int, Article] = field(default_factory=dict)
    blocked_by: int | None = None


@dataclass(frozen=True, slots=True)
class Why:
    """An event with all that tells it and all that was done to it, oldest change first."""

    event: Event
    mentions: tuple[Mention, ...]
    articles: Mapping[int, Article]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One article of the list of sources, with how many events it tells."""

    article: Article
    events: int


@dataclass(frozen=True, slots=True)
class SourceList:
    """A page of the live articles, newest first; `total` counts them all."""

    lines: tuple[SourceLine, ...]
    total: int
    offset: int = 0
