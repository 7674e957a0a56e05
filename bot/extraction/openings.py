"""How a pattern can open: its first two words, so that only rules that can match are tried at a place."""

import re
from collections.abc import Iterable

WORD = re.compile(r"[^\W\d_]+|\d+|'(?=\d)")
GAP = " "  # whatever stands between two words
ANY = "*"  # anything may follow
_PIECES = re.compile(r"[^\W\d_]+|\d+|'|[\W_]")
_MOST = 400  # openings of one pattern; beyond, the first words must do

Opening = tuple[str, ...]
Openings = frozenset[Opening]
_SHORT = 3  # pieces: two words and their gap
NOTHING: Openings = frozenset({()})


def key_of(word: str) -> str:
    """What a word of a text is looked up by: itself, or "#" and how many digits it has."""
    return f"#{len(word)}" if word.isdecimal() else word


def openings_of(text: str) -> Opening:
    """The openings of fixed text: "the 5" → the, gap, #1."""
    pieces: list[str] = []
    for piece in _PIECES.findall(text):
        if piece.isalnum():
            pieces.append(key_of(piece))
        elif piece == "'":
            pieces.append(piece)
        elif pieces[-1:] != [GAP]:
            pieces.append(GAP)
    return tuple(pieces)


def words_open(words: Iterable[str]) -> Openings:
    return frozenset(_cut(openings_of(word)) for word in words)


def digits_open(*lengths: int, then: Opening = ()) -> Openings:
    """Digits of such lengths; `then` may say what must follow them."""
    return frozenset((f"#{length}", *then) for length in lengths)


def joined(first: Openings, second: Openings) -> Openings:
    """What opens one thing followed by another."""
    whole = {x for x in first if _is_whole(x)}
    glued = {_cut(_glued(x, y)) for x in first - whole for y in second}
    both = frozenset(whole | glued)
    if len(both) <= _MOST:
        return both
    fewer = frozenset(x if _is_whole(x) else (*_head(x), ANY) for x in both)
    return fewer if len(fewer) <= _MOST else frozenset((*_head(x), ANY) for x in both)


def _head(opening: Opening) -> Opening:
    words = [piece for piece in opening if piece not in (GAP, "'")]
    return (words[0], GAP) if words else ()


def _glued(x: Opening, y: Opening) -> Opening:
    if not x or not y:
        return x + y
    left, right = x[-1], y[0]
    if left.isalpha() and right.isalpha():
        return (*x[:-1], left + right, *y[1:])
    if left[0] == "#" == right[0]:
        return (*x[:-1], f"#{int(left[1:]) + int(right[1:])}", *y[1:])
    return (*x, *y[1:]) if left == GAP == right else x + y


def _is_whole(opening: Opening) -> bool:
    """Two words and the end of the second: nothing that follows can change it."""
    if opening[-1:] == (ANY,):
        return True
    return len(opening) > _SHORT and opening[-1] == GAP and len(_words(opening)) >= 2


def _cut(opening: Opening) -> Opening:
    """Without what comes after the second word."""
    if len(opening) <= _SHORT:
        return opening
    for position, piece in enumerate(opening):
        if piece == GAP and len(_words(opening[:position])) >= 2:
            return opening[: position + 1]
    return opening


def _words(opening: Opening) -> list[str]:
    """The pieces that are words of a text: an apostrophe is one where digits follow."""
    found = []
    for position, piece in enumerate(opening):
        digits_follow = opening[position + 1 : position + 2] and opening[position + 1][0] == "#"
        if piece not in (GAP, ANY) and (piece != "'" or digits_follow):
            found.append(piece)
    return found


def first_two(opening: Opening) -> tuple[str, str | None]:
    """The first word and, where it is known, the second."""
    words = _words(opening)
    if len(words) >= 2:
        return words[0], words[1]
    return (words[0] if words else ANY), None
