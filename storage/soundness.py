"""Whether rows out of a file are such as this program writes: what it could not read back is not let in."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Table

from bot.errors import BadInput
from bot.model.chat import ChatKind, Editors
from bot.model.feed import FeedState
from bot.model.news import Action, ArticleState, EventStatus, Modality, SourceKind
from bot.model.subscription import SubscriptionKind, SubscriptionState
from bot.model.timespan import Grain, TimeSpan, span_of
from bot.model.timex import DctOrigin, Mod, TimexType
from storage.plain import Plain, from_plain
from storage.positions import position, reach
from storage.search import indexed_terms
from storage.serial import schedule_from_json, when_from_json

UNSOUND: Final = (
    "This file does not hold together, or comes from a newer version ({detail}). Nothing of it was taken."
)

LARGEST: Final = 2**32 - 1  # number of an event that its position has room for

_WORDS: Final[Mapping[str, type[StrEnum]]] = {
    "chats.kind": ChatKind,
    "chats.editors": Editors,
    "articles.state": ArticleState,
    "articles.dct_origin": DctOrigin,
    "articles.source_kind": SourceKind,
    "mentions.mod": Mod,
    "mentions.grain": Grain,
    "mentions.modality": Modality,
    "events.mod": Mod,
    "events.grain": Grain,
    "events.status": EventStatus,
    "events.modality": Modality,
    "changes.action": Action,
    "subscriptions.kind": SubscriptionKind,
    "subscriptions.state": SubscriptionState,
    "article_moves.before": ArticleState,
    "article_moves.after": ArticleState,
    "feeds.state": FeedState,
}


def row_of(table: Table, fields: Mapping[str, Any]) -> Plain:
    """The row that these fields of a file make. Raises BadInput, in words, when they make none."""
    if not isinstance(fields, Mapping):
        raise BadInput(UNSOUND, detail=table.name)
    try:
        row = from_plain(table, fields)
        for check in _checks(table):
            check(row)
    except ValueError as fault:
        raise BadInput(UNSOUND, detail=str(fault)) from None
    except (KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        raise BadInput(UNSOUND, detail=table.name) from None
    return row


class Bonds:
    """What the rows of a chat say of each other, to be looked at when all have come."""

    def __init__(self) -> None:
        self._numbers: dict[str, set[int]] = {noun: set() for noun in _NUMBERED.values()}
        self._next: dict[str, int] = {}
        self._wanted: set[int] = set()  # articles of mentions
        self._told: dict[int, int] = {}  # mention → the event that it says it tells
        self._listed: dict[int, int] = {}  # mention → the event that lists it

    def note(self, name: str, row: Plain) -> None:
        """Keep what is needed of one row. Raises BadInput when its number was there before."""
        if name in _NUMBERED:
            self._count(_NUMBERED[name], row["id" if name == "mentions" else "number"])
        match name:
            case "chats":
                self._next = {key.removeprefix("next_"): row[key] for key in row if key.startswith("next_")}
            case "mentions":
                self._wanted.add(row["article"])
                if row["event"] is not None:
                    self._told[row["id"]] = row["event"]
            case "events":
                self._listed.update(dict.fromkeys(row["mentions"], row["number"]))

    def check(self) -> None:
        """Raises BadInput when something that is pointed at is not there."""
        if self._wanted - self._numbers["article"] or self._listed != self._told:
            raise BadInput(UNSOUND, detail="mentions")
        for noun, numbers in self._numbers.items():
            if max(numbers, default=0) >= self._next.get(noun, LARGEST):
                raise BadInput(UNSOUND, detail=f"next_{noun}")

    def _count(self, noun: str, number: int) -> None:
        if number in self._numbers[noun]:
            raise BadInput(UNSOUND, detail=f"{noun} {number}")
        self._numbers[noun].add(number)


_NUMBERED: Final = {  # table → what the chat's counter of its numbers is called by
    "articles": "article",
    "mentions": "mention",
    "events": "event",
    "changes": "change",
    "subscriptions": "subscription",
    "feeds": "feed",
}


@cache
def _checks(table: Table) -> tuple[Callable[[Plain], None], ...]:
    return (_known_words(table), *_MORE.get(table.name, ()))


def _known_words(table: Table) -> Callable[[Plain], None]:
    """Words of which only a few are possible."""
    own = {
        key.partition(".")[2]: frozenset(kind)
        for key, kind in _WORDS.items()
        if key.startswith(f"{table.name}.")
    }

    def check(row: Plain) -> None:
        for name, known in own.items():
            _require(row[name] is None or row[name] in known)

    return check


def _chat(row: Plain) -> None:
    ZoneInfo(row["zone"])
    _require(all(1 <= row[key] < LARGEST for key in row if key.startswith("next_")))


def _numbered(row: Plain) -> None:
    _require(1 <= row["number"] < LARGEST)


def _article(row: Plain) -> None:
    _require((row["dct"] is None) == (row["dct_origin"] is None))


def _mention(row: Plain) -> None:
    _require(1 <= row["id"] < LARGEST)
    _dated(row["value"], row)
    _texts(row["participants"])
    _texts(row["places"])
    if row["timex"] is not None:
        _timex(row["timex"])


def _event(row: Plain) -> None:
    """Its place in the order of time is made anew, as everything is found by it."""
    span = _dated(row["value"], row)
    _numbers(row["mentions"])
    for when in _listed(row["alternatives"]):
        _when(when)
    row["pos"] = position(span.start, row["number"])
    row["reach"] = reach(span)
    row["terms"] = indexed_terms(row["terms"])


def _revision(row: Plain) -> None:
    for event in (row["before"], row["after"]):
        if event is not None:
            _told_event(event)


def _told_event(event: Any) -> None:
    _numbers([event["number"], event["support"], *event["mentions"]])
    _texts([event["headline"], *([] if event["kind"] is None else [event["kind"]])])
    _when(event["when"])
    for when in _listed(event["alternatives"]):
        _when(when)
    EventStatus(event["status"])
    Modality(event["modality"])
    _require(isinstance(event["chosen"], bool))


def _decision(row: Plain) -> None:
    _require((row["kind"] == "date") == (row["when"] is not None))
    _require((row["kind"] == "headline") == (row["headline"] is not None))
    _require((row["kind"] in ("joined", "parted")) == (row["other"] is not None))
    _require(row["kind"] in ("date", "headline", "joined", "parted", "hidden"))
    if row["when"] is not None:
        _when(row["when"])


def _change(row: Plain) -> None:
    _numbered(row)
    _require((row["undone_at"] is None) == (row["undone_by_name"] is None))


def _subscription(row: Plain) -> None:
    schedule_from_json(row["schedule"])
    _require((row["next_at"] is None) == (row["next_period"] is None))


def _when(when: Any) -> None:
    """A date inside of something else."""
    _texts([when["value"]])
    _require(span_of(when_from_json(when).value) is not None)


def _dated(value: str, row: Plain) -> TimeSpan:
    _require(span_of(value) is not None)
    return TimeSpan(row["start_day"], row["end_day"], Grain(row["grain"]))


def _timex(timex: Any) -> None:
    known = {"type", "value", "text", "start", "end", "rule"}
    more = {"mod", "quant", "freq", "anchor", "anchor_origin", "reason"}
    _require(known <= timex.keys() <= known | more)
    _numbers([timex["start"], timex["end"]])
    _texts([value for key, value in timex.items() if key not in ("start", "end")])
    TimexType(timex["type"])
    if "mod" in timex:
        Mod(timex["mod"])


def _texts(values: Any) -> None:
    _require(all(isinstance(value, str) for value in _listed(values)))


def _numbers(values: Any) -> None:
    _require(all(type(value) is int and 0 <= value < LARGEST for value in _listed(values)))


def _listed(values: Any) -> list[Any]:
    if not isinstance(values, list):
        raise TypeError("no list")
    return values


def _require(sound: bool) -> None:
    if not sound:
        raise ValueError("a row has values that are never written")


_MORE: Final[Mapping[str, tuple[Callable[[Plain], None], ...]]] = {
    "chats": (_chat,),
    "articles": (_numbered, _article),
    "mentions": (_mention,),
    "events": (_numbered, _event),
    "changes": (_change,),
    "revisions": (_revision,),
    "decisions": (_decision,),
    "subscriptions": (_numbered, _subscription),
}
