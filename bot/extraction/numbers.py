"""Numbers as a language writes them: digits, words, ordinals, and what they count to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from bot.extraction.openings import ANY, GAP, Openings, digits_open, joined, words_open
from bot.extraction.patterns import Slot

_DAY = r"(?:0?[1-9]|[12]\d|3[01])"


@dataclass(frozen=True, slots=True)
class Numbers:
    """The number words of one language; `joiner` stands between them ("one hundred and ten").

    `decimal` is the sign before the tenths; the other one of "." and "," stands before the thousands.
    """

    cardinal: Mapping[str, int]
    ordinal: Mapping[str, int]
    article: Mapping[str, int]
    suffix: tuple[str, ...]
    joiner: tuple[str, ...] = ()
    decimal: str = "."

    def slots(self) -> dict[str, Slot]:
        words = one_of(self.cardinal)
        joined = f"(?:{one_of(self.joiner)} )?" if self.joiner else ""
        compound = f"{words}(?:[ -]{joined}{words}){{0,3}}"
        suffix = one_of(self.suffix)
        ordinal, ordinals = one_of(self.ordinal), words_open(self.ordinal)
        opens = self._cardinals_open() | _figures_open()
        figures = (
            rf"\d{{1,3}}(?:{re.escape(self._thousands)}\d{{3}})?(?: 1/2|{re.escape(self.decimal)}5)?|\d{{4}}"
        )
        return {
            "number": Slot(f"(?:{figures}|{compound})", opens),
            "count": Slot(
                f"(?:{figures}|{compound}|{one_of(self.article)})", opens | words_open(self.article)
            ),
            "day": Slot(f"{_DAY}(?:{suffix})?", digits_open(1, 2) | self._suffixed()),
            "nth": Slot(f"(?:{_DAY}{suffix}|{ordinal})", ordinals | self._suffixed()),
            "figure": Slot(f"{_DAY}{suffix}", self._suffixed()),
            "ordinal": Slot(f"(?:{ordinal}|\\d{{1,2}}{suffix})", ordinals | self._suffixed()),
        }

    @property
    def _thousands(self) -> str:
        return "," if self.decimal == "." else "."

    def _cardinals_open(self) -> Openings:
        alone = words_open(self.cardinal)
        return alone | joined(alone, frozenset({(GAP, ANY)}))

    def _suffixed(self) -> Openings:
        return joined(digits_open(1, 2), words_open(self.suffix))

    def read(self, slot: str, written: str) -> str:
        """What a number slot says, in digits: days padded to two, halves as ".5"."""
        if slot in ("number", "count"):
            return self._cardinal(written)
        found = re.match(r"\d+", written)
        value = int(found[0]) if found else self._ordinal(written)
        return f"{value:02}" if slot in ("day", "nth", "figure") else str(value)

    def _ordinal(self, written: str) -> int:
        return self.ordinal.get(written) or self.ordinal["-".join(written.split())]

    def _cardinal(self, written: str) -> str:
        if written in self.article:
            return str(self.article[written])
        if written[0].isdigit():
            halved = (" 1/2", f"{self.decimal}5")
            half = next((sign for sign in halved if written.endswith(sign)), "")
            whole = written.removesuffix(half).replace(self._thousands, "")
            return f"{whole}.5" if half else str(Fraction(whole))
        return str(self._sum(re.split(r"[ -]+", written)))

    def _sum(self, words: list[str]) -> int:
        total, part = 0, 0
        for word in words:
            value = self.cardinal.get(word)
            if value is None:
                continue
            if value == 100:
                part = max(part, 1) * value
            elif value == 1000:
                total, part = total + max(part, 1) * value, 0
            else:
                part += value
        return total + part


def one_of(words: "Mapping[str, object] | tuple[str, ...]") -> str:
    """An expression for any of the words, the longest first; a closing dot is optional."""
    longest = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(map(written_as, longest)) + ")" if longest else r"(?!)"


def written_as(word: str) -> str:
    """The expression of one word: blanks stretch, a closing dot may be missing."""
    stem, dot = (word[:-1], r"\.?") if word.endswith(".") else (word, "")
    return re.escape(stem.lower()).replace(r"\ ", "[ ]{1,8}").replace(r"\-", "[- ]") + dot


def _figures_open() -> Openings:
    """Digits alone, before thousands, before "1/2" and ".5"."""
    alone = digits_open(1, 2, 3, 4)
    return alone | digits_open(1, 2, 3, then=(GAP, "#3")) | digits_open(1, 2, 3, then=(GAP, "#1", GAP))


def calendar_slots() -> dict[str, Slot]:
    """The slots every language has: years, months and days in digits, clock times."""
    return {
        "year": Slot(r"(?:1\d{3}|20\d\d)", digits_open(4), width=4),
        "modern": Slot(r"(?:19\d\d|20[0-4]\d)", digits_open(4), width=4),
        "yy": Slot(r"\d\d", digits_open(2), width=2),
        "mm": Slot(r"(?:0?[1-9]|1[0-2])", digits_open(1, 2), width=2),
        "dd": Slot(_DAY, digits_open(1, 2), width=2),
        "hour": Slot(r"(?:[01]?\d|2[0-4])", digits_open(1, 2), width=2),
        "minute": Slot(r"[0-5]\d", digits_open(2), width=2),
        "second": Slot(r"[0-5]\d", digits_open(2), width=2),
        "int": Slot(r"\d{1,3}", digits_open(1, 2, 3)),
        "word": Slot(r"[^\W\d_]+", frozenset({(ANY,)})),
        "hhmm": Slot(r"(?:[01]\d|2[0-3])[0-5]\d", digits_open(4)),
        "long": Slot(r"[1-9]\d{0,8}", digits_open(*range(1, 10))),
        "noday": Slot(r"(?:00?|3[2-9]|[4-9]\d)", digits_open(1, 2)),
        "noyear": Slot(r"(?:0{1,4}|\d{5,9})", digits_open(*range(1, 10))),
        "antique": Slot(r"[1-9]\d\d", digits_open(3), width=4),
        "early": Slot(r"[1-9]\d{0,2}", digits_open(1, 2, 3), width=4),
    }
