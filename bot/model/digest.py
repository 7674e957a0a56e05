"""What a digest says: what became of a chat's events between two of its changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.news import Action, Actor, Article, Event, Mention
from bot.model.schedule import Due


class Section(StrEnum):
    """What became of an event, in the order in which it is told."""

    NEW = "new"
    CHANGED = "changed"
    DISPUTED = "disputed"
    SETTLED = "settled"
    REMOVED = "removed"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Turn:
    """The change that made an event what it is told to be: by whom, how, when."""

    action: Action
    actor: Actor
    at: datetime


@dataclass(frozen=True, slots=True)
class Item:
    """What became of one event.

    `event` is how it stands, or for one that is gone, how it last stood before; `before` is how it stood at
    the beginning, None when it was not there. `sources` are the articles that brought the change, none when
    a person made it. `other` is the event that tells it now (MERGED), or that it was part of before (NEW).
    """

    section: Section
    event: Event
    before: Event | None
    turn: Turn
    sources: tuple[int, ...] = ()
    other: int | None = None


@dataclass(frozen=True, slots=True)
class Outage:
    """A time in which nothing was sent, as nobody was there to do it."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Delay:
    """What kept a digest that was ready in time: nobody was there to send it, Telegram did not take it, or,
    when it is neither, there was more to send than may be sent at once.
    """

    due_at: datetime
    now: datetime
    outage: Outage | None = None
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What became of events by the changes after `first_change`, up to `last_change`, the weightiest first.

    `subscription` is below 0 for a topic that was asked for once: the number of the view that holds it; 0
    where there is none. `mentions` and `articles` tell the items.
    """

    subscription: int
    topic: str
    first_change: int
    last_change: int
    items: tuple[Item, ...]
    mentions: Mapping[int, Mention]
    articles: Mapping[int, Article]

    def of(self, section: Section) -> tuple[Item, ...]:
        """The items of a section, the weightiest first."""
        return tuple(item for item in self.items if item.section is section)


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest(Told):
    """What changed for a subscription since the last one it was sent. Instants are aware and UTC.

    `late` says that it is composed long after `due`, `outage` why, as far as that is known; `missed` earlier
    runs never came and are told with this one. `coming` is planned for the next weeks, `same_day` happened on
    this day of other years; both are given although nothing changed in them.
    """

    since: datetime
    until: datetime
    due: Due
    coming: tuple[Event, ...] = ()
    same_day: tuple[Event, ...] = ()
    late: bool = False
    outage: Outage | None = None
    missed: int = 0
    next: Due | None = None


@dataclass(frozen=True, slots=True)
class Quiet:
    """Nothing to tell on a topic since then; `last_addition` is when the chat was last handed something."""

    topic: str
    since: datetime
    now: datetime
    last_addition: datetime | None = None
