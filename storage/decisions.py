"""Decisions: what people ruled about events, as part of the change that ruled it."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import Row, bindparam, select, union_all

from bot.model.decisions import Decisions as Ruled
from bot.model.timespan import When
from storage.ready import ready
from storage.serial import when_from_json, when_to_json
from storage.session import BATCH, Session
from storage.tables import changes, decisions

_STANDING = (
    select(decisions)
    .join(changes, (changes.c.chat_id == decisions.c.chat_id) & (changes.c.number == decisions.c.change))
    .where(changes.c.undone_at.is_(None), decisions.c.chat_id == bindparam("chat"))
)
_wanted: Any = bindparam("wanted", expanding=True)
_ABOUT = ready(
    union_all(  # either by its own index
        *(_STANDING.where(column.in_(_wanted)) for column in (decisions.c.mention, decisions.c.other))
    )
)


class Decisions:
    """What stands of a chat's decisions: one whose change is undone counts no more."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def add(self, chat_id: int, change: int, ruled: Ruled) -> None:
        """Put decisions under the change that made them."""
        rows = [
            {"chat_id": chat_id, "change": change, "position": position, **row}
            for position, row in enumerate(_rows(ruled))
        ]
        if rows and (memory := self._session.memory.get(chat_id)):
            memory.decided = True
        await self._session.put(chat_id, decisions, rows)

    async def about(self, chat_id: int, mentions: Collection[int]) -> Ruled:
        """What was decided about these mentions; of decisions that contradict each other the newest holds."""
        if await self._never_decided(chat_id):
            return Ruled()
        rows: dict[tuple[int, int], Row[Any]] = {}
        wanted = list(dict.fromkeys(mentions))
        for at in range(0, len(wanted), BATCH):
            values = {"chat": chat_id, "wanted": wanted[at : at + BATCH]}
            for row in await self._session.run(chat_id, _ABOUT, values):
                rows[row.change, row.position] = row
        return _ruled(rows[key] for key in sorted(rows))

    async def _never_decided(self, chat_id: int) -> bool:
        """Whether it is known that nobody ever decided anything in the chat, as in most."""
        memory = self._session.memory.get(chat_id)
        if memory is None:
            return False
        if memory.decided is None:
            some = select(decisions.c.change).where(decisions.c.chat_id == chat_id).limit(1)
            memory.decided = (await self._session.run(chat_id, some)).first() is not None
        return not memory.decided


def _rows(ruled: Ruled) -> Iterator[dict[str, Any]]:
    empty = {"other": None, "when": None, "headline": None}
    for kind, pairs in (("joined", ruled.joined), ("parted", ruled.parted)):
        for one, other in sorted(pairs):
            yield empty | {"kind": kind, "mention": one, "other": other}
    for mention, when in ruled.dates.items():
        yield empty | {"kind": "date", "mention": mention, "when": when_to_json(when)}
    for mention, headline in ruled.headlines.items():
        yield empty | {"kind": "headline", "mention": mention, "headline": headline}
    for mention in sorted(ruled.hidden):
        yield empty | {"kind": "hidden", "mention": mention}


def _ruled(rows: Iterable[Row[Any]]) -> Ruled:
    pairs: dict[tuple[int, int], str] = {}
    dates: dict[int, When] = {}
    headlines: dict[int, str] = {}
    hidden: set[int] = set()
    for row in rows:
        match row.kind:
            case "date":
                dates[row.mention] = when_from_json(row.when)
            case "headline":
                headlines[row.mention] = row.headline
            case "hidden":
                hidden.add(row.mention)
            case kind:
                pairs[row.mention, row.other] = kind
    return Ruled(
        joined=frozenset(pair for pair, kind in pairs.items() if kind == "joined"),
        parted=frozenset(pair for pair, kind in pairs.items() if kind == "parted"),
        dates=dates,
        headlines=headlines,
        hidden=frozenset(hidden),
    )
