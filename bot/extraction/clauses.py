"""Clauses: a sentence cut into the stretches that each have a verb of their own."""

from collections.abc import Sequence

from bot.extraction.chunks import Chunk, Opener, chunks_of
from bot.extraction.clause import Clause, Range, Role
from bot.extraction.lexicon import BASE, BE, COORD, GERUND, HAVE, PART, PREP, REL, REPORT, SUBORD, THAT, TO
from bot.extraction.subjects import Phrases
from bot.extraction.tokens import Token
from bot.extraction.verbs import Group, verb_groups


def clauses_of(tokens: Sequence[Token], marks: Sequence[int]) -> list[Clause]:
    """The clauses of a sentence in order of their first word; `marks` as in `tokens.mark`."""
    groups = verb_groups(tokens, marks)
    builder = _Builder(tokens, marks, groups)
    chunks = chunks_of(tokens, marks, groups)
    for index, chunk in enumerate(chunks):
        builder.add(chunk, chunks[index + 1 : index + 4])
    builder.find_subjects()
    return builder.clauses


class _Builder:
    """Reads chunks from left to right and hangs each on the clauses before it."""

    def __init__(self, tokens: Sequence[Token], marks: Sequence[int], groups: dict[int, Group]) -> None:
        self.tokens, self.marks, self.groups = tokens, marks, groups
        self.phrases = Phrases(tokens, marks, groups)
        self.clauses: list[Clause] = []
        self._more = self._bare_ahead = False  # a verb follows soon; it stands at the head of its chunk
        self.host: int | None = None  # the clause that a chunk without a verb, or with a bare verb, goes on

    def add(self, chunk: Chunk, following: Sequence[Chunk]) -> None:
        """One chunk; `following` are the next few."""
        more = any(later.plain or later.bare for later in following)
        self._more, self._bare_ahead = more, any(later.bare for later in following[:2])
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
        while head < chunk.end - 1 and self.phrases.skippable(head):
            head += 1
        return head

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
        opens = self.tokens[chunk.start].bits & (THAT | REL | SUBORD | PREP)
        opener = chunk.start if opens and role is not Role.ASIDE else None
        self.clauses.append(Clause(role, [(chunk.start, chunk.end)], opener, verb, host=host))
        return len(self.clauses) - 1

    def _open(self, chunk: Chunk, verb: Group | None, role: Role = Role.MAIN) -> None:
        before = self.host
        self.host = self._hang(role, chunk, verb)
        self.clauses[self.host].host = before if role is not Role.MAIN else None
        self.clauses[self.host].opener = None

    def _without_verb(self, chunk: Chunk, head: int) -> None:
        if not self.clauses and self.tokens[head].bits & PART and self._more:
            self._hang(Role.PARTICIPIAL, chunk, _bare(head))
        elif not self.clauses or self._starts_anew(chunk):
            self._open(chunk, None)
        elif self.tokens[head].bits & (GERUND | PART) and self.tokens[head].bits & ~PREP and chunk.comma:
            self._hang(Role.PARTICIPIAL, chunk, _bare(head))
        elif self.tokens[head].bits & TO and (verb := self._infinitive(head, chunk.end)) is not None:
            self._hang(Role.PARTICIPIAL, chunk, verb)
        else:
            self._go_on(chunk)

    def _starts_anew(self, chunk: Chunk) -> bool:
        """ "…, but the mayor, a lawyer, has resigned": a subject whose verb comes behind an apposition."""
        host = None if self.host is None else self.clauses[self.host]
        joined = chunk.comma and bool(self.tokens[chunk.start].bits & COORD)
        return joined and self._bare_ahead and host is not None and host.verb is not None

    def _infinitive(self, head: int, end: int) -> Group | None:
        """ "to be released", "to open": what is still to come of the thing before it."""
        last = head + 1
        while last < end and last < head + 4 and self.tokens[last].bits & (BE | HAVE):
            last += 1
        verbal = last < end and self.tokens[last].bits & (BASE | PART)
        return Group(head, last, last + 1, doubtful=True) if verbal else None

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
        return (
            bool(self.tokens[piece[0]].bits & GERUND)
            or self.phrases.phrase(*piece) is None
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
        elif host.verb is None and not self._adds_to_aside(chunk):
            host.pieces.append((chunk.start, chunk.end))
            host.verb = verb
        elif (
            self.tokens[verb.main].bits & REPORT and not self.tokens[chunk.start].bits & COORD and chunk.comma
        ):
            self._open(chunk, verb)  # "…", said the minister
        elif self._goes_on_aside(chunk):
            self._hang(self.clauses[-1].role, chunk, verb)
            self.clauses[-1].host, self.clauses[-1].opener = len(self.clauses) - 2, None
        elif host.role is Role.COMPLEMENT and chunk.comma and host.host is not None:
            self.host = host.host  # "said that …, but declined": the one who said it
            self._open(chunk, verb, Role.COORDINATE)
        elif self.tokens[chunk.start].bits & COORD or not self.tokens[verb.start].bits & PART:
            self._open(chunk, verb, Role.COORDINATE)
        else:
            self._hang(Role.PARTICIPIAL, chunk, verb)

    def _adds_to_aside(self, chunk: Chunk) -> bool:
        """ "the man who came in May and was elected": no verb of the main clause begins with "and"."""
        return bool(self.tokens[chunk.start].bits & COORD) and self._goes_on_aside(chunk)

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
            clause.subject = self.phrases.subject(self.clauses, clause)
            if clause.role is Role.RELATIVE:
                clause.antecedent = self.phrases.antecedent(self.clauses, clause)


def _bare(head: int) -> Group:
    return Group(head, head, head + 1, doubtful=True)
