"""Date selection: which dates carry the story, when there are more than fit."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import log, log1p
from typing import Self

from bot.model.briefing import Telling
from bot.model.news import Modality
from bot.model.timespan import Grain, TimeSpan

# What an article counts that tells a date as this. What is only announced may be put off, and often is.
_STANDING = {
    Modality.HAPPENED: 1.0,
    Modality.SUPPOSED: 0.9,
    Modality.PLANNED: 0.5,
    Modality.CONDITIONAL: 0.5,
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
# What changes how things stand is told of for years; most of what is said, visited or contested is not.
_TURNS = """
    killing capture coup ceasefire intervention withdrawal death birth marriage disaster election appointment
    resignation arrest lawsuit trial verdict law agreement sanction acquisition bankruptcy award
"""
_TURNING = frozenset(_TURNS.split())
_TURN = 1.5  # what an article counts that tells one of these
_GRAINS = list(Grain)
_LATER = timedelta(days=14)  # an article that still names the day after two weeks remembers it
# Beside how many articles tell a date: on how many days, how many remember it, how many name it at all.
_DAYS, _REMEMBERED, _NAMED = 0.25, 0.6, 0.25
_ASIDE = 0.1  # what an article counts that only names the date, beside one that tells it
_AGREED = 2  # so many articles must name a date that none tells
# The days of the week on which the story's news falls, and as how many articles evenly told that is taken.
_WEEKDAY, _EVEN = 0.35, 20

Speaks = Callable[[Telling], float]  # how far it speaks of the topic: 0 not at all, 1 in its own clause


@dataclass(frozen=True, slots=True)
class Support:
    """By how many articles a date stands in the story. All that its weight is made of can be counted.

    `told`: articles that tell it in a sentence that speaks of the topic, each by its best telling's worth.
    `days`: on how many days these came out. `remembered`: those of them that came out two weeks later, or
    still later, and have the date in words. `named`: articles on topic that tell it only in other sentences.
    """

    told: float
    days: int = 0
    remembered: int = 0
    named: int = 0

    def times(self, factor: float) -> Self:
        """The support where each article stands for so many. They may all have come out on the same days."""
        remembered, named = round(self.remembered * factor), round(self.named * factor)
        return replace(self, told=self.told * factor, remembered=remembered, named=named)


@dataclass(frozen=True, slots=True)
class DatedTellings:
    """What is told under one date. `value` is TIMEX3's, without a time of day."""

    value: str
    span: TimeSpan
    tellings: tuple[Telling, ...]
    support: Support
    weight: float

    @property
    def order(self) -> tuple[date, date, str]:
        return (self.span.start, self.span.end, self.value)


def weight_of(support: Support) -> float:
    """How much a date matters.

    It is log(articles that tell it, and a tenth of those that only name it) + ¼ log(days on which they came
    out) + 0.6 log(those that came out 14 days later still) + ¼ log(articles that only name it).

    After the mention counts of DATEWISE (Gholipour Ghalandari & Ifrim 2020), but by articles: a second
    sentence of one article says nothing new about the date. One that a single article names does not count.
    """
    if not support.told and support.named < _AGREED:
        return 0.0
    again = _DAYS * log1p(support.days) + _REMEMBERED * log1p(support.remembered)
    return log1p(support.told + _ASIDE * support.named) + again + _NAMED * log1p(support.named)


def support_of(tellings: Sequence[Telling], on_topic: Speaks) -> Support:
    """The support of the date that these tell."""
    told, days = dict[int, float](), set[date | None]()
    for telling in tellings:
        if worth := on_topic(telling) * _worth(telling):
            told[telling.article] = max(told.get(telling.article, 0.0), worth)
            days.add(telling.published)
    later = {telling.article for telling in tellings if _remembers(telling)} & told.keys()
    named = {telling.article for telling in tellings} - told.keys()
    return Support(sum(told.values()), len(days - {None}), len(later), len(named))


def _worth(telling: Telling) -> float:
    return _STANDING[telling.modality] * (_TURN if telling.kind in _TURNING else 1.0)


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
    support = support_of(tellings, on_topic)
    return DatedTellings(value, tellings[0].when.span, tuple(tellings), support, weight_of(support))


def ranked(dated: Sequence[DatedTellings], coarsest: Grain | None = None) -> list[DatedTellings]:
    """Those that matter most first, of equals the earlier; none that is less exact than `coarsest`.

    A month or year is one of them when it is told in its own right: more than every more exact date within.
    Of days, those count more that fall on a day of the week of which more is told.
    """
    allowed = [one for one in dated if coarsest is None or not _coarser(one.span.grain, coarsest)]
    own = (one for one in allowed if one.weight > 0 and not _is_background(one, dated))
    habit = _weekdays(dated)

    def order(one: DatedTellings) -> tuple[float, date, date, str]:
        weekday = habit[one.span.start.weekday()] if one.span.days == 1 else 0.0
        return (-(one.weight + weekday) * _EXACTNESS[one.span.grain], *one.order)

    return sorted(own, key=order)


def _weekdays(dated: Iterable[DatedTellings]) -> list[float]:
    """What a date gains or loses by its day of the week, from Monday on; little where little is told.

    News of markets and courts keeps working days, that of sports weekends. Each date counts by the log of
    the articles that tell it, so that one told for years does not speak for all Tuesdays.
    """
    told = [_EVEN / 7] * 7
    for one in dated:
        if one.span.days == 1:
            told[one.span.start.weekday()] += log1p(one.support.told)
    return [_WEEKDAY * log(7 * each / sum(told)) for each in told]


def _coarser(grain: Grain, other: Grain) -> bool:
    return _GRAINS.index(grain) > _GRAINS.index(other)


def _is_background(one: DatedTellings, dated: Iterable[DatedTellings]) -> bool:
    if one.span.days == 1:
        return False
    return any(other.weight > one.weight for other in _within(one.span, dated))


def _within(span: TimeSpan, dated: Iterable[DatedTellings]) -> Iterator[DatedTellings]:
    return (other for other in dated if other.span.days < span.days and span.contains(other.span))
