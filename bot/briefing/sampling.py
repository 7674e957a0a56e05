"""Sampling: the plan of a summary when there is more told than can be read.

Then the days of which most is told are read alone, and of each of them a part; how many tellings one of the
part stands for is known, so that a date weighs what it would weigh if all were read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot.briefing.dates import DatedTellings, ranked, weight_of
from bot.briefing.summary import Plan
from bot.briefing.topic import Topic
from bot.model.briefing import Query, Telling
from bot.model.timespan import Grain

_MOST_DATES = 10_000
_LEADING = 12  # articles of a day whose openings are read, where only a part is
_SPARE = 4  # one date in four more than asked for, in the place of those that have nothing new to tell


@dataclass(frozen=True, slots=True)
class Sample:
    """What is told, all of it or a part: `times` says for a date's value how much each telling stands for."""

    tellings: Sequence[Telling]
    times: Mapping[str, float] = field(default_factory=dict)

    def plan(self, topic: Topic, query: Query, *, dates: int, coarsest: Grain | None = None) -> Plan:
        """The plan for `dates` dates and some to spare."""
        if not self.times:
            return Plan.of(self.tellings, topic, query, dates=dates, coarsest=coarsest)
        plan = Plan.of(self.tellings, topic, query, dates=_MOST_DATES, coarsest=coarsest)
        weighed = [self._weighed(one) for one in plan.dates]
        return replace(plan, dates=tuple(ranked(weighed)[: dates + dates // _SPARE + 1]))

    def leading(self, plan: Plan) -> list[int]:
        """The articles on topic that came out on the plan's days; of a day of a part, a few."""
        days, of_day = plan.days, dict[date, set[int]]()
        for telling in self.tellings:
            if telling.published in days and telling.article in plan.articles:
                of_day.setdefault(telling.published, set()).add(telling.article)
        most = _LEADING if self.times else None
        return sorted(number for numbers in of_day.values() for number in sorted(numbers)[:most])

    def _weighed(self, one: DatedTellings) -> DatedTellings:
        whole = one.support.times(self.times.get(one.value, 1.0))
        return replace(one, support=whole, weight=weight_of(whole))
