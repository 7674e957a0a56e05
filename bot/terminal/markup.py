"""Telegram's HTML read as Telegram reads it: the plain text, and its entities in UTF-16 units."""

from collections.abc import Sequence
from html.parser import HTMLParser

from bot.terminal.botapi import Json

_TYPES = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
    "a": "text_link",
}


def parse_markup(markup: str, mode: str) -> tuple[str, Sequence[Json]]:
    """The text and entities of the markup. Raises ValueError in Telegram's words."""
    if mode.upper() != "HTML":
        return markup, ()
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return reader.finish()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._text: list[str] = []
        self._units = 0
        self._open: list[tuple[str, Json]] = []
        self._entities: list[Json] = []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag not in _TYPES:
            raise ValueError(f'can\'t parse entities: unsupported start tag "{tag}"')
        entity: Json = {"type": _TYPES[tag], "offset": self._units}
        given = dict(attrs)
        if tag == "a":
            entity["url"] = given.get("href") or ""
        if tag == "blockquote" and "expandable" in given:
            entity["type"] = "expandable_blockquote"
        self._open.append((tag, entity))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1][0] != tag:
            raise ValueError(f'can\'t parse entities: unexpected end tag "{tag}"')
        _, entity = self._open.pop()
        entity["length"] = self._units - int(entity["offset"])
        if entity["length"]:
            self._entities.append(entity)

    def handle_data(self, data: str) -> None:
        self._text.append(data)
        self._units += len(data.encode("utf-16-le", "surrogatepass")) // 2

    def finish(self) -> tuple[str, Sequence[Json]]:
        if self._open:
            raise ValueError(f"can't parse entities: can't find end tag \"{self._open[-1][0]}\"")
        return "".join(self._text), sorted(self._entities, key=lambda e: (e["offset"], -int(e["length"])))
