"""SVG, piece by piece: texts in the package's fonts, rectangles, lines."""

from html import escape

from bot.rendering.foreign import runs_right_to_left
from bot.rendering.picture.fonts import MAIN, runs


def text(
    x: float, y: float, words: str, size: float, fill: str, *, bold: bool = False, end: bool = False
) -> str:
    """One line of text, its baseline at `y`; `end` sets its right end at `x`."""
    weight = ' font-weight="700"' if bold else ""
    anchor = ' text-anchor="end"' if end else ""
    place = f'x="{x:.1f}" y="{y:.1f}" font-size="{size:g}"'
    return f'<text {place} fill="{fill}"{weight}{anchor}>{_spans(words)}</text>'


def _spans(words: str) -> str:
    return "".join(
        escape(piece) if family == MAIN else f'<tspan font-family="{family}">{escape(piece)}</tspan>'
        for family, piece in runs(words)
    )


def rectangle(
    x: float, y: float, wide: float, high: float, *, fill: str = "none", stroke: str = "", round: float = 0
) -> str:
    edge = f' stroke="{stroke}" stroke-width="2.5"' if stroke else ""
    place = f'x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" rx="{round:g}"'
    return f'<rect {place} fill="{fill}"{edge}/>'


def path(points: str, stroke: str, width: float = 2, fill: str = "none") -> str:
    look = f'stroke="{stroke}" stroke-width="{width:g}" stroke-linecap="round"'
    return f'<path d="{points}" fill="{fill}" {look}/>'


def hatching(name: str, colour: str, ground: str) -> str:
    """A pattern of slanting lines, to be used as `url(#name)`."""
    return (
        f'<pattern id="{name}" width="9" height="9" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)">'
        f'<rect width="9" height="9" fill="{ground}"/>'
        f'<rect width="4.5" height="9" fill="{colour}"/></pattern>'
    )


def document(wide: int, high: int, ground: str, defs: str, body: str) -> str:
    """The whole picture."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" '
        f'viewBox="0 0 {wide} {high}" '
        f'font-family="{MAIN}, sans-serif"><defs>{defs}</defs>'
        f'<rect width="{wide}" height="{high}" fill="{ground}"/>{body}</svg>'
    )


def starts_right(words: str) -> bool:
    """Whether a line is set from the right: its first letter that has a direction runs that way."""
    first = next((char for char in words if char.isalpha()), "")
    return runs_right_to_left(first)
