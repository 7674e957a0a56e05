"""Timex: an expression of time as it stands in a text, in the words of TIMEX3."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class TimexType(StrEnum):
    """The four kinds of TIMEX3."""

    DATE = "DATE"
    TIME = "TIME"
    DURATION = "DURATION"
    SET = "SET"


class Mod(StrEnum):
    """TIMEX3's modifiers: how the written words bend the value."""

    BEFORE = "BEFORE"
    AFTER = "AFTER"
    ON_OR_BEFORE = "ON_OR_BEFORE"
    ON_OR_AFTER = "ON_OR_AFTER"
    LESS_THAN = "LESS_THAN"
    MORE_THAN = "MORE_THAN"
    EQUAL_OR_LESS = "EQUAL_OR_LESS"
    EQUAL_OR_MORE = "EQUAL_OR_MORE"
    START = "START"
    MID = "MID"
    END = "END"
    APPROX = "APPROX"


class DctOrigin(StrEnum):
    """Where the date came from that relative expressions are read against, most trusted first."""

    GIVEN = "given"  # a person or a command line said so
    METADATA = "metadata"
    FEED = "feed"
    FORWARD = "forward"
    ADDRESS = "address"
    TEXT = "text"  # a line "date 2021-04-21" at the top
    DATELINE = "dateline"  # "DAMASCUS, April 20"
    MESSAGE = "message"  # the day it was handed in: assumed, and said so


@dataclass(frozen=True, slots=True)
class Dct:
    """Document creation time: the day an article was published, and how that is known."""

    value: date
    origin: DctOrigin

    @property
    def assumed(self) -> bool:
        """True when nobody and nothing said when the article was published."""
        return self.origin is DctOrigin.MESSAGE


@dataclass(frozen=True, slots=True)
class Timex:
    """One expression of time.

    `start` and `end` are code points of the text, end exclusive; `text` is what stands there.
    `value` is TIMEX3's ("2015", "2021-04-20", "P6Y", "XXXX-WXX-1", "PAST_REF"). `anchor` is the
    calendar value a relative expression was counted from, `anchor_origin` says which that is
    ("dct" or "text"); both are None for an expression that needs none. `rule` names the rule of
    the grammar, `reason` says in plain words why it was read that way and in that direction.
    """

    type: TimexType
    value: str
    text: str
    start: int
    end: int
    rule: str
    mod: Mod | None = None
    quant: str | None = None
    freq: str | None = None
    anchor: str | None = None
    anchor_origin: str | None = None
    reason: str | None = None
