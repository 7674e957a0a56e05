"""Subjects: the noun phrase that a clause speaks of, also where it stands in another clause."""

from collections.abc import Mapping, Sequence

from bot.extraction.clause import Clause, Range, Role
from bot.extraction.lexicon import ADV, CAPITAL, COORD, DET, OPENER, POSS, PREP, REPORT, SUBJ, TO
from bot.extraction.tokens import Token
from bot.extraction.verbs import Group


class Phrases:
    """Finds noun phrases in one sentence."""

    def __init__(self, tokens: Sequence[Token], marks: Sequence[int], groups: Mapping[int, Group]) -> None:
        self.tokens, self.marks, self.groups = tokens, marks, groups
        self.verbal = {i for group in groups.values() for i in range(group.start, group.end)}

    def skippable(self, index: int) -> bool:
        """True for what may stand before a subject: conjunctions, adverbs, dates, signs."""
        bits = self.tokens[index].bits
        return index not in self.groups and (
            bool(bits & (COORD | OPENER))
            or (bool(bits & ADV and not bits & DET) and not self._names(index))
            or self.marks[index] >= 0
            or not self.tokens[index].text[0].isalnum()
        )

    def _names(self, index: int) -> bool:
        """ "Polly Peck", "Emily Berg": two capitals, whatever the ending of the first says."""
        pair = self.tokens[index : index + 2]
        return len(pair) == 2 and all(token.bits & CAPITAL for token in pair)

    def subject(self, clauses: Sequence[Clause], clause: Clause) -> Range | None:
        """The noun phrase that does what the clause tells, where it stands or where it is left out."""
        if clause.verb is None:
            return None
        piece = next((p for p in clause.pieces if p[0] <= clause.verb.start < p[1]), clause.pieces[-1])
        own = self.phrase(piece[0] + (clause.opener == piece[0]), clause.verb.start)
        if own is not None and own[0] in self.groups and piece is not clause.pieces[0]:
            own = None  # "the phone, revealed in March, drew …"
        if own is not None and clause.role is not Role.PARTICIPIAL:
            return self._with_list(clause, piece, own)
        if (
            clause.role in (Role.RELATIVE, Role.SUBORDINATE)
            and clause.opener is None
            and clause.host is not None
        ):
            return clauses[clause.host].subject
        if clause.role is Role.RELATIVE:
            return self.antecedent(clauses, clause)
        if clause.role is Role.PARTICIPIAL and self.tokens[clause.verb.start].bits & TO:
            return self._before(clause.verb.start - 1)
        if piece is not clause.pieces[0]:
            return self.phrase(*clause.pieces[0])
        if self.tokens[clause.verb.main].bits & REPORT and clause.role is Role.MAIN:
            return self.phrase(clause.verb.end, piece[1])
        if clause.verb.doubtful and clause.verb.start > piece[0]:
            return self._before(clause.verb.start)
        host = None if clause.host is None else clauses[clause.host]
        if host is None and clause.role is Role.PARTICIPIAL:
            return self._coming(clauses, clause)
        return None if host is None else host.subject

    def _coming(self, clauses: Sequence[Clause], clause: Clause) -> Range | None:
        """ "Born in Mira, Lund studied …": the subject of the main clause that follows."""
        main = next((other for other in clauses if other.role is Role.MAIN and other is not clause), None)
        return None if main is None else self.subject(clauses, main)

    def _with_list(self, clause: Clause, piece: Range, own: Range) -> Range:
        """ "Russia, Turkey and Iran agreed": the whole list is the subject."""
        first = clause.pieces[0]
        listed = any(self.tokens[i].lower == "and" for i in range(*own))
        start = self.phrase(*first)
        if first is piece or not listed or start is None or first[1] - first[0] > 4 or start[0] != first[0]:
            return own
        return start[0], own[1]

    def phrase(self, start: int, end: int) -> Range | None:
        """The noun phrase of `start:end`, without adverbs, dates and prepositional phrases before it."""
        while start < end:
            bits = self.tokens[start].bits
            if self.skippable(start):
                start += 1
            elif bits & PREP and not bits & (DET | SUBJ):
                start = self._past_preposition(start, end)
            else:
                break
        last = end
        while end > start and (self.skippable(end - 1) or self.tokens[end - 1].bits & PREP):
            end -= 1
        if end < last and end > start and self.tokens[end - 1].bits & (DET | POSS):
            end += 1  # "the well": what looks like an adverb is the noun
        return (start, end) if start < end else None

    def _past_preposition(self, start: int, end: int) -> int:
        """The first token behind a prepositional phrase that no comma ends."""
        index = start + 1
        while index < end and self.marks[index] < 0 and self.tokens[index].bits & (DET | POSS | PREP):
            index += 1
        if index < end and self.marks[index] >= 0:
            while index < end and self.marks[index] >= 0:
                index += 1
            return index
        index += 1
        while index < end and not self._opens_phrase(index):
            index += 1
        return index

    def _opens_phrase(self, index: int) -> bool:
        token, before = self.tokens[index], self.tokens[index - 1]
        if before.bits & (PREP | DET | POSS) or before.lower == "'s":
            return False
        return bool(token.bits & (DET | SUBJ | POSS)) or (
            token.text[0].isupper() and not before.text[0].isupper()
        )

    def antecedent(self, clauses: Sequence[Clause], clause: Clause) -> Range | None:
        """The noun phrase before a relative clause, past an apposition between them."""
        end = clause.pieces[0][0]
        host = None if clause.host is None else clauses[clause.host]
        if host is not None and self.tokens[clause.pieces[0][0]].lower == "who":
            end = next(
                (a for a, b in reversed(host.extra) if end - 2 <= b <= end and self._name_before(a)), end
            )
        while end > 0 and not self.tokens[end - 1].text[0].isalnum():
            end -= 1
        return self._before(end)

    def _before(self, end: int) -> Range | None:
        """The noun phrase that ends at a token."""
        start = end
        while start > 0 and end - start < 12 and self._in_phrase(start - 1):
            start -= 1
            before = self.tokens[start - 1].lower if start else ""
            if self.tokens[start].bits & (DET | POSS) and before != "of":
                break
        return (start, end) if start < end else None

    def _name_before(self, index: int) -> bool:
        """ "Soleimani, the late commander": a name and a comma stand before the apposition."""
        before = self.tokens[index - 2] if index > 1 else None
        return before is not None and bool(before.bits & CAPITAL and self.tokens[index].bits & (DET | POSS))

    def _in_phrase(self, index: int) -> bool:
        token = self.tokens[index]
        return (token.text[0].isalnum() and index not in self.verbal and not token.bits & (COORD | PREP)) or (
            token.lower in ("of", "'s", "-")
        )
