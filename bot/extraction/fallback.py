"""Timexes of languages without a grammar: names and digits of dates, by the words dateparser knows."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from bot.extraction.fallback_words import FallbackWords, fallback_words
from bot.model.timespan import day_value, span_of
from bot.model.timex import Mod, Timex, TimexType

RULE = "dateparser"

_FAR_BACK = timedelta(days=275)  # what lies further back is told with its year, so the coming one is meant


def tag_fallback(text: str, language: str, dct: date | None, day_first: bool | None = None) -> list[Timex]:
    """The dates told by names and digits, each at the grain that was written; never a made-up day.

    Without a `dct` what needs one keeps an open year ("XXXX-04-20") or is left out.
    """
    words, small = fallback_words(language), _small(text)
    matches = words.expression.finditer(small)
    return [timex for match in matches for timex in _Candidate(text, match, words, dct, day_first).timexes()]


def _small(text: str) -> str:
    """Small letters, character for character."""
    small = text.lower()
    return (
        small if len(small) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    )


class _Candidate:
    """One match on its way to a timex."""

    def __init__(
        self,
        text: str,
        match: re.Match[str],
        words: FallbackWords,
        dct: date | None,
        day_first: bool | None = None,
    ) -> None:
        self.text, self.match, self.words, self.dct = text, match, words, dct
        self.month_first = words.order == "MDY" if day_first is None else not day_first
        self.part = {name: said for name, said in match.groupdict().items() if said is not None}
        self.relative = False

    def timexes(self) -> Iterator[Timex]:
        """One, or the two ends of a range."""
        for group, day in (("y1", ""), ("y2", ""), ("from", "from"), ("", "day")):
            if group and group not in self.part:
                continue
            timex = self._timex(group, day)
            if timex is not None:
                yield timex

    def _timex(self, group: str, day: str) -> Timex | None:
        try:
            value = self.part[group] if group in ("y1", "y2") else self._value(day)
        except OverflowError:  # the ends of the calendar
            return None
        if value is None or ("X" not in value and span_of(value) is None):
            return None
        start, end = self.match.span(group) if group else self._span()
        anchored = self.relative and self.dct is not None
        return Timex(
            type=TimexType.DATE,
            value=value,
            text=self.text[start:end],
            start=start,
            end=end,
            rule=RULE,
            mod=self._mod(),
            anchor=day_value(self.dct) if anchored and self.dct else None,
            anchor_origin="dct" if anchored else None,
            reason="names and digits only, counted from the publication date" if anchored else "as written",
        )

    def _span(self) -> tuple[int, int]:
        """Without the words that only made a number a year, and what a range begins with."""
        for group in ("year5", "ylone", "y3", "decade"):
            if group in self.part:
                return self.match.span(group)
        return (self.match.start("day") if "from" in self.part else self.match.start()), self.match.end()

    def _mod(self) -> Mod | None:
        said = self.part.get("mod") or self.part.get("mod4")
        return self.words.mods.get(" ".join(said.split()).replace("’", "'")) if said else None

    def _value(self, which: str) -> str | None:
        """What it says; of a range of days, `which` end of it is asked for."""
        part = self.part
        if "y1" in part:
            return None
        if year := part.get("year4") or part.get("year5") or part.get("ylone") or part.get("y3"):
            return year
        if "decade" in part:
            return _decade(part["decade"])
        if "iso" in part:
            return part["iso"]
        if "d1" in part:
            return self._digits()
        if "wy" in part:
            return "-".join([part["wy"], *(part[name].zfill(2) for name in ("wm", "wd") if name in part)])
        if month := part.get("month") or part.get("month2"):
            year, day = part.get("year") or part.get("year2"), part.get(which) or part.get("day2", "")
            return self._day(year, self.words.months[month], int(re.sub(r"\D", "", day)))
        return self._named()

    def _digits(self) -> str:
        first, second = int(self.part["d1"]), int(self.part["d2"])
        turned = self.month_first if self.part["sign"] == "/" else self.words.order == "MDY"
        day, month = (second, first) if turned else (first, second)
        return f"{self.part['d3']}-{month:02}-{day:02}"

    def _day(self, year: str | None, month: int, day: int) -> str | None:
        if year:
            return f"{year}-{month:02}-{day:02}"
        return self._nearest(f"-{month:02}-{day:02}", None)

    def _named(self) -> str | None:
        """A month, a weekday or a step from today; a lone name must look like no other word."""
        part = self.part
        if "step" in part:
            return self._step(*self.words.steps[_spelled(part["step"])])
        name = part.get("month3") or part["weekday"]
        if "month3" in part and "year3" in part:
            return f"{part['year3']}-{self.words.months[name]:02}"
        if not self._may_stand_alone(name):
            return None
        if "month3" in part:
            return self._nearest(f"-{self.words.months[name]:02}", part.get("beside3"))
        return self._weekday(self.words.weekdays[name], part.get("before") or part.get("beside"))

    def _may_stand_alone(self, name: str) -> bool:
        if name in self.words.unsure and "mod" not in self.part and not self._introduced():
            return False
        return name in self.words.lone and self._stands_small()

    def _introduced(self) -> bool:
        """Whether a word stands before it that only a time has ("en mars")."""
        before = self.match.string[max(0, self.match.start() - 12) : self.match.start()].split()
        return bool(before) and before[-1] in self.words.within

    def _stands_small(self) -> bool:
        """A capital makes a person's or a team's name of it, but for a weekday at the head of a sentence."""
        weekday = "weekday" in self.part
        at = self.match.start("weekday" if weekday else "month3")
        if self.words.capital or not self.text[at].isupper():
            return True
        before = self.text[max(0, at - 3) : at].strip(" \t\"'“„«(")
        return weekday and at == self.match.start() and (not before or before[-1] in ".!?…:\n")

    def _nearest(self, tail: str, beside: str | None) -> str | None:
        """The latest such month or day, the coming one where that is nearer by far or said to be meant."""
        if self.dct is None:
            return "XXXX" + tail
        self.relative = True
        return _nearest(tail, self.dct, None if beside is None else beside in self.words.coming)

    def _weekday(self, weekday: int, beside: str | None) -> str | None:
        if self.dct is None:
            return f"XXXX-WXX-{weekday}"
        self.relative = True
        back = (self.dct.isoweekday() - weekday) % 7
        if beside in self.words.coming:
            return day_value(self.dct + timedelta(days=7 - back))
        if beside in self.words.last and back == 0:
            back = 7
        return day_value(self.dct - timedelta(days=back))

    def _step(self, count: int, unit: str) -> str | None:
        if self.dct is None:
            return None
        self.relative = True
        if unit == "D":
            return day_value(self.dct + timedelta(days=count))
        if unit == "W":
            year, week, _ = (self.dct + timedelta(weeks=count)).isocalendar()
            return f"{year:04}-W{week:02}"
        if unit == "Y":
            return f"{self.dct.year + count:04}"
        months = self.dct.year * 12 + self.dct.month - 1 + count
        return f"{months // 12:04}-{months % 12 + 1:02}"


@lru_cache(4096)
def _nearest(tail: str, dct: date, coming: bool | None) -> str | None:
    """ "-05-01" with its year: the next one if `coming`, else the one before; for None the nearer."""
    years = range(max(dct.year - 8, 1), min(dct.year + 9, 9999))
    spans = [(value, span) for year in years if (span := span_of(value := f"{year:04}{tail}"))]
    before = [(value, s) for value, s in spans if (s.start <= dct if coming is None else s.end <= dct)]
    after = [value for value, s in spans if s.start > dct]
    if not before or not after:
        return None
    far = coming is None and dct - before[-1][1].start > _FAR_BACK
    return after[0] if far or coming else before[-1][0]


def _decade(digits: str) -> str | None:
    """ "1990" and "90" are 199; two digits are of the last century."""
    return {4: digits[:3], 2: f"19{digits[0]}"}.get(len(digits))


def _spelled(phrase: str) -> str:
    return " ".join(phrase.split()).replace("’", "'")
