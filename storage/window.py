"""A window: where the first events that hold some words stand, and of what sorts they are, at one go."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from json import loads

from sqlalchemy import ColumnElement, FromClause, ScalarSelect, Subquery, func, select, true

from bot.model.news import EventStatus, Modality
from storage.session import Found, Statement

Sort = tuple[bool, bool, str | None]  # in dispute, planned, kind


@dataclass(frozen=True, slots=True)
class Window:
    """Positions in order of time, and how many of them are of each sort; `whole`: nothing else matches."""

    positions: tuple[int, ...]
    sorts: Mapping[Sort, int]
    whole: bool

    @property
    def told(self) -> int | None:
        """More than how many match, where that is all that is known: of large numbers the first digit."""
        if self.whole:
            return None
        known = str(len(self.positions) - 1)
        return int(known[0].ljust(len(known), "0"))


def gathered(found: Subquery, dialect: str) -> Statement:
    """The places of these events by their sorts, a row for each sort: of many rows each would cost a turn."""
    sorts = found.c.status, found.c.modality, found.c.kind
    together = func.array_agg if dialect == "postgresql" else func.json_group_array
    return select(*sorts, together(found.c.pos).label("places")).group_by(*sorts)


def beside(alone: ScalarSelect[int], found: Statement) -> Statement:
    """The rows found, each with a value `beyond`; where nothing was found, that alone."""
    one, others = select(alone.label("beyond")).subquery(), found.subquery()
    return select(one, others).select_from(one.outerjoin(others, true()))


def window_of(rows: Iterable[Found], *, most: int, until: int | None = None) -> Window:
    """The first `most` places of these rows, as far as all that match are known: `until` a position."""
    told = sorted((place, _sort(row)) for row in rows for place in _places(row.places))
    known = [one for one in told if until is None or one[0] < until][:most]
    positions = tuple(place for place, _ in known)
    return Window(positions, Counter(sort for _, sort in known), until is None and len(known) < most)


def _places(told: str | Collection[int] | None) -> Collection[int]:
    places: Collection[int] = loads(told) if isinstance(told, str) else told or ()
    return places


def _sort(row: Found) -> Sort:
    return row.status == EventStatus.DISPUTED, row.modality == Modality.PLANNED, row.kind


def ordered(table: FromClause, *, backward: bool) -> ColumnElement[int]:
    """By position, the last first if `backward`."""
    pos: ColumnElement[int] = table.c.pos
    return pos.desc() if backward else pos
