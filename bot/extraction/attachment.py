"""Attachment: what a date dates: the clause it stands in, a thing named beside it, or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.extraction.clause import Clause, Range
from bot.extraction.lexicon import (
    ADV,
    AUX,
    BE,
    CAPITAL,
    COMPARE,
    COORD,
    DET,
    NOUNOPEN,
    OBJ,
    POSS,
    PREP,
    REL,
    SUBJ,
    SUBORD,
    THAT,
    TO,
    Lexicon,
)
from bot.extraction.tokens import Token

_CLOSED = AUX | BE | COORD | DET | OBJ | POSS | PREP | REL | SUBJ | SUBORD | THAT | TO
_POSSESSIVE = ("'s",)


class Bond(StrEnum):
    """How a date hangs on the words around it."""

    CLAUSE = "clause"
    THING = "thing"  # "the 2008 crisis", "after the attack in 2015"
    GAPPED = "gapped"  # "in 1998 the iMac, in 2001 the iPod": the verb stands in the clause before
    COMPARED = "compared"
    LABEL = "label"  # "the 2011 version": tells which, not when


@dataclass(frozen=True, slots=True)
class Attachment:
    """What a date dates. `phrase` are the tokens of the thing it names, where it is a thing."""

    bond: Bond
    clause: int
    phrase: Range | None = None


def attach(
    tokens: Sequence[Token], marks: Sequence[int], clauses: Sequence[Clause], where: Range, lexicon: Lexicon
) -> Attachment:
    """What the timex over the tokens `where` dates."""
    number, piece = _home(clauses, where[0])
    clause = clauses[number]
    if _compared(tokens, where[0], piece[0]):
        return Attachment(Bond.COMPARED, number)
    if tokens[piece[0]].lower == "according" or _names_year(tokens, where):
        return Attachment(Bond.LABEL, number)
    if tokens[where[1] : where[1] + 1] and tokens[where[1]].lower == "'s" and _in_subject(clause, where):
        return Attachment(Bond.CLAUSE, number)  # "Monday's announcement marked …": the clause is about it
    thing = (
        _modified(tokens, marks, clause, where, piece)
        or _linked(tokens, clause, where, piece, lexicon)
        or _behind_noun(tokens, marks, clause, where, piece, lexicon)
    )
    if thing is not None:
        return _thing(tokens, clause, number, thing, lexicon)
    dated = any(marks[i] >= 0 for a, b in clause.pieces for i in range(a, b))
    if piece in clause.extra and clause.verb is not None and dated and _tells(tokens, piece, where):
        return Attachment(Bond.GAPPED, number, piece)
    return Attachment(Bond.CLAUSE, number)


def _home(clauses: Sequence[Clause], index: int) -> tuple[int, Range]:
    """The clause and the piece of it that a token stands in."""
    for number, clause in enumerate(clauses):
        for piece in (*clause.pieces, *clause.extra):
            if piece[0] <= index < piece[1]:
                return number, piece
    last = len(clauses) - 1
    return last, clauses[last].pieces[-1]


def _compared(tokens: Sequence[Token], start: int, low: int) -> bool:
    """ "more than in 2014", "compared to the first quarter"."""
    return any(tokens[i].bits & COMPARE for i in range(max(low, start - 3), start))


def _in_subject(clause: Clause, where: Range) -> bool:
    return clause.subject is not None and clause.subject[0] - 1 <= where[1] < clause.subject[1]


def _names_year(tokens: Sequence[Token], where: Range) -> bool:
    """ "Steve Jobs 1955-2011", "Expo 2010": a year that is part of a name."""
    start, end = where
    before = tokens[start - 1] if start else None
    year = end - start == 1 and tokens[start].text[:4].isdigit()
    return year and before is not None and _is_name(before)


def _is_name(token: Token) -> bool:
    return token.text[0].isalpha() and bool(token.bits & CAPITAL) and not token.bits & (_CLOSED | ADV)


def _modified(
    tokens: Sequence[Token], marks: Sequence[int], clause: Clause, where: Range, piece: Range
) -> Range | None:
    """The noun phrase that a date stands inside: "his 2015 visit to Moscow", "Tuesday's vote"."""
    start, end = where
    if end >= piece[1]:
        return None
    owned = tokens[end].lower in _POSSESSIVE
    if owned:
        end += 1
    opened = _phrase_start(tokens, start, piece[0])
    if end >= piece[1] or not _nounlike(tokens, end, clause) or (opened is None and not owned):
        return None
    return (start if opened is None else opened), _phrase_end(tokens, marks, clause, end, piece[1])


def _phrase_start(tokens: Sequence[Token], start: int, low: int) -> int | None:
    """The determiner or owner before a date, past an adjective or two: "a controversial 2015 visit"."""
    index = start - 1
    while index >= low and start - index <= 3:
        token = tokens[index]
        if token.bits & (DET | POSS) or token.lower in _POSSESSIVE:
            return index
        if token.bits & _CLOSED or not token.text[0].isalpha():
            return None
        index -= 1
    return None


def _nounlike(tokens: Sequence[Token], index: int, clause: Clause) -> bool:
    token = tokens[index]
    if clause.verb is not None and clause.verb.start <= index < clause.verb.end:
        return False
    return token.text[0].isalpha() and not token.bits & (_CLOSED | ADV)


def _phrase_end(tokens: Sequence[Token], marks: Sequence[int], clause: Clause, index: int, high: int) -> int:
    """Where the noun phrase ends, prepositional phrases after it included."""
    verb = clause.verb.start if clause.verb is not None else high
    stop = min(verb, high) if verb > index else high
    while index < stop and marks[index] < 0 and not tokens[index].bits & (SUBORD | REL | THAT) & ~PREP:
        index += 1
    return index


def _linked(
    tokens: Sequence[Token], clause: Clause, where: Range, piece: Range, lexicon: Lexicon
) -> Range | None:
    """ "the crisis of 2008": the noun phrase that the date is joined to."""
    start = where[0] - 1
    if start <= piece[0] or tokens[start].lower not in lexicon.date_links or tokens[start - 1].bits & _CLOSED:
        return None
    while start > piece[0] and not tokens[start].bits & (DET | POSS) and where[0] - start < 8:
        verbal = clause.verb is not None and clause.verb.start <= start - 1 < clause.verb.end
        closed = tokens[start - 1].bits & _CLOSED & ~(DET | POSS)
        if verbal or (closed and tokens[start - 1].lower not in lexicon.date_links):
            break
        start -= 1
    return start, where[1]


def _behind_noun(
    tokens: Sequence[Token],
    marks: Sequence[int],
    clause: Clause,
    where: Range,
    piece: Range,
    lexicon: Lexicon,
) -> Range | None:
    """ "after the attack in 2015", "since its launch in 2003": the date belongs to the noun before it."""
    index = where[0] - 1
    while index >= piece[0] and where[0] - index <= 9:
        token = tokens[index]
        if marks[index] >= 0 or token.bits & (COORD | THAT | REL):
            return None
        if clause.verb is not None and index == clause.verb.end - 1:
            return None
        if token.bits & NOUNOPEN:
            noun = any(tokens[i].lower in lexicon.kinds.nouns for i in range(index + 1, where[0]))
            return (index + 1, where[1]) if noun else None
        index -= 1
    return None


def _thing(
    tokens: Sequence[Token], clause: Clause, number: int, phrase: Range, lexicon: Lexicon
) -> Attachment:
    """Whether the thing is an event, the setting of the clause, or just labelled with a year."""
    before = _governor(tokens, phrase[0])
    head = _head_noun(tokens, phrase)
    if before in lexicon.settings and head in lexicon.occasions:
        return Attachment(Bond.CLAUSE, number)
    if any(tokens[i].lower in lexicon.kinds.nouns for i in range(*phrase)):
        return Attachment(Bond.THING, number, phrase)
    return Attachment(Bond.LABEL, number, phrase)


def _governor(tokens: Sequence[Token], start: int) -> str:
    """The preposition that a noun phrase hangs on, past its owner: "at the company's 2010 conference"."""
    for index in range(start, max(start - 5, -1), -1):
        if tokens[index].bits & PREP:
            return tokens[index].lower
        if tokens[index].text in ",;:":
            break
    return ""


def _head_noun(tokens: Sequence[Token], phrase: Range) -> str:
    """The last word before a preposition: "a July press conference in Berlin" is a conference."""
    head = ""
    for index in range(*phrase):
        if tokens[index].bits & PREP and head:
            break
        if tokens[index].text[0].isalpha():
            head = tokens[index].lower
    return head


def _tells(tokens: Sequence[Token], piece: Range, where: Range) -> bool:
    """True when a piece has words of its own beside its date."""
    words = [i for i in range(*piece) if not where[0] <= i < where[1]]
    return sum(tokens[i].text[0].isalpha() and not tokens[i].bits & (_CLOSED | ADV) for i in words) > 0
