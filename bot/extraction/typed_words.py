"""What people type beside dates in languages that have no grammar: "el mes pasado", "около 2015"."""

import re
from collections.abc import Mapping
from typing import Final

from bot.model.timex import Mod

_SAID: Final[Mapping[str, Mapping[str, str]]] = {
    "es": {
        "hoy": "today",
        "ayer": "yesterday",
        "anteayer": "the day before yesterday",
        "mañana": "tomorrow",
        "esta semana": "this week",
        "este mes": "this month",
        "este año": "this year",
        "la semana pasada": "last week",
        "el mes pasado": "last month",
        "el año pasado": "last year",
        "la próxima semana": "next week",
        "el próximo mes": "next month",
        "el próximo año": "next year",
    },
    "ru": {
        "сегодня": "today",
        "вчера": "yesterday",
        "позавчера": "the day before yesterday",
        "завтра": "tomorrow",
        "эта неделя": "this week",
        "на этой неделе": "this week",
        "этот месяц": "this month",
        "в этом месяце": "this month",
        "этот год": "this year",
        "в этом году": "this year",
        "прошлая неделя": "last week",
        "на прошлой неделе": "last week",
        "прошлый месяц": "last month",
        "в прошлом месяце": "last month",
        "прошлый год": "last year",
        "в прошлом году": "last year",
        "на следующей неделе": "next week",
        "в следующем месяце": "next month",
        "в следующем году": "next year",
    },
}
_BENT: Final[Mapping[str, Mapping[str, Mod]]] = {
    "es": {
        r"antes del?": Mod.BEFORE,
        r"(?:después del?|tras)": Mod.AFTER,
        r"(?:desde|a partir del?)": Mod.ON_OR_AFTER,
        r"(?:hasta|a más tardar en)": Mod.ON_OR_BEFORE,
        r"(?:hacia|alrededor de|sobre)": Mod.APPROX,
        r"(?:a )?(?:principios|comienzos|inicios) de": Mod.START,
        r"(?:a )?mediados de": Mod.MID,
        r"(?:a )?(?:finales|fines) de": Mod.END,
    },
    "ru": {
        r"(?:до|раньше)": Mod.BEFORE,
        r"после": Mod.AFTER,
        r"(?:с|со|начиная с)": Mod.ON_OR_AFTER,
        r"(?:по|не позднее)": Mod.ON_OR_BEFORE,
        r"(?:около|примерно)": Mod.APPROX,
        r"(?:в )?начал[оае]": Mod.START,
        r"(?:в )?середин[аеы]": Mod.MID,
        r"(?:в )?кон(?:ец|це|ца)": Mod.END,
    },
}
_RANGE: Final = {
    "es": re.compile(
        r"(?:(?:del?|desde|entre)\s+)?(?P<first>\S.*?)\s+(?:al?|hasta|y|[-–—])\s+(?P<last>\S.*)",
        re.IGNORECASE,
    ),
    "ru": re.compile(
        r"(?:(?:со?|от|между)\s+)?(?P<first>\S.*?)\s+(?:по|до|и|[-–—])\s+(?P<last>\S.*)", re.IGNORECASE
    ),
}
_ARTICLE: Final = {"es": re.compile(r"^(?:el|la|en|del?)\s+"), "ru": re.compile(r"^(?:во?)\s+")}
_MONTHS: Final = (
    ("январ", "январь"),
    ("феврал", "февраль"),
    ("март", "март"),
    ("апрел", "апрель"),
    ("ма[йяею]", "май"),
    ("июн", "июнь"),
    ("июл", "июль"),
    ("август", "август"),
    ("сентябр", "сентябрь"),
    ("октябр", "октябрь"),
    ("ноябр", "ноябрь"),
    ("декабр", "декабрь"),
)
_CASES: Final = [(re.compile(rf"\b{stem}\w*", re.IGNORECASE), name) for stem, name in _MONTHS]


def in_english(words: str, language: str) -> str | None:
    """What a phrase that counts from today is in English."""
    said = _SAID.get(language, {})
    return said.get(words.lower()) or next(
        (english for phrase, english in said.items() if phrase.split(" ", 1)[-1] == words.lower()), None
    )


def unbent(words: str, language: str) -> tuple[str, Mod | None]:
    """The date without the word that bends it, and what that makes of it."""
    for bend, mod in _BENT.get(language, {}).items():
        if found := re.fullmatch(rf"{bend}\s+(\S.*)", words, re.IGNORECASE):
            return found[1], mod
    return words, None


def ends_of(words: str, language: str) -> tuple[str, str] | None:
    """The two dates of a range; the first has from the second what it leaves out: "18 a 20 abr 2021"."""
    pattern = _RANGE.get(language)
    found = pattern.fullmatch(words) if pattern else None
    if found is None:
        return None
    first, last = found["first"], found["last"]
    if " " not in first and not re.search(r"\d{4}", first):
        first = " ".join([first, *last.split()[1:]])
    return first, last


def in_nominative(words: str, language: str) -> str:
    """The words as dateparser knows them: "в марте 2015" → "март 2015"."""
    article = _ARTICLE.get(language)
    if article is not None:
        words = article.sub("", words)
    if language == "ru":
        for case, name in _CASES:
            words = case.sub(name, words)
    return words
