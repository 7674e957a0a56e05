"""Text broken into lines of a width: between words, in scripts without spaces between characters."""

import re
from collections.abc import Iterator

from bot.rendering.foreign import harmless, one_line
from bot.rendering.picture.fonts import width

_PIECES = re.compile(
    r"[\u0e00-\u0e7f\u3000-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef]|[^\s\u0e00-\u0e7f\u3000-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef]+|\s+"
)
ELLIPSIS = "…"


def wrapped(text: str, size: float, most: float, lines: int, *, bold: bool = False) -> list[str]:
    """At most `lines` lines, none wider than `most` pixels; the last ends in "…" when something is left."""
    broken = list(_broken(one_line(harmless(text)), size, most, bold))
    if len(broken) <= lines:
        return broken
    return [*broken[: lines - 1], cut(broken[lines - 1] + ELLIPSIS, size, most, bold=bold)]


def cut(text: str, size: float, most: float, *, bold: bool = False) -> str:
    """The text as far as it fits, with "…" when something is left out."""
    if width(text, size, bold=bold) <= most:
        return text
    kept = text.removesuffix(ELLIPSIS)
    while kept and width(kept + ELLIPSIS, size, bold=bold) > most:
        kept = kept[:-1]
    return kept.rstrip() + ELLIPSIS


def _broken(text: str, size: float, most: float, bold: bool) -> Iterator[str]:
    line = ""
    for piece in _fitting_pieces(text, size, most, bold):
        if line and width((line + piece).rstrip(), size, bold=bold) > most:
            yield line.rstrip()
            line = piece.lstrip()
        else:
            line += piece
    if line.strip():
        yield line.rstrip()


def _fitting_pieces(text: str, size: float, most: float, bold: bool) -> Iterator[str]:
    """Words, and single characters where there are none; a word wider than a line falls into characters."""
    for piece in _PIECES.findall(text):
        if width(piece, size, bold=bold) <= most:
            yield piece
        else:
            yield from piece
