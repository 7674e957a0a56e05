"""Words of dates after a preposition or a day, in a language that changes them: "май" → "мая"."""

import re
from typing import Final

from bot.rendering.speech import language

# Of what the catalogue has for months, seasons and the like; the other languages leave them as they are.
_RUSSIAN: Final = {
    "1-е": "1-го",
    "2-е": "2-го",
    "век": "века",
    "весна": "весны",
    "выходные": "выходных",
    "год": "года",
    "зима": "зимы",
    "июль": "июля",
    "июнь": "июня",
    "лето": "лета",
    "май": "мая",
    "март": "марта",
    "неделя": "недели",
    "осень": "осени",
    "полугодие": "полугодия",
    "финансовый": "финансового",
}
_SPANISH: Final = {"década": "la década", "semana": "la semana"}
_WORDS: Final = {"ru": _RUSSIAN, "es": _SPANISH}
_DECADE: Final = re.compile(r"(?<=\d\d\d0)-е\b")
_WORD: Final = re.compile(r"[\w-]+")


def governed(words: str) -> str:
    """The words of a date as they stand after "until", "about", "20"."""
    table = _WORDS.get(language())
    if table is None:
        return words
    return _WORD.sub(lambda word: table.get(word[0], word[0]), _DECADE.sub("-х", words))
