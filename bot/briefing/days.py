"""The days that /before, /on and /between ask for, told apart from the words of a topic."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.briefing.query import parse_query
from bot.briefing.ranges import Days, completed, days_named
from bot.errors import BadInput
from bot.extraction.typed import read_date
from bot.model.briefing import Query
from bot.model.choice import Only

_JOINING = {
    *("and", "to", "till", "until", "through", "und", "bis", "y", "e", "a", "hasta", "и", "до", "по"),
    *("-", "–", "—", "..", "…"),
}
_YEAR = re.compile(r"\b\d{4}\b")
_OPENING = re.compile(
    r"(?:before|on|between|from|vor|am|zwischen|von|antes de|el|entre|до|между)\s+", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A topic, and days from `since` up to but not `until`; `yearless` when no year was said."""

    topic: str
    since: date
    until: date
    yearless: bool = False

    @property
    def query(self) -> Query:
        """What happened on these days."""
        return Query(self.topic, self.since, self.until)

    @property
    def before(self) -> Query:
        """What was over before the first of these days."""
        return Query(self.topic, None, self.since, Only(ended=self.since))

    @property
    def is_day(self) -> bool:
        return (self.until - self.since).days == 1


def days_asked(words: str, today: date, language: str) -> Asked | None:
    """One date, with a topic or without; None where there is none. Raises BadInput as `parse_query` does."""
    plain = _OPENING.sub("", words.strip(), count=1)
    query = parse_query(plain, today, language)
    yearless = _YEAR.search(plain) is None and any(map(str.isdigit, plain))
    if query.since is not None and query.until is not None:
        return Asked(query.topic, query.since, query.until, yearless)
    return None


def between_asked(words: str, today: date, language: str) -> Query | None:
    """The days from the begin of one date to the end of another, in whichever order they are said."""
    said = _OPENING.sub("", words.strip(), count=1).split()
    for topic, dates in _topics(said):
        for first, last in _pairs(dates):
            ends = _days(first, last, today, language)
            if ends is not None:
                return Query(" ".join(topic), *ends)
    try:
        query = parse_query(words, today, language)
    except BadInput:
        return None
    return query if query.since is not None and query.until is not None else None


def _topics(words: Sequence[str]) -> list[tuple[Sequence[str], Sequence[str]]]:
    """No topic, then one behind the dates, then one before them: as short as can be."""
    count = len(words)
    after = [(words[end:], words[:end]) for end in range(count, 1, -1)]
    before = [(words[:start], words[start:]) for start in range(1, count - 1)]
    return [*after, *before]


def _pairs(words: Sequence[str]) -> list[tuple[str, str]]:
    """Where a word joins two dates, there; else at every place between two words."""
    joints = [i for i, word in enumerate(words) if word.lower() in _JOINING and 0 < i < len(words) - 1]
    if joints:
        return [(" ".join(words[:i]), " ".join(words[i + 1 :])) for i in joints]
    middle_first = sorted(range(1, len(words)), key=lambda i: abs(2 * i - len(words)))
    return [(" ".join(words[:i]), " ".join(words[i:])) for i in middle_first]


def _days(first: str, last: str, today: date, language: str) -> tuple[date, date] | None:
    if not (any(map(str.isdigit, first)) or any(map(str.isdigit, last))):
        return None
    one = next(filter(None, (_read(words, today, language) for words in completed(first, last))), None)
    two = _read(last, today, language)
    if one is None or two is None:
        return None
    (since, until), (other_since, other_until) = one, two
    if since is None or until is None or other_since is None or other_until is None:
        return None
    return min(since, other_since), max(until, other_until)


def _read(words: str, today: date, language: str) -> Days | None:
    when = read_date(words, language, today)
    return None if when is None else days_named(when)
