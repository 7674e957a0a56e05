"""Attachment: what a date dates: the clause it stands in, a thing named beside it, or nothing."""

from collections.abc import Iterable, Sequence
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
    PART,
    PAST,
    POSS,
    PREP,
    PRES,
    REL,
    SUBJ,
    SUBORD,
    THAT,
    TO,
    Lexicon,
)
from bot.extraction.tokens import Token

_CLOSED = AUX | BE | COORD | DET | OBJ | POSS | PREP | REL | SUBJ | SUBORD | THAT | TO
_OWNER = DET | POSS
_VERBAL = PAST | PRES


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


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The words, dates and clauses of a sentence that a date may hang on."""

    tokens: Sequence[Token]
    marks: Sequence[int]
    clauses: Sequence[Clause]
    lexicon: Lexicon

    def attach(self, where: Range, *, day: bool) -> Attachment:
        """What the timex over the tokens `where` dates; `day`: it names a single day."""
        number, piece = self._home(where[0])
        if self._compared(where[0], piece[0]):
            return Attachment(Bond.COMPARED, number)
        if self.tokens[piece[0]].lower == "according" or self._names_year(where):
            return Attachment(Bond.LABEL, number)
        thing = self._modified(number, where, piece, day=day) or self._linked(number, where, piece)
        thing = thing or self._behind_noun(number, where, piece)
        if thing is not None:
            return self._thing(number, thing, day=day)
        if self._beside(number, where, piece):
            return self._thing(number, (piece[0], where[1]), day=False)
        if self._gapped(number, where, piece):
            return Attachment(Bond.GAPPED, number, piece)
        return Attachment(Bond.CLAUSE, number)

    def _home(self, index: int) -> tuple[int, Range]:
        """The clause and the piece of it that a token stands in."""
        for number, clause in enumerate(self.clauses):
            for piece in (*clause.pieces, *clause.extra):
                if piece[0] <= index < piece[1]:
                    return number, piece
        last = len(self.clauses) - 1
        return last, self.clauses[last].pieces[-1]

    def _compared(self, start: int, low: int) -> bool:
        """ "more than in 2014", "compared to the first quarter", "up from 4 pence a year earlier"."""
        if any(self.tokens[i].bits & COMPARE for i in range(max(low, start - 3), start)):
            return True
        before = range(max(low, start - 7), start)
        since = next((i for i in reversed(before) if self.tokens[i].lower == "from"), start)
        return any(self.marks[i] < 0 and self.tokens[i].text[0].isdigit() for i in range(since, start))

    def _names_year(self, where: Range) -> bool:
        """ "Steve Jobs 1955-2011", "Expo 2010": a year that is part of a name."""
        start, end = where
        if start == 0 or end - start != 1 or not self.tokens[start].text[:4].isdigit():
            return False
        before = self.tokens[start - 1]
        return before.text[0].isalpha() and bool(before.bits & CAPITAL) and not before.bits & (_CLOSED | ADV)

    def _modified(self, number: int, where: Range, piece: Range, *, day: bool) -> Range | None:
        """The noun phrase that a date stands inside: "his 2015 visit to Moscow", "Tuesday's vote"."""
        start, end = where
        owned = end < piece[1] and self.tokens[end].lower == "'s"
        end += owned
        opened = self._opening(start, piece[0])
        bare = not day and start > piece[0] and bool(self.tokens[start - 1].bits & _VERBAL)
        if end >= piece[1] or not self._nounlike(end, number):
            return None
        if opened is None and not owned and not (bare and self.tokens[end].text.islower()):
            return None  # "reported May sales" has neither article nor owner
        return (start if opened is None else opened), self._phrase_end(number, end, piece[1])

    def _opening(self, start: int, low: int) -> int | None:
        """The determiner or owner before a date, past an adjective or two: "a controversial 2015 visit"."""
        for index in range(start - 1, max(low, start - 3) - 1, -1):
            token = self.tokens[index]
            if token.bits & _OWNER or token.lower == "'s":
                return index
            if token.bits & (_CLOSED | _VERBAL) or not token.text[0].isalpha():
                return None
        return None

    def _nounlike(self, index: int, number: int) -> bool:
        verb, token = self.clauses[number].verb, self.tokens[index]
        if verb is not None and verb.start <= index < verb.end:
            return False
        verbal = 0 if self.lexicon.has("syntax") else PART | PAST | PRES  # "die 1869 gegründet wurde"
        return token.text[0].isalpha() and not token.bits & (_CLOSED | ADV | verbal)

    def _phrase_end(self, number: int, index: int, high: int) -> int:
        """Where the noun phrase ends, prepositional phrases after it included."""
        verb = self.clauses[number].verb
        stop = min(verb.start, high) if verb is not None and verb.start > index else high
        while index < stop and self.marks[index] < 0:
            if self.tokens[index].bits & (SUBORD | REL | THAT) & ~PREP:
                break
            index += 1
        return index

    def _linked(self, number: int, where: Range, piece: Range) -> Range | None:
        """ "the crisis of 2008": the noun phrase that the date is joined to."""
        links, start = self.lexicon.date_links, where[0] - 1
        if (
            start <= piece[0]
            or self.tokens[start].lower not in links
            or self.tokens[start - 1].bits & _CLOSED
        ):
            return None
        verb = self.clauses[number].verb
        while start > piece[0] and not self.tokens[start].bits & _OWNER and where[0] - start < 8:
            before = self.tokens[start - 1]
            verbal = verb is not None and verb.start <= start - 1 < verb.end
            if verbal or (before.bits & _CLOSED & ~_OWNER and before.lower not in links):
                break
            start -= 1
        return start, where[1]

    def _behind_noun(self, number: int, where: Range, piece: Range) -> Range | None:
        """ "after the attack in 2015", "since its launch in 2003": the date belongs to the noun before it."""
        verb, nouns = self.clauses[number].verb, self.lexicon.kinds.nouns
        for index in range(where[0] - 1, max(piece[0], where[0] - 12) - 1, -1):
            bits = self.tokens[index].bits
            if self.marks[index] >= 0:
                return self._after_date(index + 1, where)
            if bits & (COORD | THAT | REL) or (verb is None and bits & (AUX | PAST | PRES)):
                return None
            if verb is not None and index == verb.end - 1:
                return None
            if bits & NOUNOPEN:
                noun = any(self.tokens[i].lower in nouns for i in range(index + 1, where[0]))
                return (index + 1, where[1]) if noun else None
        return None

    def _after_date(self, start: int, where: Range) -> Range | None:
        """ "jailed in 1993 for the murder of his wife in 1991": behind one date, a noun has the next."""
        nouns = self.lexicon.kinds.nouns
        event = next((i for i in range(start, where[0]) if self.tokens[i].lower in nouns), None)
        if event is None:
            return None
        while event > start and not self.tokens[event - 1].bits & PREP:
            event -= 1
        return event, where[1]

    def _thing(self, number: int, phrase: Range, *, day: bool) -> Attachment:
        """Whether the thing is an event, the setting of the clause, or just labelled with a year."""
        if (
            self._governor(phrase[0]) in self.lexicon.settings
            and self._head(phrase) in self.lexicon.occasions
        ):
            return Attachment(Bond.CLAUSE, number)
        subject = self.clauses[number].subject
        if day and subject is not None and phrase[0] <= subject[0] < phrase[1]:
            return Attachment(Bond.CLAUSE, number)  # "Monday's blast killed …": the clause is about it
        if any(self.tokens[i].lower in self.lexicon.kinds.nouns for i in range(*phrase)):
            return Attachment(Bond.THING, number, phrase)
        return Attachment(Bond.LABEL, number, phrase)

    def _governor(self, start: int) -> str:
        """The preposition that a noun phrase hangs on, past its owner: "at the company's 2010 conference"."""
        for index in range(start, max(start - 5, -1), -1):
            if self.tokens[index].bits & PREP:
                return self.tokens[index].lower
            if self.tokens[index].text in ",;:":
                break
        return ""

    def _head(self, phrase: Range) -> str:
        """The last word before a preposition: "a July press conference in Berlin" is a conference."""
        head = ""
        for token in self.tokens[slice(*phrase)]:
            if token.bits & PREP and head:
                break
            if token.text[0].isalpha():
                head = token.lower
        return head

    def _gapped(self, number: int, where: Range, piece: Range) -> bool:
        """True for a piece with words and a date of its own beside a clause that has its own date."""
        clause = self.clauses[number]
        if piece not in clause.extra or clause.verb is None:
            return False
        own = [i for i in range(*piece) if not where[0] <= i < where[1]]
        return self._dated(clause.pieces) and any(self._says(self.tokens[i]) for i in own)

    def _beside(self, number: int, where: Range, piece: Range) -> bool:
        """ "…, the third raid since March", "…, payable Dec. 1": said beside the clause, not of it."""
        clause, first = self.clauses[number], self.tokens[piece[0]]
        if clause.verb is None or piece not in clause.extra or where[0] <= piece[0]:
            return False
        return self.marks[piece[0]] < 0 and not first.bits & (PREP | ADV | SUBORD | CAPITAL | COORD)

    def _dated(self, pieces: Iterable[Range]) -> bool:
        return any(self.marks[i] >= 0 for a, b in pieces for i in range(a, b))

    def _says(self, token: Token) -> bool:
        return token.text[0].isalpha() and not token.bits & (_CLOSED | ADV)
