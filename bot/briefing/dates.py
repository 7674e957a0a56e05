"""Date selection: which dates carry the story, when there are more than fit."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import log1p

from bot.model.briefing import Entry
from bot.model.news import EventStatus, Mention, Modality
from bot.model.timespan import Grain, TimeSpan, When

# What a mention counts towards its date: a lead that merely came out that day tells less than a date in
# the words, a plan less than what happened.
_REPORTED = 0.4
_STANDING = {
    Modality.HAPPENED: 1.0,
    Modality.SUPPOSED: 0.8,
    Modality.PLANNED: 0.5,
    Modality.CONDITIONAL: 0.3,
    Modality.DENIED: 0.5,
}
# A year is named in passing more often than a day is.
_EXACTNESS = {
    Grain.DAY: 1.0,
    Grain.WEEKEND: 0.9,
    Grain.WEEK: 0.8,
    Grain.RANGE: 0.7,
    Grain.MONTH: 0.7,
    Grain.SEASON: 0.6,
    Grain.QUARTER: 0.6,
    Grain.HALF: 0.5,
    Grain.YEAR: 0.5,
    Grain.DECADE: 0.3,
    Grain.CENTURY: 0.2,
}


@dataclass(frozen=True, slots=True)
class DatedEntries:
    """The entries that share one date. `value` is TIMEX3's, without a time of day."""

    value: str
    span: TimeSpan
    entries: tuple[Entry, ...]

    @property
    def weight(self) -> float:
        """How much the date matters: how often it is told, and by how many articles."""
        mentions = [mention for entry in self.entries for mention in entry.mentions]
        told = sum(map(mention_weight, mentions))
        articles = len({mention.article for mention in mentions})
        return (log1p(told) + log1p(articles)) * _EXACTNESS[self.span.grain]


def choose_dates(entries: Iterable[Entry], count: int) -> tuple[DatedEntries, ...]:
    """The `count` dates that matter most, in order of time; of equals the earlier one."""
    ranked = sorted(by_date(entries), key=lambda dated: (-dated.weight, *_in_time(dated)))
    return tuple(sorted(ranked[:count], key=_in_time))


def by_date(entries: Iterable[Entry]) -> list[DatedEntries]:
    """All entries, gathered by their dates, in order of time.

    An event in dispute stands under each of its dates, with the mentions that tell that one.
    """
    gathered: dict[str, list[tuple[When, Entry]]] = {}
    for entry in sorted(entries, key=lambda entry: entry.event.number):
        for when, told in _dated(entry):
            gathered.setdefault(when.value.partition("T")[0], []).append((when, told))
    dated = (
        DatedEntries(value, told[0][0].span, tuple(entry for _, entry in told))
        for value, told in gathered.items()
    )
    return sorted(dated, key=_in_time)


def _dated(entry: Entry) -> Iterator[tuple[When, Entry]]:
    if entry.event.status is EventStatus.SETTLED:
        yield entry.event.when, entry
        return
    for when in dict.fromkeys(mention.when for mention in entry.mentions):
        yield when, Entry(entry.event, tuple(m for m in entry.mentions if m.when == when))


def mention_weight(mention: Mention) -> float:
    """What one mention counts towards its date: sure, dated in the words and happened is 1."""
    return standing_weight(mention) * (_REPORTED if mention.reported else 1.0)


def standing_weight(mention: Mention) -> float:
    """How sure it is, and whether it happened."""
    return mention.confidence * _STANDING[mention.modality]


def _in_time(dated: DatedEntries) -> tuple[object, ...]:
    return (dated.span.start, dated.span.end, dated.value)
