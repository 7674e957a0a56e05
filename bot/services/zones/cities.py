"""The table of cities: names in any language, and the zones that they are in.

It is GeoNames' (https://www.geonames.org, CC BY 4.0), cut down by `deploy/cities`. It is opened when somebody
names a city and let go of again, as that happens once or twice in the life of a chat.
"""

import gzip
from bisect import bisect_left
from collections.abc import Sequence
from difflib import SequenceMatcher
from heapq import nlargest
from importlib.resources import files
from typing import Final

_LIKE: Final = 0.8  # of 1: how much of two names is the same
_FURTHEST: Final = 2  # letters by which one may be longer


class Cities:
    """The open table. Names are spelled as `bot.services.zones.spelling` has it."""

    def __init__(self) -> None:
        table = (files("bot.services.zones") / "cities.gz").read_bytes()
        self._text = gzip.decompress(table).decode()
        self._zones = self._text[: self._text.index("\n")].split()

    def zones(self, name: str) -> tuple[str, ...]:
        """Where there is a city of that name, the zone of the largest one first."""
        start = self._text.find(f"\n{name}\t")
        if not name or start < 0:
            return ()
        line = self._text[start + 1 : self._text.index("\n", start + 1)]
        return tuple(self._zones[int(place)] for place in line.partition("\t")[2].split())

    def like(self, name: str, most: int) -> Sequence[str]:
        """Names that begin with the same letter and are spelled much like this one, the most alike first."""
        alike = SequenceMatcher(autojunk=False)
        alike.set_seq2(name)
        found: list[tuple[float, str]] = []
        for other in self._beginning(name[:1]):
            if abs(len(other) - len(name)) > _FURTHEST:
                continue
            alike.set_seq1(other)
            if min(alike.real_quick_ratio(), alike.quick_ratio()) >= _LIKE and alike.ratio() >= _LIKE:
                found.append((alike.ratio(), other))
        return [other for _, other in nlargest(most, found)]

    def _beginning(self, letter: str) -> list[str]:
        lines = self._text.split("\n")[1:-1]
        first = bisect_left(lines, letter)
        last = bisect_left(lines, chr(ord(letter) + 1)) if letter else first
        return [line.partition("\t")[0] for line in lines[first:last]]
