"""Text from outside made harmless to show: nothing in it can hide, reorder, smear or fake a line."""

import re
import unicodedata

COMBINING = 4  # marks on one letter that real writing needs; more of them paint over the lines around

_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Controls but tab and newline, lone surrogates, soft hyphens, byte order marks, and the characters that
# turn the direction of what follows; joiners stay, as Persian, Hindi and emoji are written with them.
_HIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b\u2060-\u206f\u202a-\u202e\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e001f]"
)
_MARKS = re.compile(rf"[^\x00-\u02ff]{{{COMBINING + 1},}}")


def harmless(text: str) -> str:
    """The text without hidden, direction-turning and piled-up characters; lines stay lines."""
    if text.isascii() and text.isprintable():
        return text
    text = _HIDDEN.sub("", _LINE_ENDS.sub("\n", text))
    return _MARKS.sub(lambda run: _thinned(run[0]), text)


def one_line(text: str) -> str:
    """The text with every run of white space made one space, so that it cannot fake a line of ours."""
    return " ".join(text.split())


def shortened(text: str, longest: int) -> str:
    """At most `longest` characters, cut between words where there are any, ending in "…" when cut."""
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    words = cut.rpartition(" ")[0] if text[longest - 1] != " " else cut
    return (words if len(words) > longest // 2 else cut).rstrip(" .,;:–—-") + "…"


def _thinned(run: str) -> str:
    kept: list[str] = []
    marks = 0
    for char in run:
        marks = marks + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        if marks <= COMBINING:
            kept.append(char)
    return "".join(kept)


def runs_right_to_left(text: str) -> bool:
    """Whether there is Arabic, Hebrew or the like in it."""
    return not text.isascii() and any(unicodedata.bidirectional(c) in ("R", "AL") for c in text)
