"""What a person asks to see: words of a topic and a range of days, told apart."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from bot.briefing.ranges import DateReader, Days, days_named, days_of_range
from bot.errors import BadInput
from bot.extraction.typed import read_date
from bot.model.briefing import Query

_LONGEST_RANGE = 9  # words: "from the beginning of March 2015 to June 2016"
_NOW = ("now", "present", "the present", "date")  # "2015 to date"
_QUOTES = " \"'“”„«»"
# What stands like a date beside a topic: a year, or a word that counts from today. A month or weekday is left
# to the topic ("Theresa May", "Black Friday") unless it is all there is, or "in", "since", … say otherwise.
_PLAINLY_A_DATE = re.compile(
    r"\b[12]\d{3}s?\b|^(?:the )?(?:last|past|this|next|yesterday|today|tomorrow)\b|\bago$"
    r"|^(?:letzte[nrsm]?|gestern|heute|ayer|hoy|вчера|сегодня|(?:в |на )?прошл\w+)\b|\bpasad[oa]$",
    re.IGNORECASE,
)
_MEANT_AS_A_DATE = re.compile(
    r"(?P<range>\S*\d\S*?(?:\.\.|…)\S*|\S*(?:\.\.|…)\S*\d\S*)"
    r"|(?:^|\s)(?P<numeric>\d{1,5}[./-]\d{1,2}[./-]\d{1,5})(?=\s|$)"
    r"|\b(?:since|before|after|until|till)\s+(?P<edge>\d+)(?=\s|$)",
    re.IGNORECASE,
)


def parse_query(text: str, today: date, language: str = "en") -> Query:
    """The topic and the days of what was typed: "Syria 2015..2021", "GM in 2009", "since March 2015".

    Raises BadInput for a range that runs backwards and for what is meant as a date and is none.
    """

    def read(words: str) -> Days | None:
        if words.lower() in _NOW:
            return today, today + timedelta(1)
        when = read_date(words, language, today)
        return None if when is None else days_named(when)

    words = text.split()
    for topic, rest in _splits(words):
        days = _days(" ".join(rest), read, today, alone=not topic)
        if days is not None:
            return Query(_topic(topic), *days)
    if bad := _MEANT_AS_A_DATE.search(text):
        raise BadInput(
            "“{words}” is not a date. Write 2015..2021, since March 2015, before 2019, or last month.",
            words=bad[0].strip(),
        )
    return Query(_topic(words))


def _topic(words: Sequence[str]) -> str:
    topic = " ".join(words).strip(_QUOTES)
    return topic if topic.strip(".…") else ""


def _splits(words: Sequence[str]) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """A range after the topic, then one before it; the longest first."""
    count = len(words)
    for start in range(max(0, count - _LONGEST_RANGE), count):
        yield words[:start], words[start:]
    for end in range(min(count - 1, _LONGEST_RANGE), 0, -1):
        yield words[end:], words[:end]


def _days(words: str, read: DateReader, today: date, *, alone: bool) -> Days | None:
    ranged = days_of_range(words, read, today)
    if ranged is not None:
        return _forwards(words, ranged)
    return read(words) if alone or _PLAINLY_A_DATE.search(words) else None


def _forwards(words: str, days: Days) -> Days:
    since, until = days
    if since is not None and until is not None and since >= until:
        raise BadInput("“{words}” runs backwards: write the earlier date first.", words=words)
    return days
