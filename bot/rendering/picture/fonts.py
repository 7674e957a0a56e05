"""The package's own fonts: which of them has a character, and how wide it is.

Needs fontTools, which is imported when the first picture is drawn.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import groupby

FOLDER = files("bot.rendering.picture") / "fonts"
MISSING = "▯"  # shown for what no font has
_BOLD = 1.06  # the only bold font is the first one; the others are drawn bold by that much

# Family → file, in the order they are asked.
_FILES = {
    "Noto Sans": "NotoSans-Regular.ttf",
    "Noto Sans Arabic": "NotoSansArabic-Regular.ttf",
    "Noto Sans Hebrew": "NotoSansHebrew-Regular.ttf",
    "Noto Sans Devanagari": "NotoSansDevanagari-Regular.ttf",
    "Noto Sans Bengali": "NotoSansBengali-Regular.ttf",
    "Noto Sans Thai": "NotoSansThai-Regular.ttf",
    "Noto Sans Armenian": "NotoSansArmenian-Regular.ttf",
    "Noto Sans Georgian": "NotoSansGeorgian-Regular.ttf",
    "Droid Sans Fallback": "DroidSansFallback.ttf",
    "Dateline Hangul": "DatelineHangul.ttf",
    "Noto Emoji": "NotoEmoji-Regular.ttf",
}
MAIN = next(iter(_FILES))
_JOINERS = {"\u200d", "\ufe0e", "\ufe0f", "\u20e3"}  # they shape what stands before them, and have no width


@dataclass(frozen=True, slots=True)
class Face:
    """One font: its family, and the width of each character that it has, in ems."""

    family: str
    widths: dict[int, float]


def runs(text: str) -> Iterator[tuple[str, str]]:
    """The text in pieces, each with the family that draws it; what no font has is replaced."""
    pairs = [(_family(char), char) for char in text if not _invisible(char)]
    settled = [(family or MAIN, char if family else MISSING) for family, char in pairs]
    for family, group in groupby(settled, key=lambda pair: pair[0]):
        yield family, "".join(char for _, char in group)


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Pixels that the text takes on one line. Joined scripts are a little narrower than that."""
    return sum(map(_width, text)) * size * (_BOLD if bold else 1)


def _invisible(char: str) -> bool:
    return char in _JOINERS or "\U000e0000" <= char <= "\U000e007f" or "\U0001f3fb" <= char <= "\U0001f3ff"


@lru_cache(maxsize=20_000)
def _family(char: str) -> str | None:
    return next((face.family for face in _faces_for(char) if ord(char) in face.widths), None)


@lru_cache(maxsize=20_000)
def _width(char: str) -> float:
    if _invisible(char):
        return 0.0
    found = (face.widths[ord(char)] for face in _faces_for(char) if ord(char) in face.widths)
    return next(found, 0.6)


def _faces_for(char: str) -> Iterator[Face]:
    """The fonts that may have it, each read when it is first asked: most texts need but one."""
    return map(_face, _FILES)


@cache
def _face(family: str) -> Face:
    from fontTools.ttLib import TTFont

    with (FOLDER / _FILES[family]).open("rb") as file:
        font = TTFont(file, lazy=True)
        em = font["head"].unitsPerEm
        metrics = font["hmtx"].metrics
        widths = {code: metrics[name][0] / em for code, name in font.getBestCmap().items()}
    return Face(family, widths)
