"""Datelines: "DAMASCUS, April 20 (Agency) —" before the first words of a report."""

import re
from dataclasses import dataclass
from functools import cache

from bot.extraction.written_dates import WrittenDay, day_expression, written_day

_LONGEST = 120
_DASH = re.compile(r"(?:\s(?:--|[—–_-])|(?<=[)/.])\s?(?:--|[—–_:-])|--|—)(?=\s|[^\W_])")
_AGENCY = re.compile(r"\s*(?:\((?P<said>[^()\n]{2,60})\)|/[^/\n]{2,40}/)\s*")
_SMALL = frozenset(
    "de del la las los le el al am an der im in ob bei of on upon sur da do di and und et y e".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where it ends in the text, and its day when it names one."""

    end: int
    day: WrittenDay | None


def dateline_at(text: str, start: int, end: int, language: str) -> Dateline | None:
    """The dateline that a line opens with."""
    dash = _DASH.search(text, start, min(end, start + _LONGEST))
    if dash is None:
        return None
    head, agency = _without_agency(text[start : dash.start()])
    place, day = _without_day(head, language)
    if not (agency or day) or not (place or agency) or not _is_place(place):
        return None
    return Dateline(dash.end(), day or (_day_within(agency, language) if agency else None))


def opens_report(text: str) -> bool:
    """Whether a text is an agency's, by the dateline it opens with."""
    start = len(text) - len(text.lstrip())
    dash = _DASH.search(text, start, start + _LONGEST)
    if dash is None:
        return False
    place, agency = _without_agency(text[start : dash.start()])
    return agency is not None and _is_place(place)


def _without_agency(head: str) -> tuple[str, str | None]:
    found = _AGENCY.search(head)
    if found is None:
        return head.strip(), None
    return (head[: found.start()] + " " + head[found.end() :]).strip(), found["said"] or found[0]


def _without_day(head: str, language: str) -> tuple[str, WrittenDay | None]:
    found = _closing_day(language).search(head)
    if found is None or (day := written_day(found, language)) is None:
        return head, None
    return head[: found.start()].rstrip(" ,"), day


def _day_within(agency: str, language: str) -> WrittenDay | None:
    found = _closing_day(language).search(agency)
    return written_day(found, language) if found else None


@cache
def _closing_day(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w]){day_expression(language)}[\s,.]*\Z", re.IGNORECASE)


def _is_place(place: str) -> bool:
    """Names only, not the words of a sentence."""
    words = re.split(r"[\s,/]+", place)
    return len(words) <= 8 and all(not w or w[0].isupper() or w in _SMALL for w in words)
