"""How a pattern can open: its first two words, so that only rules that can match are tried at a place."""

import re
from collections.abc import Iterable
from functools import cache

WORD = re.compile(r"[^\W\d_]+|\d+|'(?=\d)")
GAP = " "  # whatever stands between two words
ANY = "*"  # anything may follow
_PIECES = re.compile(r"[^\W\d_]+|\d+|'|[\W_]")
_MOST = 400  # openings of one pattern; beyond, the first words must do

Opening = tuple[str, ...]
Openings = frozenset[Opening]
_SHORT = 3  # pieces: two words and the end of the second, as in "5th "
_NO_WORDS = frozenset((GAP, ANY))
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


@cache
def joined(first: Openings, second: Openings) -> Openings:
    """What opens one thing followed by another."""
    whole = {x for x in first if _is_whole(x)}
    begun = {x for x in first - whole if _is_begun(x)}
    heads = {_cut(y, 1) for y in second} if begun else ()  # all that counts after a word and a gap
    glued = {x + (y[1:] if y[:1] == (GAP,) else y) for x in begun for y in heads}
    glued.update(_cut(_glued(x, y)) for x in first - whole - begun for y in second)
    both = frozenset(whole | glued)
    return both if len(both) <= _MOST else _fewer(both)


def _fewer(openings: Openings) -> Openings:
    """At most so many where that can be: of the longest first words, as the rarest, only the word stands."""
    by_head: dict[Opening, list[Opening]] = {}
    for opening in openings:
        by_head.setdefault(_head(opening), []).append(opening)
    left, kept = len(openings), set[Opening]()
    for head, those in sorted(by_head.items(), key=lambda item: (-len("".join(item[0])), item)):
        if left > _MOST and len(those) > 1:
            left -= len(those) - 1
            kept.add((*head, ANY))
        else:
            kept.update(those)
    return frozenset(kept)


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


def _is_begun(opening: Opening) -> bool:
    """A word and its end."""
    return len(opening) > 1 and opening[-1] == GAP


@cache
def _is_whole(opening: Opening) -> bool:
    """Two words and the end of the second: nothing that follows can change it."""
    if opening[-1:] == (ANY,):
        return True
    return len(opening) >= _SHORT and opening[-1] == GAP and len(_words(opening)) >= 2


@cache
def _cut(opening: Opening, words: int = 2) -> Opening:
    """Without what comes after so many words."""
    left = words
    for position, piece in enumerate(opening):
        if piece == GAP and left <= 0:
            return opening[: position + 1]
        left -= _is_word(opening, position)
    return opening


def _words(opening: Opening) -> list[str]:
    return [piece for position, piece in enumerate(opening) if _is_word(opening, position)]


def _is_word(opening: Opening, position: int) -> bool:
    """Whether a piece is a word of a text: an apostrophe is one where digits follow."""
    piece = opening[position]
    if piece != "'":
        return piece not in _NO_WORDS
    return any(after[0] == "#" for after in opening[position + 1 : position + 2])


@cache
def first_two(opening: Opening) -> tuple[str, str | None]:
    """The first word and, where it is known, the second."""
    words = _words(opening)
    if len(words) >= 2:
        return words[0], words[1]
    return (words[0] if words else ANY), None
