"""Clauses: a sentence cut into the stretches that each have a verb of their own."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bot.extraction.chunks import Chunk, Opener, chunks_of
from bot.extraction.lexicon import (
    ADV,
    CAPITAL,
    COORD,
    DET,
    GERUND,
    OPENER,
    PART,
    POSS,
    PREP,
    REPORT,
    SUBJ,
)
from bot.extraction.tokens import Token
from bot.extraction.verbs import Group, verb_groups

Range = tuple[int, int]


class Role(StrEnum):
    """How a clause stands in its sentence."""

    MAIN = "main"
    COORDINATE = "coordinate"  # shares the subject of the clause before it
    RELATIVE = "relative"
    SUBORDINATE = "subordinate"
    COMPLEMENT = "complement"  # what was said
    PARTICIPIAL = "participial"
    ASIDE = "aside"  # in brackets


@dataclass(slots=True)
class Clause:
    """A clause over token indices. `pieces` may leave out what stands between ("Karpov, who …, said").

    `extra` are pieces without a verb set off by commas: appositions, adverbials, lists. `host` is the
    index of the clause it hangs on. It is filled while the sentence is read and not changed after.
    """

    role: Role
    pieces: list[Range]
    opener: int | None = None
    verb: Group | None = None
    subject: Range | None = None
    host: int | None = None
    extra: list[Range] = field(default_factory=list)

    @property
    def hull(self) -> Range:
        ranges = [*self.pieces, *self.extra]
        return min(a for a, _ in ranges), max(b for _, b in ranges)


def clauses_of(tokens: Sequence[Token], marks: Sequence[int]) -> list[Clause]:
    """The clauses of a sentence in order of their first word; `marks` as in `tokens.mark`."""
    groups = verb_groups(tokens, marks)
    builder = _Builder(tokens, marks, groups)
    chunks = chunks_of(tokens, marks, groups)
    for index, chunk in enumerate(chunks):
        builder.add(chunk, any(later.plain for later in chunks[index + 1 : index + 4]))
    builder.find_subjects()
    return builder.clauses


class _Builder:
    """Reads chunks from left to right and hangs each on the clauses before it."""

    def __init__(self, tokens: Sequence[Token], marks: Sequence[int], groups: dict[int, Group]) -> None:
        self.tokens, self.marks, self.groups = tokens, marks, groups
        self.clauses: list[Clause] = []
        self._more = False
        self.host: int | None = None  # the clause that a chunk without a verb, or with a bare verb, goes on

    def add(self, chunk: Chunk, more: bool) -> None:
        """One chunk; `more` says that a chunk with a subject and verb of its own follows soon."""
        self._more = more
        head = self._head(chunk)
        verb = self._verb(chunk, head, more)
        match chunk.opener:
            case Opener.RELATIVE:
                self._hang(Role.RELATIVE, chunk, verb)
            case Opener.SUBORDINATE:
                self._hang(Role.SUBORDINATE, chunk, verb)
            case Opener.COMPLEMENT:
                self.host = self._hang(Role.COMPLEMENT, chunk, verb)
            case Opener.ASIDE:
                self._hang(Role.ASIDE, chunk, verb)
            case _ if verb is None:
                self._without_verb(chunk, head)
            case _ if verb.start == head:
                self._bare_verb(chunk, verb)
            case _:
                self._own_subject(chunk, verb)

    def _head(self, chunk: Chunk) -> int:
        """The first token of a chunk that is no conjunction, adverb or date."""
        head = chunk.start
        while head < chunk.end - 1 and self._skippable(head):
            head += 1
        return head

    def _skippable(self, index: int) -> bool:
        bits = self.tokens[index].bits
        return index not in self.groups and (
            bool(bits & (COORD | OPENER | ADV))
            or self.marks[index] >= 0
            or not self.tokens[index].text[0].isalnum()
        )

    def _verb(self, chunk: Chunk, head: int, more: bool) -> Group | None:
        """The chunk's finite verb; a bare participle after a preposition or a comma may not be one."""
        found = [self.groups[i] for i in range(chunk.start, chunk.end) if i in self.groups]
        strong = [group for group in found if not group.doubtful] or found
        if not strong:
            return None
        if strong[0].doubtful and more and chunk.opener is Opener.PLAIN:
            opens = self.tokens[head].bits
            if opens & (PREP | GERUND) or strong[0].start == head:
                return None
        return strong[0]

    def _hang(self, role: Role, chunk: Chunk, verb: Group | None) -> int:
        host = self.host if self.host is not None else (len(self.clauses) - 1 if self.clauses else None)
        opener = chunk.start if role is not Role.ASIDE else None
        self.clauses.append(Clause(role, [(chunk.start, chunk.end)], opener, verb, host=host))
        return len(self.clauses) - 1

    def _open(self, chunk: Chunk, verb: Group | None, role: Role = Role.MAIN) -> None:
        before = self.host
        self.host = self._hang(role, chunk, verb)
        self.clauses[self.host].host = before if role is not Role.MAIN else None
        self.clauses[self.host].opener = None

    def _without_verb(self, chunk: Chunk, head: int) -> None:
        if not self.clauses:
            self._open(chunk, None)
        elif self.tokens[head].bits & (GERUND | PART) and self.tokens[head].bits & ~PREP and chunk.comma:
            self._hang(Role.PARTICIPIAL, chunk, _bare(head))
        else:
            self._go_on(chunk)

    def _go_on(self, chunk: Chunk) -> None:
        """A piece without a verb: the subject, when only an adverbial went before, else something beside."""
        clause = self._last_open()
        piece = (chunk.start, chunk.end)
        if (
            clause.verb is None
            and len(clause.pieces) == 1
            and self._adverbial(clause.pieces[0])
            and not self._adverbial(piece)
        ):
            clause.extra.append(clause.pieces.pop())
            clause.pieces.append(piece)
        else:
            clause.extra.append(piece)

    def _adverbial(self, piece: Range) -> bool:
        """A piece that no subject stands in: "In March", "According to police", "However"."""
        bits = self.tokens[piece[0]].bits
        return (
            bool(bits & (PREP | GERUND))
            or self._phrase(*piece) is None
            or self.tokens[piece[0]].lower == "according"
        )

    def _last_open(self) -> Clause:
        host = None if self.host is None else self.clauses[self.host]
        if host is not None and host.verb is None:
            return host
        return next((c for c in reversed(self.clauses) if c.role is not Role.ASIDE), self.clauses[-1])

    def _bare_verb(self, chunk: Chunk, verb: Group) -> None:
        host = None if self.host is None else self.clauses[self.host]
        if host is None:
            self._open(chunk, verb)
        elif host.verb is None:
            host.pieces.append((chunk.start, chunk.end))
            host.verb = verb
        elif (
            self.tokens[verb.main].bits & REPORT and not self.tokens[chunk.start].bits & COORD and chunk.comma
        ):
            self._open(chunk, verb)  # "…", said the minister
        elif self._goes_on_aside(chunk):
            self._hang(self.clauses[-1].role, chunk, verb)
            self.clauses[-1].host, self.clauses[-1].opener = len(self.clauses) - 2, None
        elif self.tokens[chunk.start].bits & COORD or not verb.doubtful:
            self._open(chunk, verb, Role.COORDINATE)
        else:
            self._hang(Role.PARTICIPIAL, chunk, verb)

    def _goes_on_aside(self, chunk: Chunk) -> bool:
        """ "the update that came in May and is expected …": no comma, so the relative clause goes on."""
        last = self.clauses[-1]
        adjacent = last.pieces[-1][1] == chunk.start
        return adjacent and not chunk.comma and last.role in (Role.RELATIVE, Role.SUBORDINATE)

    def _own_subject(self, chunk: Chunk, verb: Group) -> None:
        host = None if self.host is None else self.clauses[self.host]
        if host is not None and host.verb is None and chunk.comma and self._says_only(chunk, verb):
            self.clauses.append(Clause(Role.MAIN, [(chunk.start, chunk.end)], None, verb))
        elif host is not None and host.verb is None and host.role in (Role.MAIN, Role.COMPLEMENT):
            host.pieces.append((chunk.start, chunk.end))
            host.verb = verb
        else:
            self._open(chunk, verb)

    def _says_only(self, chunk: Chunk, verb: Group) -> bool:
        """ ", he said," in the middle of what he said."""
        short = verb.end == chunk.end and verb.start - chunk.start <= 4
        return short and bool(self.tokens[verb.main].bits & REPORT) and self._more

    def find_subjects(self) -> None:
        for clause in self.clauses:
            clause.subject = self._subject(clause)

    def _subject(self, clause: Clause) -> Range | None:
        if clause.verb is None:
            return None
        piece = next((p for p in clause.pieces if p[0] <= clause.verb.start < p[1]), clause.pieces[-1])
        own = self._phrase(piece[0] + (clause.opener == piece[0]), clause.verb.start)
        if own is not None and own[0] in self.groups and piece is not clause.pieces[0]:
            own = None  # "the phone, revealed in March, drew …"
        if own is not None and clause.role is not Role.PARTICIPIAL:
            return self._with_list(clause, piece, own)
        if (
            clause.role in (Role.RELATIVE, Role.SUBORDINATE)
            and clause.opener is None
            and clause.host is not None
        ):
            return self.clauses[clause.host].subject
        if clause.role is Role.RELATIVE:
            return self._antecedent(clause)
        if piece is not clause.pieces[0]:
            return self._phrase(*clause.pieces[0])
        if self.tokens[clause.verb.main].bits & REPORT and clause.role is Role.MAIN:
            return self._phrase(clause.verb.end, piece[1])
        if clause.verb.doubtful and clause.verb.start > piece[0]:
            return self._before(clause.verb.start)
        host = None if clause.host is None else self.clauses[clause.host]
        return None if host is None else host.subject

    def _with_list(self, clause: Clause, piece: Range, own: Range) -> Range:
        """ "Russia, Turkey and Iran agreed": the whole list is the subject."""
        first = clause.pieces[0]
        listed = any(self.tokens[i].lower == "and" for i in range(*own))
        start = self._phrase(*first)
        if first is piece or not listed or start is None or first[1] - first[0] > 4 or start[0] != first[0]:
            return own
        return start[0], own[1]

    def _phrase(self, start: int, end: int) -> Range | None:
        """The noun phrase of `start:end`, without adverbs, dates and prepositional phrases before it."""
        while start < end:
            bits = self.tokens[start].bits
            if self._skippable(start):
                start += 1
            elif bits & PREP and not bits & (DET | SUBJ):
                start = self._past_preposition(start, end)
            else:
                break
        while end > start and (self._skippable(end - 1) or self.tokens[end - 1].bits & PREP):
            end -= 1
        return (start, end) if start < end else None

    def _past_preposition(self, start: int, end: int) -> int:
        """The first token behind a prepositional phrase that no comma ends."""
        index = start + 1
        while index < end and (self.marks[index] >= 0 or self.tokens[index].bits & (DET | POSS | PREP)):
            index += 1
        if index > start + 1 and self.marks[index - 1] >= 0:
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

    def _antecedent(self, clause: Clause) -> Range | None:
        """The noun phrase before a relative clause, past an apposition between them."""
        end = clause.pieces[0][0]
        host = None if clause.host is None else self.clauses[clause.host]
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
        return (start, end) if start < end else None

    def _name_before(self, index: int) -> bool:
        """ "Soleimani, the late commander": a name and a comma stand before the apposition."""
        before = self.tokens[index - 2] if index > 1 else None
        return before is not None and bool(before.bits & CAPITAL and self.tokens[index].bits & (DET | POSS))

    def _in_phrase(self, index: int) -> bool:
        token = self.tokens[index]
        return (token.text[0].isalnum() and index not in self.groups and not token.bits & (COORD | PREP)) or (
            token.lower in ("of", "'s", "-")
        )


def _bare(head: int) -> Group:
    return Group(head, head, head + 1, doubtful=True)
