"""Names of months and weekdays by language: from its grammar, or else from dateparser's data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Any

from bot.extraction.rules import grammar_of, languages

_MONTHS = (
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()  # noqa: SIM905
_SHORTEST = 3  # letters: "ma" and "di" are words of their own


@dataclass(frozen=True, slots=True)
class CalendarWords:
    """Lower-case names to numbers from 1 on; `order` is that of the parts of a date in digits ("DMY")."""

    months: Mapping[str, int] = field(default_factory=dict)
    weekdays: Mapping[str, int] = field(default_factory=dict)
    order: str = "DMY"


@cache
def calendar_words(language: str) -> CalendarWords:
    """Empty for a language nobody has names for. English headers stand over texts of any language."""
    if language == "en":
        return CalendarWords(_english(_MONTHS), _english(_WEEKDAYS), "MDY")
    if language in languages():
        slots = grammar_of(language).slots
        return CalendarWords(_numbers(slots["month"].values), _numbers(slots["weekday"].values))
    return _from_dateparser(language)


def _english(names: list[str]) -> dict[str, int]:
    """With the usual short forms; no grammar need be loaded for them."""
    lengths = (_SHORTEST, 4, 5)
    short = {name[:n]: number for number, name in enumerate(names, 1) for n in lengths if n < len(name)}
    return short | {name: number for number, name in enumerate(names, 1)}


def _numbers(values: Mapping[str, str]) -> dict[str, int]:
    return {word: int(number) for word, number in values.items()}


def _from_dateparser(language: str) -> CalendarWords:
    data = dateparser_words(language)
    if not data:
        return CalendarWords()
    return CalendarWords(_names(data, _MONTHS), _names(data, _WEEKDAYS), data.get("date_order", "DMY"))


def dateparser_words(language: str) -> Mapping[str, Any]:
    """All that dateparser knows of a language; empty for one it does not know."""
    try:
        info: Mapping[str, Any] = import_module(f"dateparser.data.date_translation_data.{language}").info
    except (ModuleNotFoundError, AttributeError):
        return {}
    return info


def _names(data: Mapping[str, list[str]], english: list[str]) -> dict[str, int]:
    """Spellings to numbers; one that stands for two things stands for none."""
    found = [
        (name.rstrip("."), number)
        for number, word in enumerate(english, 1)
        for name in map(str.lower, data[word])
    ]
    numbers = dict(found)
    return {name: n for name, n in found if _is_name(name) and numbers[name] == n}


def _is_name(name: str) -> bool:
    wide = any(character >= "\u2e80" for character in name)
    return wide or (len(name) >= _SHORTEST and not any(map(str.isdigit, name)))
