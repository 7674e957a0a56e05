"""What somebody types to say when: "weekdays 07:30 Syria", "каждый день в 8" → a schedule and a topic.

    read_order("Syria mondays 18h")      # Order("Syria", Schedule(…))

The topic may stand before the time, behind it, or within quotation marks anywhere. The words are those of
`schedule_words.toml`; names of weekdays in more languages are dateparser's. (Its times of day are not used:
it takes "8 heures" for eight hours ago.)
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from itertools import takewhile
from typing import Final

from bot.briefing.schedule_reading import Read, read
from bot.briefing.schedule_said import Unread
from bot.briefing.schedule_tokens import Token, tokens_of
from bot.errors import BadSchedule
from bot.extraction.calendar_words import calendar_words
from bot.model.schedule import EVERY_DAY, Cadence, Misread, Schedule

LONGEST: Final = 300  # characters that are looked at
LONGEST_RUN: Final = 12  # tokens of a schedule

_QUOTED: Final = re.compile(r"[“„«\"]([^“”„«»\"]+)[”“»\"]")
_EDGES: Final = " ,;:.-\u2013\u2014"
_ZONE: Final = re.compile(
    r"\b(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific|Etc)/[\w/+-]+|\b(?:UTC|GMT)\b(?:[+-]\d[\d:]*)?"
)
_TOPIC: Final = re.compile(r"[^\W\d_]|\d{3}")
_FILLING: Final = {"every", "at", "and", "from", "beside", "day", "week", "numbers", "other", "to", "shift"}
_DATE: Final = re.compile(r"\d{4}-\d\d?-\d\d?|\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?")
_SPOKEN: Final = ("en", "de", "es", "ru")
_NO_TIMES: Final = {"everything", "off", "now"}
_OTHERS: Final = ("fr", "it", "pt", "nl", "pl", "uk", "tr", "ro", "sv", "cs", "id")
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SHORTEST_DAY: Final = 4  # letters: shorter ones are words of other languages


class Wish(StrEnum):
    """What is asked for instead of a schedule."""

    OFF = "off"
    NOW = "now"


@dataclass(frozen=True, slots=True)
class Order:
    """What was said: about which topic (empty: everything), when, or what else. Neither: the topic alone."""

    topic: str = ""
    schedule: Schedule | None = None
    wish: Wish | None = None


def read_order(words: str) -> Order:
    """What the words behind /digest ask for. Raises BadSchedule for times that cannot be kept."""
    words = " ".join(words.split())[:LONGEST]
    quoted = _QUOTED.search(words)
    if quoted:
        order = _read(f"{words[: quoted.start()]} {words[quoted.end() :]}".strip())
        if order.topic:
            raise BadSchedule(Misread.UNCLEAR, order.topic)
        return Order(quoted[1].strip(), order.schedule, order.wish)
    return _read(words)


def spelled(schedule: Schedule) -> str:
    """A schedule as it is typed: what `read_order` reads as the same again."""
    at = f"{schedule.at:%H:%M}"
    match schedule.cadence:
        case Cadence.MONTHLY:
            return f"monthly {schedule.day} {at}"
        case Cadence.HOURLY:
            return f"every {schedule.hours}h from {at}"
    if schedule.weekdays == EVERY_DAY:
        return f"daily {at}"
    return f"{','.join(_DAYS[day - 1] for day in sorted(schedule.weekdays))} {at}"


def _read(words: str) -> Order:
    tokens = tokens_of(words)
    if asked := _wish(words, tokens):
        return asked
    found = _found(words, tokens)
    if found is None or not found.read.has_days:
        tokens = [_day_of_others(words, token) for token in tokens]
        found = _found(words, tokens)
    _check_zone(words, found)
    return _order(words, tokens, found) if found else _unscheduled(words, tokens)


def _check_zone(words: str, found: "_Found | None") -> None:
    """Raise BadSchedule where a zone stands beside a time: "Syria daily 08:00 Europe/Berlin"."""
    if not (zone := _ZONE.search(words)):
        return
    without = f"{words[: zone.start()]} {words[zone.end() :]}"
    if found or _found(without, tokens_of(without)):
        raise BadSchedule(Misread.ZONE, words)


def _unscheduled(words: str, tokens: Sequence[Token]) -> Order:
    """No schedule: all of it is a topic, unless it is nothing but a time gone wrong, as "every 1.5h" is."""
    is_step = tokens and "every" in tokens[0] and tokens[-1].tags & {"hour", "minute", "second"}
    if words and (is_step or not _TOPIC.search(words)):
        raise BadSchedule(Misread.UNCLEAR, words)
    return Order(_topic(words))


def _wish(words: str, tokens: Sequence[Token]) -> Order | None:
    """ "off", "Syria off", "now Syria"."""
    for wish in Wish:
        for edge, rest in ((tokens[:1], tokens[1:]), (tokens[-1:], tokens[:-1])):
            if edge and wish in edge[0]:
                return Order(_topic(words[rest[0].start : rest[-1].end]) if rest else "", wish=wish)
    return None


@dataclass(frozen=True, slots=True)
class _Found:
    """What the first `head` and the last `tail` tokens say together."""

    read: Read
    head: int
    tail: int


def _found(words: str, tokens: Sequence[Token]) -> _Found | None:
    """The most tokens at the ends of a line that say a schedule: all, both ends, the last, the first."""
    first, last = _known(tokens), _known(tokens[::-1])
    if first == len(tokens):
        return _whole(words, tokens)
    return (
        _at_both_ends(tokens, first, last)
        or _at_the_end(words, tokens, last)
        or _at_the_start(words, tokens, first)
    )


def _at_both_ends(tokens: Sequence[Token], first: int, last: int) -> _Found | None:
    """ "weekdays Syria 07:30": days at one end, the time at the other, and neither at both."""
    heads = ((n, read) for n in range(first, 0, -1) if (read := _tried(tokens[:n])))
    tails = ((n, read) for n in range(last, 0, -1) if (read := _tried(tokens[-n:])))
    head, tail = next(heads, None), next(tails, None)
    if head is None or tail is None:
        return None
    said = {(read.has_days, read.has_time) for _, read in (head, tail)}
    together = _tried([*tokens[: head[0]], *tokens[-tail[0] :]])
    return _Found(together, head[0], tail[0]) if together and said == {(True, False), (False, True)} else None


def _at_the_end(words: str, tokens: Sequence[Token], most: int) -> _Found | None:
    runs = (tokens[-n:] for n in range(most, 0, -1))
    return next((_Found(read, 0, len(run)) for run in runs if (read := _read_run(words, run))), None)


def _at_the_start(words: str, tokens: Sequence[Token], most: int) -> _Found | None:
    runs = (tokens[:n] for n in range(most, 0, -1))
    return next((_Found(read, len(run), 0) for run in runs if (read := _read_run(words, run))), None)


def _read_run(words: str, run: Sequence[Token]) -> Read | None:
    """None when it says something else; a time that cannot be kept is a fault, told with its words."""
    try:
        return read(run)
    except Unread:
        return None
    except BadSchedule as fault:
        raise BadSchedule(fault.why, _said(words, run)) from None


def _whole(words: str, tokens: Sequence[Token]) -> _Found | None:
    try:
        return _Found(read(tokens, alone=True), len(tokens), 0) if tokens else None
    except BadSchedule as fault:
        raise BadSchedule(fault.why, words) from None
    except Unread:
        if all(token.tags <= _FILLING for token in tokens):
            return None
        raise BadSchedule(Misread.UNCLEAR, words) from None


def _tried(tokens: Sequence[Token]) -> Read | None:
    try:
        return read(tokens)
    except (Unread, BadSchedule):
        return None


def _known(tokens: Sequence[Token]) -> int:
    """How many of the first may belong to a schedule."""
    return sum(1 for _ in takewhile(lambda token: token.tags - _NO_TIMES, tokens[:LONGEST_RUN]))


def _order(words: str, tokens: Sequence[Token], found: _Found) -> Order:
    rest = tokens[found.head : len(tokens) - found.tail]
    left = _said(words, rest) if rest else ""
    if left and not _TOPIC.search(left):
        raise BadSchedule(Misread.UNCLEAR, words)
    if _is_one_day(left, found.read.schedule):
        raise BadSchedule(Misread.ONCE, words)
    return Order(_topic(left), found.read.schedule)


def _is_one_day(words: str, schedule: Schedule) -> bool:
    """ "2021-05-01", "1 May", "May 1, 2021"; "Mai" where "1." was taken for a day of each month."""
    parts = [part.strip(",.") for part in words.casefold().split()]
    if len(parts) == 1 and _DATE.fullmatch(parts[0]):
        return True
    days = [part for part in parts if part.isdigit()]
    months = [part for part in parts if not part.isdigit()]
    said = len(days) + (schedule.cadence is Cadence.MONTHLY)
    return len(months) == 1 and 1 <= said <= 2 and months[0] in _months()


@cache
def _months() -> frozenset[str]:
    return frozenset(name for code in _SPOKEN for name in calendar_words(code).months)


def _said(words: str, tokens: Sequence[Token]) -> str:
    return words[tokens[0].start : tokens[-1].end]


def _topic(words: str) -> str:
    """The words as a topic; empty when they say that all is meant."""
    topic = words.strip(_EDGES)
    only = tokens_of(topic)
    return "" if len(only) == 1 and "everything" in only[0] else topic


def _day_of_others(words: str, token: Token) -> Token:
    """A name of a weekday in yet another language: "lundi"."""
    name = words[token.start : token.end].casefold()
    number = None if token.tags or len(name) < _SHORTEST_DAY else _days_of_others().get(name)
    return replace(token, tags=frozenset({"weekday"}), number=number) if number else token


@cache
def _days_of_others() -> dict[str, int]:
    return {name: number for code in _OTHERS for name, number in calendar_words(code).weekdays.items()}
