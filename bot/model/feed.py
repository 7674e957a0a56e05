"""Feeds: what a site publishes as it goes, which a chat has read to it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.timex import Dct


class FeedState(StrEnum):
    """Whether a feed is read."""

    ON = "on"
    PAUSED = "paused"  # by a person
    GONE = "gone"  # its server said so, or has not given it for long; `error` says which


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that a chat has read to it. Instants are aware and UTC.

    `words` say which items are read (bot.ingest.filters): empty for all. `etag` and `modified` are what its
    server calls the last answer. `failures` counts those in a row; `fresh_at` is when it last brought
    something, `checked_at` when it last answered. `next_at` is when it is asked again, None while it is not.
    """

    number: int
    address: str
    added_at: datetime
    added_by: str
    title: str | None = None
    home: str | None = None
    words: str = ""
    state: FeedState = FeedState.ON
    etag: str | None = None
    modified: str | None = None
    failures: int = 0
    error: str | None = None
    checked_at: datetime | None = None
    fresh_at: datetime | None = None
    next_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One item as a feed has it. `key` is what the feed knows it by, `text` what it tells without markup."""

    key: str
    title: str | None = None
    address: str | None = None
    text: str = ""
    published: Dct | None = None
    teaser: bool = False


@dataclass(frozen=True, slots=True)
class FeedPage:
    """What a feed holds now, newest items first as most feeds have them."""

    title: str | None = None
    home: str | None = None
    items: tuple[FeedItem, ...] = ()
