"""Headlines: one line out of a clause, made only by leaving words of the source away."""

from collections.abc import Iterable, Sequence

from bot.extraction.lexicon import (
    ADV,
    AUX,
    BE,
    CAPITAL,
    COORD,
    DET,
    GERUND,
    MODAL,
    OPENER,
    PAST,
    POSS,
    PREP,
    REL,
    SUBORD,
    THAT,
    TO,
)
from bot.extraction.tokens import Token

LIMIT = 90
_BREAKS = PREP | COORD | SUBORD | REL | THAT | GERUND | TO
_NEVER_LAST = MODAL | DET | POSS | PREP | COORD | SUBORD | REL | THAT | TO
_SIGNS = frozenset('"“”„«»‘`()[]{}<>*_•|~#')


def headline(
    text: str,
    tokens: Sequence[Token],
    kept: Iterable[int],
    *,
    aside: tuple[int, str] | None = None,
    whole: bool = False,
) -> str:
    """The kept tokens as one line of at most 90 characters.

    `aside` is a token and the name its pronoun stands for, set behind it in brackets. `whole`: the last
    word belongs there whatever it is ("trat … ein").
    """
    indices = [i for i in sorted(set(kept)) if not _is_sign(tokens, i)]
    indices = _trim(tokens, indices, whole=whole)
    while indices:
        line = _join(text, tokens, indices, aside)
        if len(line) <= LIMIT:
            return line
        shorter = _trim(tokens, _shorten(text, tokens, indices, aside))
        indices = shorter if len(shorter) < len(indices) else indices[:-1]
    return ""


def _is_sign(tokens: Sequence[Token], index: int) -> bool:
    """Quotation marks, brackets, marks of direction; an apostrophe only stays at the end of a word."""
    text = tokens[index].text
    if text not in ("'", "’"):
        return text[0] in _SIGNS or not text.isprintable()
    before = tokens[index - 1] if index else None
    return before is None or before.end != tokens[index].start or not before.lower.endswith("s")


def _trim(tokens: Sequence[Token], indices: list[int], *, whole: bool = False) -> list[int]:
    """Without what cannot open or close a line: conjunctions, adverbs, loose prepositions, signs."""
    low, high = 0, len(indices)
    while low < high and _weak_start(tokens[indices[low]]):
        low += 1
    while high > low and _weak_end(tokens[indices[high - 1]], whole=whole):
        high -= 1
    return indices[low:high]


def _weak_start(token: Token) -> bool:
    if not token.text[0].isalnum():
        return token.text[0] not in "$€£¥"
    opens = token.bits & SUBORD and not token.bits & (PREP | ADV)  # "when", "because"
    return bool(opens or token.bits & (COORD | OPENER | THAT))


def _weak_end(token: Token, *, whole: bool) -> bool:
    if whole and token.text[0].isalnum():
        return False
    if token.text[0].isalnum():
        return bool(token.bits & _NEVER_LAST) and not token.bits & ADV and token.text not in _PARTICLES
    return token.text not in "%°$€£"


_PARTICLES = frozenset(
    ("down", "up", "off", "out", "over", "back", "away", "more", "less", "all", "one", "others")
)


def _shorten(
    text: str, tokens: Sequence[Token], indices: list[int], aside: tuple[int, str] | None
) -> list[int]:
    """Up to the last place where a phrase starts that still fits, else to the last word that fits."""
    length, fits, last_break, broken = 0, 0, 0, 0
    extra = len(aside[1]) + 3 if aside else 0
    for position, index in enumerate(indices):
        token = tokens[index]
        length += token.end - token.start + 1
        if length + extra > LIMIT + 1:
            break
        fits = position + 1
        verb = tokens[indices[position - 1]].bits & (AUX | BE | PAST)
        if (
            position > 3
            and not verb
            and (token.bits & _BREAKS or token.text in ",;:–—")
            and token.lower != "of"
        ):
            last_break, broken = position, length
    return indices[: last_break if broken > LIMIT // 2 else _before_name(tokens, indices, fits)]


def _before_name(tokens: Sequence[Token], indices: Sequence[int], fits: int) -> int:
    """A cut that does not go through a name."""
    cut = fits
    while 1 < cut < len(indices) and tokens[indices[cut]].bits & tokens[indices[cut - 1]].bits & CAPITAL:
        cut -= 1
    return cut if cut > fits // 2 else fits


def _join(text: str, tokens: Sequence[Token], indices: Sequence[int], aside: tuple[int, str] | None) -> str:
    parts: list[str] = []
    before: int | None = None
    for index in indices:
        token = tokens[index]
        if before is not None and (
            token.start > tokens[before].end if index == before + 1 else _spaced(token)
        ):
            parts.append(" ")
        parts.append(token.text)
        if aside is not None and index == aside[0]:
            parts.append(f" [{aside[1]}]")
        before = index
    line = "".join(parts)
    return line[:1].upper() + line[1:] if _plain_start(line) else line


def _spaced(token: Token) -> bool:
    return token.text[0].isalnum() or token.text in "$€£¥—–-&"


def _plain_start(line: str) -> bool:
    """ "iPhone" keeps its small letter."""
    word = line.split(" ", 1)[0]
    return word == word.lower()
