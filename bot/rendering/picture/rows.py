"""What a picture shows of a timeline: headings, events, and how many more there are where they are dense."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.model.briefing import Entry
from bot.model.news import EventStatus

MOST_ROWS = 44  # events with a row of their own; the others are folded into one row a heading
MOST_HEADINGS = 24


@dataclass(frozen=True, slots=True)
class Section:
    """The events below a heading, in order of time: `shown` on rows of their own, `folded` into one."""

    first: int
    years: int  # 1: a year; 10: a decade; 100: a century
    shown: tuple[Entry, ...]
    folded: tuple[Entry, ...]


def sections(entries: Sequence[Entry]) -> list[Section]:
    """The entries by years, or by decades or centuries where there are too many years."""
    years = next((y for y in (1, 10, 100) if len({_group(e, y) for e in entries}) <= MOST_HEADINGS), 1000)
    chosen = _chosen(entries, years)
    return [
        Section(
            first,
            years,
            tuple(e for e in told if id(e) in chosen),
            tuple(e for e in told if id(e) not in chosen),
        )
        for first, group in groupby(entries, key=lambda entry: _group(entry, years))
        for told in [list(group)]
    ]


def _group(entry: Entry, years: int) -> int:
    return entry.event.when.span.start.year // years * years


def _chosen(entries: Sequence[Entry], years: int) -> set[int]:
    """Which entries get rows: the best of each heading first, then the best of all."""
    if len(entries) <= MOST_ROWS:
        return set(map(id, entries))
    best = sorted(entries, key=_worth, reverse=True)
    firsts = _first_of_each(best, years)
    return set(map(id, [*firsts, *(e for e in best if e not in firsts)][:MOST_ROWS]))


def _first_of_each(best: Iterable[Entry], years: int) -> list[Entry]:
    found: dict[int, Entry] = {}
    for entry in best:
        found.setdefault(_group(entry, years), entry)
    return list(found.values())


def _worth(entry: Entry) -> tuple[int, int, int]:
    """Many sources before few, disputed before settled, the earlier told before the later."""
    articles = {mention.article for mention in entry.mentions}
    disputed = entry.event.status is EventStatus.DISPUTED
    return (max(entry.event.support, len(articles)), int(disputed), -entry.event.number)
