"""Which time zone somebody means: "Europe/London", "london", "München", "Paris, Texas", "UTC+3"."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Final
from zoneinfo import available_timezones

from bot.services.zones.cities import Cities
from bot.services.zones.spelling import spelling

LONGEST: Final = 60  # characters that are looked at
SUGGESTED: Final = 3

_OFFSET: Final = re.compile(r"(?:utc|gmt|z)?\s*([+\u2212-])\s*(\d{1,2})(?::?00)?", re.IGNORECASE)
_FURTHEST: Final = {"+": 14, "-": 12}  # hours from UTC of the zones that have no summer time
_BESIDE: Final = re.compile(r"\s+(?:time\s?zone|time|zeit|hora|время)$", re.IGNORECASE)
_UTC: Final = {"utc", "gmt", "z", "zulu", "uct", "universal", "greenwich"}
_CALLED: Final = {  # as people call countries, beside the names in the table of zones
    **dict.fromkeys(("uk", "england", "scotland", "great britain"), "GB"),
    **dict.fromkeys(("usa", "us", "america", "united states of america"), "US"),
    **dict.fromkeys(("korea", "south korea"), "KR"),
    **{"uae": "AE", "czechia": "CZ", "holland": "NL"},  # noqa: PIE800
}
_FEWEST_LETTERS: Final = 3  # of a name that suggestions are looked for


@dataclass(frozen=True, slots=True)
class Meant:
    """The zones that may be meant, the likeliest first; when there is none, those with names much like it."""

    zones: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


def meant(words: str) -> Meant:
    """What these words mean. Takes some 50 ms for a city, and more for a misspelled one."""
    words = _BESIDE.sub("", " ".join(words.split())[:LONGEST])
    name = spelling(words)
    if not name:
        return Meant()
    if zone := _written(words, name):
        return Meant((zone,))
    cities = Cities()
    if found := _existing(cities.zones(name)) or _within_country(words, cities):
        return Meant(found)
    if zone := _places().get(name):
        return Meant((zone,))
    if found := _zones_of_country(name):
        return Meant(found) if len(found) == 1 else Meant(near=found[:SUGGESTED])
    return Meant(near=_near(name, cities))


@cache
def zones() -> frozenset[str]:
    """Every zone there is."""
    return frozenset(zone for zone in available_timezones() if _is_place(zone))


@cache
def _spelled() -> Mapping[str, str]:
    """The zones by their names as `spelling` has them; those so many hours from UTC lose their sign by it."""
    return {spelling(zone): zone for zone in sorted(zones()) if not zone.startswith("Etc/GMT")}


@cache
def _places() -> Mapping[str, str]:
    """The zones by the place that they are named for, in their shortest name."""
    longest_first = sorted(_spelled().values(), key=len, reverse=True)
    return {spelling(zone.rpartition("/")[2]): zone for zone in longest_first}


def _is_place(zone: str) -> bool:
    return zone not in ("Factory", "localtime") and not zone.startswith(("posix", "right", "SystemV"))


def _existing(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(zone for zone in found if zone in zones())


def _written(words: str, name: str) -> str | None:
    """The zone that is named itself, or by its distance from UTC."""
    if name in _UTC:
        return "UTC"
    if words in zones():
        return words
    if offset := _OFFSET.fullmatch(words):
        sign, hours = "+" if offset[1] == "+" else "-", int(offset[2])
        reversed_sign = "-" if sign == "+" else "+"  # POSIX counts to the west
        if hours == 0:
            return "UTC"
        return f"Etc/GMT{reversed_sign}{hours}" if hours <= _FURTHEST[sign] else None
    return _spelled().get(name) if len(name) > _FEWEST_LETTERS else None


def _within_country(words: str, cities: Cities) -> tuple[str, ...]:
    """ "Paris, France", "London UK", and "Paris, Texas", of which the city alone is known."""
    city, comma, rest = words.rpartition(",") if "," in words else words.rpartition(" ")
    found = _existing(cities.zones(spelling(city))) if city else ()
    if code := _country(spelling(rest)):
        return tuple(zone for zone in found if zone in _countries().get(code, ())) or found * bool(comma)
    return found if comma else ()


def _zones_of_country(name: str) -> tuple[str, ...]:
    code = _country(name)
    return _countries().get(code, ()) if code else ()


def _country(name: str) -> str | None:
    if name in _CALLED:
        return _CALLED[name]
    rows = _rows("iso3166.tab")
    return next((code for code, called in rows if name in (spelling(called), code.casefold())), None)


@cache
def _countries() -> Mapping[str, tuple[str, ...]]:
    """The zones of each country, by its code of two letters."""
    found: dict[str, tuple[str, ...]] = {}
    for code, _, zone, *_ in _rows("zone.tab"):
        found[code] = (*found.get(code, ()), zone)
    return found


def _rows(table: str) -> list[list[str]]:
    text = (files("tzdata") / "zoneinfo" / table).read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


def _near(name: str, cities: Cities) -> tuple[str, ...]:
    """Zones and cities that are spelled much like it."""
    if len(name) < _FEWEST_LETTERS:
        return ()
    whole = [_spelled()[near] for near in get_close_matches(name, _spelled(), SUGGESTED, 0.8)]
    parts = [_places()[near] for near in get_close_matches(name, _places(), SUGGESTED, 0.75)]
    others = [zone for near in cities.like(name, SUGGESTED) for zone in _existing(cities.zones(near))[:1]]
    return tuple(dict.fromkeys([*whole, *parts, *others]))[:SUGGESTED]
