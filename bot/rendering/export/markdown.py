"""Markdown: years as headings, an event a point, the sources' sentences under it, the sources at the end."""

import re

from bot.rendering.dates import year_in_words, year_of
from bot.rendering.export.about import About
from bot.rendering.export.sheet import Sheet
from bot.rendering.export.told import Citation, Told
from bot.rendering.speech import say

# Everything that may be markup somewhere; escaped, it shows as it is.
_MARKUP = re.compile(r"([\\`*_{}\[\]()#+\-.!|~>:/@$^=])")


class Text(Sheet):
    """CommonMark, with nothing in it that one flavour has and another has not."""

    def __init__(self, about: About) -> None:
        super().__init__(about)
        self._year: int | None = None
        self._sources: dict[str, str] = {}

    def one(self, told: Told) -> str:
        for citation in told.citations:
            self._sources.setdefault(citation.letter, _source(citation))
        dated = ", ".join([f"**{escaped(told.date)}**", *map(escaped, told.standing)])
        letters = " ".join(f"\\[{letter}\\]" for letter in told.letters)
        line = f"- {dated} · {escaped(told.headline)} {letters} e{told.event.number}\n"
        return self._heading(told) + line + "".join(map(_quoted, told.citations))

    def head(self) -> bytes:
        said = " ".join([f"{self.holds}.", *self.lacks])
        return f"# {escaped(self.about.title)}\n\n{escaped(said)}\n".encode()

    def tail(self) -> bytes:
        if not self._sources:
            return b""
        heading = f"\n## {escaped(say('Sources'))}\n\n"
        return (heading + "".join(self._sources.values())).encode()

    def _heading(self, told: Told) -> str:
        year = year_of(told.event.when)
        if year == self._year:
            return ""
        self._year = year
        return f"\n## {escaped(year_in_words(year))}\n\n"


def escaped(words: str) -> str:
    """Words that are no markup, and no HTML either."""
    safe = words.replace("&", "&amp;").replace("<", "&lt;")
    return _MARKUP.sub(r"\\\1", safe)


def _quoted(citation: Citation) -> str:
    return f"  > \\[{citation.letter}\\] {escaped(citation.sentence)}\n\n"


def _source(citation: Citation) -> str:
    title = escaped(citation.title)
    if citation.address:
        title = f"[{title}](<{citation.address}>)"
    return f"- \\[{citation.letter}\\] {title}, {escaped(citation.published)}\n"


def sheet(about: About) -> Sheet:
    return Text(about)
