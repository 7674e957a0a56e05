"""Entries: what stands under a date alone on its line, in chronicles and diaries."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.extraction.clause import Role
from bot.extraction.events import Dating, told
from bot.extraction.sentence import Sentence
from bot.extraction.speakers import Memory
from bot.model.news import Mention
from bot.model.timespan import When
from bot.model.timex import Timex, TimexType

Span = tuple[int, int]

_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_SIGNS = " \t\r*•·–—-#=:.,[]()_|"  # what may stand beside the date on its line
_FEWEST = 2  # headings that make a chronicle; one alone is a dateline
_LONGEST = 2000  # characters of an entry
_TRUST = 0.8
_HEADED = "the date that heads its entry: “{}”"


@dataclass(slots=True)
class Entries:
    """The dates that head entries of a text, by where they start; the `last` one passed, those `used`.

    An entry is the block of lines that its heading opens, or the next block where the heading stands alone.
    """

    text: str
    headings: dict[int, tuple[Timex, When]]
    last: int | None = None
    used: set[Timex] = field(default_factory=set)

    @classmethod
    def of(cls, text: str, spans: Sequence[Span], timexes: Sequence[Timex]) -> "Entries":
        at = {timex.start: timex for timex in timexes}
        heads = [at[start] for span in spans for start in _starts(text, span, at)]
        alone = [timex for timex in heads if timex.type is TimexType.DATE and _is_alone(text, timex)]
        dated = {timex.start: (timex, when) for timex in alone if (when := When.of(timex.value, timex.mod))}
        return cls(text, dated if len(dated) >= _FEWEST else {})

    def pass_by(self, span: Span) -> None:
        """Takes note of a heading."""
        self.last = next((start for start in self.headings if span[0] <= start < span[1]), self.last)

    def told(self, sentence: Sentence, memory: Memory, today: date | None) -> Mention | None:
        """What a sentence without a date of its own tells of the day that heads its entry."""
        heading = self._heading(sentence)
        if heading is None or sentence.dates:
            return None
        timex, when = heading
        dating = Dating(when, None, False, _HEADED.format(timex.text), _TRUST)
        for number, clause in enumerate(sentence.clauses):
            if clause.role is Role.MAIN:
                return self._using(timex, told(sentence, number, dating, memory, today))
        return None

    def _using(self, timex: Timex, mention: Mention | None) -> Mention | None:
        if mention is not None:
            self.used.add(timex)
        return mention

    def _heading(self, sentence: Sentence) -> tuple[Timex, When] | None:
        if self.last is None:
            return None
        timex, when = self.headings[self.last]
        between = self.text[timex.end : sentence.start]
        inside = len(between) < _LONGEST and not _BLANK_LINE.search(between.lstrip(_SIGNS + "\n"))
        return (timex, when) if inside else None


def _starts(text: str, span: Span, at: dict[int, Timex]) -> list[int]:
    """Where a timex opens the span, past its signs."""
    start = span[0]
    while start < span[1] and text[start] in _SIGNS:
        start += 1
    return [start] if start in at else []


def _is_alone(text: str, timex: Timex) -> bool:
    """Whether nothing but signs stands beside it on its line."""
    opened = text.rfind("\n", 0, timex.start) + 1
    closed = text.find("\n", timex.end)
    after = text[timex.end : closed if closed >= 0 else len(text)]
    return not text[opened : timex.start].strip(_SIGNS) and not after.strip(_SIGNS)
