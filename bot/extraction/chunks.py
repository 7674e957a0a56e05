"""Chunks: a sentence cut at its signs and at the words that open a clause."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from bot.extraction.lexicon import (
    ADV,
    CAPITAL,
    COORD,
    DET,
    GERUND,
    POSS,
    PREP,
    REL,
    REPORT,
    SAYING,
    SUBJ,
    SUBORD,
    THAT,
)
from bot.extraction.tokens import Token
from bot.extraction.verbs import Group


class Opener(StrEnum):
    """What opens a chunk."""

    PLAIN = "plain"
    RELATIVE = "relative"
    SUBORDINATE = "subordinate"
    COMPLEMENT = "complement"
    ASIDE = "aside"


class Chunk(NamedTuple):
    """Tokens `start:end`. `comma`: a sign stands before it.

    `plain`: it has a subject and verb of its own; `bare`: it starts with a verb behind a sign.
    """

    start: int
    end: int
    opener: Opener
    comma: bool
    plain: bool
    bare: bool


_SIGNS = frozenset(",;:—–-_…/|•·()[]{}")


def chunks_of(tokens: Sequence[Token], marks: Sequence[int], groups: Mapping[int, Group]) -> list[Chunk]:
    """The chunks of a sentence in order; signs between them belong to none."""
    stops = [token.text in _SIGNS and _is_stop(tokens, marks, n) for n, token in enumerate(tokens)]
    cuts = _cuts(tokens, marks, groups, stops)
    chunks: list[Chunk] = []
    start, depth, comma, opener = 0, 0, False, Opener.PLAIN
    ends = [index for index, stop in enumerate(stops) if stop or index in cuts]
    for index in (*ends, len(tokens)):
        stop = index == len(tokens) or stops[index]
        if not stop and index not in cuts:
            continue
        if start < index:
            for a, b in _parts(tokens, start, index, opener, groups):
                kind = Opener.ASIDE if depth else opener if a == start else Opener.PLAIN
                chunks.append(_chunk(tokens, a, b, kind, comma, groups))
        comma, opener = stop, cuts.get(index, Opener.PLAIN)
        start = index
        if stop and index < len(tokens):
            depth = max(0, depth + (tokens[index].text in "([{") - (tokens[index].text in ")]}"))
            start, opener = index + 1, cuts.get(index + 1, Opener.PLAIN)
            cuts.pop(index + 1, None)
    return chunks


def _parts(
    tokens: Sequence[Token], start: int, end: int, opener: Opener, groups: Mapping[int, Group]
) -> list[tuple[int, int]]:
    """A relative or subordinate chunk with two verbs ends before the second: "those who came will see"."""
    if opener not in (Opener.RELATIVE, Opener.SUBORDINATE):
        return [(start, end)]
    strong = [i for i in range(start, end) if i in groups and not groups[i].doubtful]
    if len(strong) < 2 or any(tokens[i].bits & COORD for i in range(strong[0], strong[1])):
        return [(start, end)]
    cut = strong[1]
    if opener is Opener.SUBORDINATE or tokens[start].bits & PREP:
        while cut - 1 > strong[0] and tokens[cut - 1].bits & (CAPITAL | SUBJ | DET | POSS):
            cut -= 1
        if cut == strong[1]:
            return [(start, end)]
    return [(start, cut), (cut, end)]


def _chunk(
    tokens: Sequence[Token], start: int, end: int, opener: Opener, comma: bool, groups: Mapping[int, Group]
) -> Chunk:
    verbs = any(i in groups and not groups[i].doubtful for i in range(start, end))
    plain = verbs and opener is Opener.PLAIN and not tokens[start].bits & COORD
    return Chunk(start, end, opener, comma, plain, bare=comma and start in groups)


def _is_stop(tokens: Sequence[Token], marks: Sequence[int], index: int) -> bool:
    """Whether the sign there cuts."""
    text = tokens[index].text
    if marks[index] >= 0 and index + 1 < len(marks) and marks[index + 1] == marks[index]:
        return False
    if text == "-" and 0 < index < len(tokens) - 1:
        return tokens[index - 1].end < tokens[index].start and tokens[index].end < tokens[index + 1].start
    return True


def _cuts(
    tokens: Sequence[Token], marks: Sequence[int], groups: Mapping[int, Group], stops: Sequence[bool]
) -> dict[int, Opener]:
    """Where a word opens a chunk, found from the right, so that each word knows if a verb follows."""
    lefts = _lefts(tokens, groups, stops)
    cuts: dict[int, Opener] = {}
    verb: int | None = None  # the nearest finite verb to the right, up to the next cut
    for index in range(len(tokens) - 1, -1, -1):
        if stops[index]:
            verb = None
        elif index in groups:
            verb = index
        elif tokens[index].bits & THAT and _starts_said(tokens, marks, lefts, index, verb):
            cuts[index] = Opener.COMPLEMENT
            verb = None
        elif verb is not None and marks[index] < 0:
            opener = _opens(tokens, marks, groups, index, verb, lefts)
            if opener is not None:
                at = (
                    index - 1
                    if opener is Opener.RELATIVE and index and tokens[index - 1].bits & PREP
                    else index
                )
                cuts[at] = opener
                verb = None
    return cuts


def _starts_said(
    tokens: Sequence[Token], marks: Sequence[int], lefts: "_Lefts", index: int, verb: int | None
) -> bool:
    """ "said that …", and "the third time that Jobs, 55, …", where the verb comes behind a comma."""
    if index == 0 or index + 1 == len(tokens) or marks[index] >= 0:
        return False
    if tokens[index - 1].bits & REPORT:
        return True
    named = bool(tokens[index + 1].bits & (SUBJ | DET | POSS | CAPITAL))
    return verb is None and named and lefts.verb[index] and not tokens[index - 1].bits & PREP


class _Lefts(NamedTuple):
    """What stands left of each token: a verb since the last sign or opener; room for a clause to open."""

    verb: Sequence[bool]
    clause_possible: Sequence[bool]


def _lefts(tokens: Sequence[Token], groups: Mapping[int, Group], stops: Sequence[bool]) -> _Lefts:
    verbs: list[bool] = []
    possible: list[bool] = []
    since, ever, stopped = False, False, True
    for index, (token, stop) in enumerate(zip(tokens, stops, strict=True)):
        verbs.append(since)
        possible.append(ever or stopped)
        if stop or token.bits & (SUBORD | REL | THAT):
            since = False
        since, ever = since or index in groups, ever or index in groups
        stopped = stop or (stopped and not token.text[0].isalnum())
    return _Lefts(verbs, possible)


def _opens(
    tokens: Sequence[Token],
    marks: Sequence[int],
    groups: Mapping[int, Group],
    index: int,
    verb: int,
    lefts: _Lefts,
) -> Opener | None:
    bits = tokens[index].bits
    if bits & REL:
        return Opener.RELATIVE if index else Opener.SUBORDINATE
    if bits & THAT and index:
        return _that(tokens, index, verb)
    if bits & SUBORD and not (bits & PREP and (verb == index + 1 or not lefts.clause_possible[index])):
        return Opener.SUBORDINATE
    if bits & COORD and (lefts.verb[index] or _next(tokens, index) == verb or _dated_soon(marks, index)):
        return Opener.PLAIN
    if index and _after_saying(tokens, marks, groups, index):
        return Opener.COMPLEMENT
    return None


def _next(tokens: Sequence[Token], index: int) -> int:
    """The next token that is no adverb."""
    index += 1
    while index < len(tokens) - 1 and tokens[index].bits & ADV:
        index += 1
    return index


def _dated_soon(marks: Sequence[int], index: int) -> bool:
    """ "… and the following year": a date behind "and" starts a clause of its own."""
    return any(mark >= 0 for mark in marks[index + 1 : index + 3])


def _that(tokens: Sequence[Token], index: int, verb: int) -> Opener | None:
    left = tokens[index - 1]
    if left.bits & REPORT or verb > index + 1:
        return Opener.COMPLEMENT
    return Opener.RELATIVE if left.text[0].isalnum() and not left.bits & (PREP | COORD) else None


def _ends_group(groups: Mapping[int, Group], index: int) -> bool:
    return any(
        (group := groups.get(i)) is not None and group.main == index
        for i in range(index, max(index - 5, -1), -1)
    )


def _after_saying(
    tokens: Sequence[Token], marks: Sequence[int], groups: Mapping[int, Group], index: int
) -> bool:
    """ "said the blast …", "announced Monday it has …": what was said starts without "that"."""
    token, before = tokens[index], index - 1
    while before > 0 and (marks[before] >= 0 or (marks[before + 1] >= 0 and tokens[before].bits & PREP)):
        before -= 1
    left = tokens[before]
    if token.bits & (REPORT | PREP | ADV | GERUND | COORD):
        return False
    bare = left.bits & SAYING and before == index - 1 and token.text[0].isalpha()
    begins = token.bits & (DET | SUBJ | POSS) or token.text[0].isupper() or bare
    return bool(begins and left.bits & REPORT and _ends_group(groups, before))
