"""The transcript: messages with their markup as a terminal can show it, and numbered buttons."""

import shutil
from collections.abc import Iterator, Sequence
from typing import TextIO

from rich.console import Console
from rich.style import Style
from rich.text import Text

from bot.rendering.foreign import harmless
from bot.terminal.botapi import Json

WIDEST = 100

_STYLES = {
    "bold": "bold",
    "italic": "italic",
    "underline": "underline",
    "strikethrough": "strike",
    "code": "cyan",
    "pre": "cyan",
    "spoiler": "reverse",
    "bot_command": "blue",
}
_QUOTES = ("blockquote", "expandable_blockquote")
_MARGIN, _QUOTE_MARGIN = "  ", "  ▌ "


class Paper:
    """Writes to a stream: in colour on a terminal, else as plain text, with _underlined words_ marked."""

    def __init__(self, stream: TextIO) -> None:
        self._plain = not stream.isatty()
        self._blank, self._answered = True, False
        width = WIDEST if self._plain else min(shutil.get_terminal_size().columns, WIDEST)
        self._console = Console(
            file=stream, width=width, highlight=False, markup=False, emoji=False, no_color=self._plain
        )

    def said(self, text: str) -> None:
        """What a person said, or did."""
        first, *others = harmless(text).split("\n")
        if not self._blank:
            self._console.print()
        self.typed()
        self._write(Text(f"> {first}", "bold"), "", "  ")
        for line in others:
            self._write(Text(line, "bold"), "  ", "  ")

    def typed(self) -> None:
        """A person said something that the terminal shows already."""
        self._blank, self._answered = False, False

    def message(self, text: str, entities: Sequence[Json], *, note: str = "") -> None:
        """A message of the bot, with the addresses of its links below."""
        if self._answered:
            self._console.print()
        self._blank, self._answered = False, True
        if note:
            self.note(note)
        for line, quoted in _lines(text, entities, plain=self._plain):
            margin = _QUOTE_MARGIN if quoted else _MARGIN
            self._write(line, margin, margin)
        for words, address in _links(text, entities).items():
            self._write(Text(f"{words}: {address}", "dim"), _MARGIN, _MARGIN * 2)

    def buttons(self, rows: Sequence[Sequence[tuple[int, str]]]) -> None:
        """The buttons below a message, a row a line."""
        for row in rows:
            self._write(Text("   ".join(f"[{number}] {label}" for number, label in row), "green"), _MARGIN)

    def note(self, words: str) -> None:
        """A remark that is no message: a file saved, a toast, an edit."""
        self._write(Text(f"({words})", "dim"), _MARGIN, _MARGIN)

    def _write(self, line: Text, margin: str, hanging: str = _MARGIN) -> None:
        width = self._console.width - max(len(margin), len(hanging))
        pieces = line.wrap(self._console, width, tab_size=4) if line.plain else [line]
        for place, piece in enumerate(pieces):
            piece.rstrip()
            self._console.print((Text(hanging if place else margin) + piece) if piece.plain else "")


def _lines(text: str, entities: Sequence[Json], *, plain: bool) -> Iterator[tuple[Text, bool]]:
    """The lines of a message with their styles, and whether each stands in a quotation."""
    units = text.encode("utf-16-le")
    places = [(_place(units, e["offset"]), _place(units, e["offset"] + e["length"]), e) for e in entities]
    styled = Text(text)
    for start, end, entity in places:
        styled.stylize(_style(entity), start, end)
    quotes = [range(start, end) for start, end, entity in places if entity["type"] in _QUOTES]
    at = 0
    for line in styled.split("\n", allow_blank=True):
        quoted = any(at in quote for quote in quotes)
        yield (_underscored(line) if plain else line), quoted
        at += len(line.plain) + 1


def _place(units: bytes, offset: int) -> int:
    """The character at an offset in UTF-16 units."""
    return len(units[: 2 * offset].decode("utf-16-le", "ignore"))


def _style(entity: Json) -> str | Style:
    if entity["type"] == "text_link":
        return Style(underline=True, link=str(entity["url"]))
    return _STYLES.get(entity["type"], "")


def _underscored(line: Text) -> Text:
    """Plain text that shows what was underlined: _so_."""
    marks = sorted(
        place for span in line.spans if span.style == "underline" for place in (span.start, span.end)
    )
    pieces = [line.plain[start:end] for start, end in zip([0, *marks], [*marks, None], strict=True)]
    return Text("_".join(pieces))


def _links(text: str, entities: Sequence[Json]) -> dict[str, str]:
    units = text.encode("utf-16-le")
    links: dict[str, str] = {}
    for entity in entities:
        if entity["type"] == "text_link":
            start, end = 2 * entity["offset"], 2 * (entity["offset"] + entity["length"])
            links.setdefault(units[start:end].decode("utf-16-le", "ignore"), entity["url"])
    return links
