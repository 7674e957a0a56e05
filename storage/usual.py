"""The usual questions about events, held ready: a first page of a chat, and on SQLite that of some words."""

from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import BigInteger, Subquery, bindparam, func, select

from bot.model.choice import ALL, Only
from storage import fts5
from storage.positions import Range
from storage.ready import ready
from storage.session import Statement, Values
from storage.tables import events
from storage.window import gathered

EVENTS = select(events)
PLACES = select(events.c.pos, events.c.status, events.c.modality, events.c.kind)
SORTS = events.c.status, events.c.modality, events.c.kind


def by_sorts(found: Subquery) -> Statement:
    """How many of these events there are of each sort."""
    sorts = [found.c[column.name] for column in SORTS]
    return select(*sorts, func.count().label("number")).group_by(*sorts)


_own = events.c.chat_id == bindparam("chat")
_within = _own, events.c.pos >= bindparam("low"), events.c.pos < bindparam("high")
_most = bindparam("most", type_=BigInteger)

FIRST = ready(EVENTS.where(*_within).order_by(events.c.pos).limit(_most))
LAST = ready(EVENTS.where(*_within).order_by(events.c.pos.desc()).limit(_most))
COUNTED = ready(by_sorts(select(*SORTS).where(*_within).limit(_most).subquery()))


def values_of(chat_id: int, part: Range, most: int) -> Values:
    """What these three are run with."""
    return {"chat": chat_id, "low": part.low, "high": part.high, "most": most}


@lru_cache(maxsize=1)
def first_of_words() -> Statement:
    """The places of the first events that hold some words; run with `fts5.values` and how many at `most`."""
    own, order = fts5.held(PLACES)
    return ready(gathered(own.order_by(order).limit(_most).subquery(), "sqlite"))


def is_plain(parts: Sequence[Range], only: Only) -> bool:
    """Whether nothing but positions is asked for, words apart."""
    return len(parts) == 1 and parts[0].reach is None and parts[0].ending is None and only == ALL
