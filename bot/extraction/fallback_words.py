"""What a language without a grammar writes dates with: words of dateparser, and some of fallback.toml."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from bot.extraction.calendar_words import calendar_words, dateparser_words
from bot.model.timex import Mod

_YEAR = r"(?:1[0-9]\d\d|20\d\d)(?!\d|[.,]\d)"
_DAY = r"\d{1,2}(?:er|st|nd|rd|th|º|ª|°|\.|-?го)?"
_WIDE = r"(?<!\d)(?P<wy>\d{4})\s?[年년](?:\s?(?P<wm>\d{1,2})\s?[月월](?:\s?(?P<wd>\d{1,2})\s?[日일])?)?"
_TO = r"\s?(?:-|–|—|/|\b(?:au|et|al|a|y|e|ao|tot|en|do|i|по|и|до|та|ile)\b)\s?"
_OF = r"(?:\s{1,3}(?:de|del|di|do|des)\b)?\s{1,3}"
_STEP = re.compile(r"(?P<coming>in )?(?P<count>\d+) (?P<unit>day|week|month|year)(?: ago)?")
_UNITS = {"day": "D", "week": "W", "month": "M", "year": "Y"}
_MODS = {"start": Mod.START, "mid": Mod.MID, "end": Mod.END}
_SHORT = frozenset(["mai", "mei", "maj", "май", "мая", "мае"])  # whole names, though of three letters


@dataclass(frozen=True, slots=True)
class FallbackWords:
    """One language: an expression that finds every candidate, and what its words mean."""

    expression: re.Pattern[str]
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    steps: Mapping[str, tuple[int, str]]
    mods: Mapping[str, Mod]
    last: frozenset[str]
    coming: frozenset[str]
    lone: frozenset[str]
    unsure: frozenset[str]
    within: frozenset[str]
    capital: bool
    order: str


@cache
def fallback_words(language: str) -> FallbackWords:
    own = _own(language)
    known = calendar_words(language)
    months = {**known.months, **_further(own, "months")}
    weekdays = {**known.weekdays, **_further(own, "weekdays")}
    unsure = frozenset(own.get("unsure", ()))
    known_steps = {phrase: step for phrase, step in _steps(language).items() if phrase not in unsure}
    steps = known_steps | {phrase: _step(said) for phrase, said in own.get("steps", {}).items()}
    mods = {word: mod for name, mod in _MODS.items() for word in own.get(name, ())}
    return FallbackWords(
        expression=_expression(months, weekdays, steps, mods, own, known.order),
        months=months,
        weekdays=weekdays,
        steps=steps,
        mods=mods,
        last=frozenset(own.get("last", ())),
        coming=frozenset(own.get("next", ())),
        lone=frozenset(_whole(months) | _whole(weekdays)),
        unsure=unsure,
        within=frozenset(own.get("within", ())),
        capital=own.get("capital", False),
        order=known.order,
    )


def _own(language: str) -> Mapping[str, Any]:
    text = resources.files("bot.extraction").joinpath("fallback.toml").read_text("utf-8")
    own: Mapping[str, Any] = tomllib.loads(text).get(language, {})
    return own


def _further(own: Mapping[str, Any], name: str) -> dict[str, int]:
    return {word: int(number) for number, words in own.get(name, {}).items() for word in words}


def _whole(names: Mapping[str, int]) -> set[str]:
    """The names that are no abbreviation of a longer one: those that may stand alone."""
    return {name for name in names if (len(name) > 3 or name in _SHORT) and not _is_short(name, names)}


def _is_short(name: str, names: Mapping[str, int]) -> bool:
    return any(
        longer.startswith(name) and len(longer) - len(name) > 2 and names[longer] == names[name]
        for longer in names
    )


def _steps(language: str) -> dict[str, tuple[int, str]]:
    """ "hier" → one day back, "l'année prochaine" → one year on, as dateparser lists them."""
    listed = dateparser_words(language).get("relative-type", {})
    steps: dict[str, tuple[int, str]] = {}
    for key, phrases in listed.items():
        if found := _STEP.fullmatch(key):
            count = int(found["count"]) * (1 if found["coming"] else -1)
            steps |= {phrase.lower(): (count, _UNITS[found["unit"]]) for phrase in phrases if len(phrase) > 2}
    return steps


def _step(said: str) -> tuple[int, str]:
    """ "-1Y" of the file."""
    return int(said[:-1]), said[-1]


def _expression(
    months: Iterable[str],
    weekdays: Iterable[str],
    steps: Iterable[str],
    mods: Iterable[str],
    own: Mapping[str, Any],
    order: str,
) -> re.Pattern[str]:
    month, weekday, mod = _any(months), _any(weekdays), _any(mods)
    beside = _any([*own.get("last", ()), *own.get("next", ())])
    year_before, year_after = _any(own.get("year", ())), _any(own.get("year_after", ()))
    closed = rf"\s?{year_after}(?!\w)"
    turned = "?" if order == "MDY" else ""
    ways = [
        r"(?P<iso>\d{4}-\d\d-\d\d)(?![\d-])",
        r"(?P<d1>\d{1,2})(?P<sign>[./-])(?P<d2>\d{1,2})(?P=sign)(?P<d3>\d{4})(?![\d/-])",
        rf"(?P<y1>{_YEAR})\s?[-–—]\s?(?P<y2>{_YEAR})(?![\w-])",
        rf"(?P<bracket>\((?P<y3>{_YEAR})\))",
        rf"(?:{weekday},?\s{{1,3}}(?:le\s|el\s|il\s)?)?(?:(?P<from>{_DAY}){_TO})?(?P<day>{_DAY}){_OF}(?P<month>{month})(?!\w)"
        rf"(?:\.?,?{_OF}(?P<year>{_YEAR}))?",
        rf"(?P<month2>{month})\.?\s{{1,3}}(?P<day2>{_DAY})(?![\d.]\d|\w)(?:,?\s{{1,3}}(?P<year2>{_YEAR})){turned}",
        rf"(?:(?P<mod>{mod})[\s-]{{1,3}})?(?P<month3>{month})(?!\w)"
        rf"(?:\.?{_OF}(?P<year3>{_YEAR})|(?:\s{{1,3}}(?P<beside3>{beside})(?!\w))?)",
        rf"(?:(?P<before>{beside})\s{{1,3}})?(?P<weekday>{weekday})(?!\w)(?:\s{{1,3}}(?P<beside>{beside})(?!\w))?",
        rf"(?P<step>{_any(steps)})(?!\w)",
    ]
    if own.get("decade"):
        ways.append(rf"{_any(own['decade'])}\s(?P<decade>\d{{1,3}}0)(?!\w|[.,]\d)")
    if own.get("year_after"):
        ways.append(rf"(?P<ylone>{_YEAR}){closed}")
    if own.get("year"):
        ways.append(rf"(?P<mod4>{mod})[\s]{{1,3}}(?P<year4>{_YEAR})(?!\w)")
    if own.get("year") and not own.get("year_needs_after"):
        ways.append(rf"(?:{year_before})\s{{1,3}}(?P<year5>{_YEAR})(?!\w|\s?[%€$]|\s?[-–—]\s?\d)")
    return re.compile(rf"{_WIDE}|(?<![\w.,/$€£-])(?:{'|'.join(ways)})")


def _any(words: Iterable[str]) -> str:
    """An expression for any of the words, the longest first; none matches nothing."""
    longest = sorted(set(words), key=lambda word: (-len(word), word))
    escaped = (re.escape(word).replace(r"\ ", r"\s{1,3}").replace("'", "['’]") for word in longest)
    return f"(?:{'|'.join(escaped)})" if longest else r"(?!)"
