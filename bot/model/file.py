"""Files: what one holds, and why one cannot be read."""

from dataclasses import dataclass
from enum import StrEnum

from bot.model.news import Draft


class FileFault(StrEnum):
    """Why a file, or an article in it, gives nothing to read."""

    KIND = "kind"  # none of the kinds that are read
    EMPTY = "empty"
    ENCRYPTED = "encrypted"
    SCANNED = "scanned"  # pictures of pages, without text
    DAMAGED = "damaged"
    TOO_BIG = "too big"  # unpacked, or in articles
    NO_TEXT = "no text"  # of a row: it has no text
    NO_DATE = "no date"  # of a row: what stands for its date is none


@dataclass(frozen=True, slots=True)
class BadRow:
    """An article of a file that was left out: where it stands, counted from 1, and why."""

    place: int
    fault: FileFault
    words: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file holds: articles, addresses of articles, and what had to be left out.

    `several` says that it is a collection, even if one article alone is in it.
    """

    drafts: tuple[Draft, ...] = ()
    links: tuple[str, ...] = ()
    bad: tuple[BadRow, ...] = ()
    several: bool = False
