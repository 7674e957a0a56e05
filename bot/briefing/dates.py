"""Date selection: which dates carry the story, when there are more than fit."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import log1p

from bot.model.briefing import Telling
from bot.model.news import Modality
from bot.model.timespan import Grain, TimeSpan

# What an article counts that tells a date as this: it settles ties, and is lost where many tell a day.
_STANDING = {
    Modality.HAPPENED: 1.0,
    Modality.SUPPOSED: 0.9,
    Modality.PLANNED: 0.9,
    Modality.CONDITIONAL: 0.7,
    Modality.DENIED: 0.8,
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
_GRAINS = list(Grain)
_LATER = timedelta(days=14)  # an article that still names the day after two weeks remembers it
_REMEMBERED, _NAMED = 0.5, 0.25  # what that counts beside being told, and what it counts to be named at all

Speaks = Callable[[Telling], bool]


@dataclass(frozen=True, slots=True)
class DatedTellings:
    """What is told under one date. `value` is TIMEX3's, without a time of day."""

    value: str
    span: TimeSpan
    tellings: tuple[Telling, ...]
    weight: float

    @property
    def order(self) -> tuple[date, date, str]:
        return (self.span.start, self.span.end, self.value)


def date_weight(tellings: Sequence[Telling], on_topic: Speaks) -> float:
    """How much a date matters: log(articles that tell it) + ½ log(… 14 days later still) + ¼ log(… name it).

    After the mention counts of DATEWISE (Gholipour Ghalandari & Ifrim 2020), but by articles: a second
    sentence of one article says nothing new about the date. An article tells the date in sentences that speak
    of the topic, and names it in the others; a date that is only named does not count.
    """
    told: dict[int, float] = {}
    for telling in filter(on_topic, tellings):
        told[telling.article] = max(told.get(telling.article, 0.0), _STANDING[telling.modality])
    if not told:
        return 0.0
    later = {telling.article for telling in tellings if _remembers(telling)} & told.keys()
    named = {telling.article for telling in tellings} - told.keys()
    return log1p(sum(told.values())) + _REMEMBERED * log1p(len(later)) + _NAMED * log1p(len(named))


def _remembers(telling: Telling) -> bool:
    return (
        telling.dated
        and telling.published is not None
        and telling.published - telling.when.span.start >= _LATER
    )


def by_date(tellings: Iterable[Telling], on_topic: Speaks) -> list[DatedTellings]:
    """All tellings, gathered by their dates, in order of time."""
    gathered: dict[str, list[Telling]] = {}
    for telling in tellings:
        gathered.setdefault(telling.when.value.partition("T")[0], []).append(telling)
    dated = (_dated(value, told, on_topic) for value, told in gathered.items())
    return sorted(dated, key=lambda one: one.order)


def _dated(value: str, tellings: Sequence[Telling], on_topic: Speaks) -> DatedTellings:
    return DatedTellings(value, tellings[0].when.span, tuple(tellings), date_weight(tellings, on_topic))


def ranked(dated: Sequence[DatedTellings], coarsest: Grain | None = None) -> list[DatedTellings]:
    """Those that matter most first, of equals the earlier; none that is less exact than `coarsest`.

    A month or year is one of them when it is told in its own right: more than every more exact date within.
    """
    allowed = [one for one in dated if coarsest is None or not _coarser(one.span.grain, coarsest)]
    own = (one for one in allowed if one.weight > 0 and not _is_background(one, dated))
    return sorted(own, key=lambda one: (-one.weight * _EXACTNESS[one.span.grain], *one.order))


def _coarser(grain: Grain, other: Grain) -> bool:
    return _GRAINS.index(grain) > _GRAINS.index(other)


def _is_background(one: DatedTellings, dated: Iterable[DatedTellings]) -> bool:
    if one.span.days == 1:
        return False
    return any(other.weight > one.weight for other in _within(one.span, dated))


def _within(span: TimeSpan, dated: Iterable[DatedTellings]) -> Iterator[DatedTellings]:
    return (other for other in dated if other.span.days < span.days and span.contains(other.span))
