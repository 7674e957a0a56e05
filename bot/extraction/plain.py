"""Plain: the clauses of a language whose syntax is not known here, cut at its signs and no further."""

from collections.abc import Sequence

from bot.extraction.clause import Clause, Range, Role
from bot.extraction.lexicon import AUX, BASE, DET, PART, PAST, PREP, PRES, REL, REPORT, SUBORD, THAT
from bot.extraction.tokens import Token

_VERBAL = AUX | BASE | PART | PAST | PRES
_STOPS = frozenset(",;:—–()[]")


def plain_clauses(tokens: Sequence[Token], marks: Sequence[int]) -> list[Clause]:
    """Stretches between signs; one without a verb goes with the stretch before it, or the one after."""
    pieces = _pieces(tokens, marks)
    if not any(_verbal(tokens, marks, piece) for piece in pieces):
        return [Clause(Role.MAIN, pieces or [(0, len(tokens))])]
    clauses: list[Clause] = []
    waiting: list[Range] = []
    source: list[Range] = []
    for piece in pieces:
        verbal = _verbal(tokens, marks, piece)
        if clauses and (not verbal or tokens[piece[0]].bits & THAT):
            clauses[-1].extra.append(piece)
        elif verbal and not clauses and tokens[piece[1] - 1].bits & REPORT and piece is not pieces[-1]:
            source = [piece]  # "Wie die Polizei am Dienstag mitteilte, …": its date is that of what it said
        elif verbal and waiting and _hangs(tokens, piece):
            clauses.append(Clause(Role.RELATIVE, [waiting[-1], piece]))
        elif verbal:
            clauses.append(Clause(Role.MAIN, [*waiting, piece], extra=source))
            waiting, source = [], []
        else:
            waiting.append(piece)
    return clauses or [Clause(Role.MAIN, [*source, *waiting])]


def _hangs(tokens: Sequence[Token], piece: Range) -> bool:
    """ ", die 1869 gegründet wurde,": it opens with a pronoun or conjunction and ends with its verb."""
    return bool(tokens[piece[0]].bits & (DET | REL | SUBORD | PREP) and tokens[piece[1] - 1].bits & AUX)


def _pieces(tokens: Sequence[Token], marks: Sequence[int]) -> list[Range]:
    pieces: list[Range] = []
    start = 0
    for index in range(len(tokens) + 1):
        stop = index == len(tokens) or (tokens[index].text in _STOPS and marks[index] < 0)
        if stop and start < index:
            pieces.append((start, index))
        if stop:
            start = index + 1
    return pieces


def _verbal(tokens: Sequence[Token], marks: Sequence[int], piece: Range) -> bool:
    return any(tokens[i].bits & _VERBAL and marks[i] < 0 for i in range(*piece))
