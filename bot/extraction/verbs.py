"""Verbs: where a sentence has a finite verb, told from participles and nouns by the words around it."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.extraction.lexicon import (
    ADV,
    AUX,
    BASE,
    BE,
    CAPITAL,
    COORD,
    DET,
    GERUND,
    HAVE,
    MODAL,
    NEG,
    OBJ,
    PART,
    PAST,
    POSS,
    PREP,
    PRES,
    REL,
    REPORT,
    SAYING,
    SUBJ,
    SUBORD,
    THAT,
    TO,
)
from bot.extraction.tokens import Token


class Group(NamedTuple):
    """A verb with its auxiliaries: from `start` to `end`; `main` is the verb that says what happened.

    `doubtful`: the form could as well be a participle ("the update released Thursday").
    """

    start: int
    main: int
    end: int
    doubtful: bool = False


def verb_groups(tokens: Sequence[Token], marks: Sequence[int]) -> dict[int, Group]:
    """Every finite verb of a sentence by the index of its first token."""
    groups: dict[int, Group] = {}
    index = 0
    while index < len(tokens):
        bits = tokens[index].bits
        if marks[index] >= 0 or not bits & (AUX | PAST | PRES | BASE):
            index += 1
            continue
        if index and tokens[index - 1].bits & TO:
            group = None
        else:
            group = _auxiliary(tokens, marks, index) if bits & AUX else _full(tokens, marks, index)
        if group is None:
            index += 1
            continue
        groups[index] = group
        index = group.end
    return groups


def _auxiliary(tokens: Sequence[Token], marks: Sequence[int], index: int) -> Group | None:
    """ "has been fighting", "will not be held", "was killed"; "may" only where it is no month."""
    wanted, main, end = _follows(tokens[index].bits), index, index + 1
    while end < len(tokens) and end < index + 10 and marks[end] < 0:
        bits = tokens[end].bits
        if bits & wanted:
            main, wanted = end, _follows(bits) if bits & (BE | HAVE) else 0
            if tokens[end].bits & (BE | HAVE) == 0:
                return Group(index, main, end + 1)
        elif not bits & (ADV | NEG):
            break
        end += 1
    return Group(index, main, main + 1)


def _follows(bits: int) -> int:
    """The forms that may follow an auxiliary."""
    if bits & MODAL:
        return BASE | BE | HAVE
    if bits & HAVE:
        return PART | BE
    if bits & BE:
        return PART | GERUND | BE
    return BASE


def _full(tokens: Sequence[Token], marks: Sequence[int], index: int) -> Group | None:
    before = _before(tokens, index)
    if before is None:
        return None
    token, left = tokens[index], tokens[before]
    if left.bits & (POSS | TO | BE | HAVE | MODAL) or left.lower == "'s":
        return None
    if left.bits & (DET | PREP) and not left.bits & (SUBJ | THAT) and marks[before] < 0:
        return None
    if token.bits & PAST:
        return Group(index, index, index + 1, doubtful=_may_be_participle(tokens, marks, index, before))
    if token.bits & PRES:
        return _present(tokens, index, left)
    plain = left.bits & SUBJ and not left.bits & (PREP | ADV)
    return Group(index, index, index + 1) if plain or left.lower in ("who", "which", "that") else None


def _present(tokens: Sequence[Token], index: int, left: Token) -> Group | None:
    """ "kills", "reports": a verb after a name or pronoun, or where an object follows; else a plural."""
    after = tokens[index + 1].bits if index + 1 < len(tokens) else 0
    if left.bits & (SUBJ | REL | THAT) or (tokens[index].bits & REPORT and after & (THAT | DET | SUBJ)):
        return Group(index, index, index + 1)
    if after & (DET | POSS | OBJ | THAT) or (
        left.text[0].isupper() and left.bits == CAPITAL and not tokens[index].bits & CAPITAL
    ):
        return Group(index, index, index + 1, doubtful=True)
    return None


def _before(tokens: Sequence[Token], index: int) -> int | None:
    """The token before a verb, past adverbs; None at the head of a sentence."""
    before = index - 1
    while before > 0 and tokens[before].bits & ADV and not tokens[before].bits & (SUBJ | PREP | SUBORD):
        before -= 1
    return before if before >= 0 else None


def _may_be_participle(tokens: Sequence[Token], marks: Sequence[int], index: int, before: int) -> bool:
    token, left = tokens[index], tokens[before]
    if not token.bits & PART or left.bits & (SUBJ | REL) or left.bits & COORD:
        return False
    if index + 1 >= len(tokens):
        return not left.text[0].isalnum()
    after = tokens[index + 1]
    if after.bits & (DET | POSS | OBJ | THAT) and not after.bits & PREP:
        return False
    if not left.text[0].isalnum():
        return not (token.bits & SAYING and not after.bits & PREP)
    return (bool(after.bits & (PREP | SUBORD)) and not after.bits & DET) or marks[index + 1] >= 0
