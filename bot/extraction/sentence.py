"""Sentence: one sentence with its tokens, clauses, names and dates, ready to be asked what it tells."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.extraction.clause import Clause, Range, Role
from bot.extraction.clauses import clauses_of
from bot.extraction.lexicon import BE, HAD, HAVE, MODAL, PART, PAST, PREP, PRES, REPORT, STATIVE, Lexicon
from bot.extraction.names import Cast, Name, NameType
from bot.extraction.tokens import Token, mark
from bot.model.timex import Timex

_STRICTLY_LOCAL = frozenset(("in", "near", "outside", "across"))
_LOCAL = _STRICTLY_LOCAL | frozenset(
    (
        "at",
        "to",
        "from",
        "of",
        "into",
        "inside",
        "on",
        "over",
        "around",
        "through",
        "throughout",
        "toward",
        "towards",
        "off",
    )
)
_BEFORE_DATES = frozenset(
    (
        "on",
        "in",
        "at",
        "by",
        "since",
        "from",
        "until",
        "till",
        "during",
        "for",
        "of",
        "back",
        "as",
        "early",
        "late",
        "around",
        "about",
        "between",
        "am",
        "im",
        "seit",
        "bis",
        "vom",
        "von",
        "ab",
        "um",
    )
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article, `text[start:end]`. `places[i]` are the tokens of `timexes[i]`."""

    text: str
    start: int
    end: int
    tokens: Sequence[Token]
    clauses: Sequence[Clause]
    names: Sequence[Name]
    timexes: Sequence[Timex]
    places: Sequence[Range]
    lexicon: Lexicon
    verbatim: str
    marks: Sequence[int]

    @classmethod
    def of(
        cls, text: str, span: tuple[int, int], tokens: Sequence[Token], timexes: Sequence[Timex], cast: Cast
    ) -> "Sentence":
        marks = mark(tokens, timexes)
        return cls(
            text,
            *span,
            tokens,
            clauses_of(tokens, marks),
            cast.names(tokens, marks),
            timexes,
            _places(marks, len(timexes)),
            cast.lexicon,
            text[slice(*span)],
            marks,
        )

    def offsets(self, tokens: Range) -> tuple[int, int]:
        """Where tokens stand in the article."""
        return self.tokens[tokens[0]].start, self.tokens[tokens[1] - 1].end

    def reports(self, clause: Clause) -> bool:
        """True when the clause says that somebody said something."""
        return clause.verb is not None and bool(self.tokens[clause.verb.main].bits & REPORT)

    def lemma(self, clause: Clause) -> str:
        if clause.verb is None:
            return ""
        word = self.tokens[clause.verb.main].lower
        return self.lexicon.lemmas.get(word, word)

    def said_in(self, number: int) -> int | None:
        """The clause that tells what was said in the clause `number`."""
        for index, clause in enumerate(self.clauses):
            if clause.role is Role.COMPLEMENT and clause.host == number and clause.verb is not None:
                return index
        return None

    def sayer_of(self, clause: Clause) -> Clause | None:
        """The clause that says who said this one."""
        if clause.role is not Role.COMPLEMENT or clause.host is None:
            return None
        host = self.clauses[clause.host]
        return host if self.reports(host) else None

    def followers(self, clause: Clause) -> list[Clause]:
        """Clauses joined on by "and" that have no subject and no date of their own."""
        found: list[Clause] = []
        at = self.clauses.index(clause)
        for number in range(at + 1, len(self.clauses)):
            other = self.clauses[number]
            if other.role is Role.COORDINATE and other.host == at and not self.holds_date(other):
                found.append(other)
                at = number
        return found

    def holds_date(self, clause: Clause) -> bool:
        start, end = clause.hull
        return any(a < end and start <= a for a, b in self.places if b)

    def happens(self, clause: Clause) -> bool:
        """True for a verb in the past that tells a happening, not a state, a plan or what had been before."""
        if clause.verb is None:
            return False
        first, main = self.tokens[clause.verb.start].bits, self.tokens[clause.verb.main].bits
        if first & (MODAL | HAD) or main & BE:
            return False
        passive = clause.verb.main > clause.verb.start and first & BE and main & PART
        if main & STATIVE and not main & REPORT and not passive:
            return False
        return bool(main & (PAST | PART))

    def is_perfect(self, clause: Clause) -> bool:
        """ "has waged": it may have been at any time."""
        return clause.verb is not None and bool(self.tokens[clause.verb.start].bits & HAVE)

    def is_present(self, clause: Clause) -> bool:
        return clause.verb is not None and bool(self.tokens[clause.verb.start].bits & PRES)

    def words(self, span: Range) -> str:
        start, end = self.offsets(span)
        return " ".join(self.text[start:end].split())

    def named(self, span: Range) -> list[Name]:
        return [name for name in self.names if span[0] <= name.start < span[1]]

    def is_place(self, name: Name) -> bool:
        """A place behind a word of place: "in Baghdad", "to Moscow"; "by the US" takes part."""
        before = self._behind(name)
        if name.type is NameType.PLACE:
            return before in _LOCAL
        return name.type is NameType.OTHER and before in _STRICTLY_LOCAL

    def _behind(self, name: Name) -> str:
        index = name.start - 1
        while index >= 0 and self.tokens[index].lower in (
            "the",
            "central",
            "eastern",
            "western",
            "northern",
            "southern",
        ):
            index -= 1
        return self.tokens[index].lower if index >= 0 and self.tokens[index].bits & PREP else ""

    def date_words(self, number: int) -> Range:
        """A timex with the preposition before it and the possessive behind it."""
        start, end = self.places[number]
        while start > 0 and self.tokens[start - 1].lower in _BEFORE_DATES:
            start -= 1
        if end < len(self.tokens) and self.tokens[end].lower == "'s":
            end += 1
        return start, end


def _places(marks: Sequence[int], count: int) -> list[Range]:
    places: list[Range] = [(0, 0)] * count
    for index, number in enumerate(marks):
        if number >= 0:
            start, end = places[number]
            places[number] = (start, index + 1) if end else (index, index + 1)
    return places
