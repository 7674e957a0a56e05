"""Sentence: one sentence with its tokens, clauses, names and dates, ready to be asked what it tells."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.extraction.clause import Clause, Range, Role
from bot.extraction.clauses import clauses_of
from bot.extraction.lexicon import (
    AUX,
    BE,
    CAPITAL,
    COORD,
    HAD,
    HAVE,
    NEG,
    PART,
    PAST,
    PASTAUX,
    PREP,
    PRES,
    REPORT,
    STATIVE,
    Lexicon,
)
from bot.extraction.modality import View
from bot.extraction.names import Cast, Name, NameType
from bot.extraction.plain import plain_clauses
from bot.extraction.tokens import Token, mark
from bot.model.timespan import When
from bot.model.timex import Timex, TimexType


class Source(NamedTuple):
    """The words that say where something comes from, and those among them that name who."""

    words: Range
    name: Range


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
    whens: Sequence[When | None]
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
            clauses_of(tokens, marks) if cast.lexicon.has("syntax") else plain_clauses(tokens, marks),
            cast.names(tokens, marks),
            timexes,
            _places(marks, len(timexes)),
            [_when(timex) for timex in timexes],
            cast.lexicon,
            text[slice(*span)],
            marks,
        )

    def opening(self) -> str | None:
        """The words at the head that say it goes on with the sentence before: "Hours later"."""
        head = tuple(token.lower for token in self.tokens[:4])
        size = next((n for n in (2, 3, 4) if head[:n] in self.lexicon.continuing), 0)
        return self.words((0, size)) if size else None

    def according(self) -> Source | None:
        """ "according to the police", "wie die Polizei mitteilte": where what is told comes from."""
        lowers = [token.lower for token in self.tokens]
        if lowers and lowers[0] in self.lexicon.quoting and "," in lowers:
            end = lowers.index(",")
            if self.tokens[end - 1].bits & REPORT:
                return Source((0, end), (1, self._source_end(1)))
        for phrase in self.lexicon.according:
            start = lowers.index(phrase[0]) if phrase[0] in lowers else -1
            if start < 0 or tuple(lowers[start : start + len(phrase)]) != phrase:
                continue
            first = start + len(phrase)
            last = self._source_end(first)
            return Source((start, last), (first, last)) if last > first else None
        return None

    def _source_end(self, first: int) -> int:
        last = first
        while last < min(len(self.tokens), first + 8) and self._names_source(last):
            last += 1
        while last > first and self.tokens[last - 1].bits & PREP:
            last -= 1
        return last

    def _names_source(self, index: int) -> bool:
        token = self.tokens[index]
        verbal = token.bits & (AUX | BE | HAVE | PAST | PRES) and not token.bits & CAPITAL
        return self.marks[index] < 0 and token.text not in ',.;:()"”–—' and not verbal

    @property
    def view(self) -> View:
        return View(self.tokens, self.marks, self.lexicon)

    @property
    def dates(self) -> list[int]:
        """The numbers of the timexes that name days of the calendar."""
        return [n for n, when in enumerate(self.whens) if when is not None and self.places[n][1]]

    def spans(self) -> dict[int, When]:
        """The dates by number; of "between May and July 2012" only the first, as a range."""
        found: dict[int, When] = {}
        skip = -1
        for number in self.dates:
            when = self.whens[number]
            if when is None or number == skip:
                continue
            joined = self._range(number)
            skip = number + 1 if joined is not None else -1
            found[number] = joined or when
        return found

    def _range(self, number: int) -> When | None:
        """The range that a date opens, as the words around it tell."""
        if number + 1 >= len(self.timexes) or not self.places[number + 1][1]:
            return None
        (start, end), (after, _) = self.places[number], self.places[number + 1]
        opener = self.tokens[start - 1].lower if start else ""
        between = tuple(token.lower for token in self.tokens[end:after])
        if (opener, *between) not in self.lexicon.ranges and ("", *between) not in self.lexicon.ranges:
            return None
        return When.of(f"{self.timexes[number].value}/{self.timexes[number + 1].value}")

    def offsets(self, tokens: Range) -> tuple[int, int]:
        """Where tokens stand in the article."""
        return self.tokens[tokens[0]].start, self.tokens[tokens[1] - 1].end

    def reports(self, clause: Clause) -> bool:
        """True when the clause says that somebody said something; "two were found" does not."""
        verb = clause.verb
        if verb is None or not self.tokens[verb.main].bits & REPORT:
            return False
        return not any(self.tokens[i].bits & BE for i in range(verb.start, verb.main))

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
        after = self.clauses[number + 1 : number + 2]
        first = after[0].pieces[0][0] if after and after[0].role is Role.MAIN else None
        quoted = first is not None and self._quote_before(first) and not self.tokens[first].bits & COORD
        return number + 1 if quoted else None

    def _quote_before(self, index: int) -> bool:
        """A quotation mark opens just before or at a token."""
        return any(t.text in '"“„«' for t in self.tokens[max(index - 2, 0) : index + 1])

    def content_of(self, number: int) -> int | None:
        """The clause that tells what the reporting clause `number` reports, behind it or before it."""
        clause = self.clauses[number]
        if not self.reports(clause):
            return None
        before = [
            n for n, c in enumerate(self.clauses[:number]) if c.role is Role.MAIN and c.verb is not None
        ]
        return before[0] if before and self.closes_quote(clause) else self.said_in(number)

    def closes_quote(self, clause: Clause) -> bool:
        """ "…", said the minister: what was said stands before."""
        if clause.verb is None or clause.role is not Role.MAIN or not self.reports(clause):
            return False
        start, end = clause.pieces[0][0], clause.pieces[-1][1]
        before = any(other.pieces[0][0] < start and other.verb is not None for other in self.clauses)
        return before and end - clause.verb.end <= 10 and self.tokens[start - 1].text in ",\"”“'’"

    def sayer_of(self, clause: Clause) -> Clause | None:
        """The clause that says who said this one."""
        if clause.host is None or clause.role is not Role.COMPLEMENT:
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
        return any(start <= self.places[n][0] < end for n in self.dates)

    def happens(self, clause: Clause) -> bool:
        """True for a verb in the past that tells a happening, not a state, a plan or what had been before."""
        if clause.verb is None or self._negated(clause):
            return False
        first, main = self.tokens[clause.verb.start].bits, self.tokens[clause.verb.main].bits
        if clause.verb.main == clause.verb.start:
            return bool(main & PAST) and (bool(main & REPORT) or not main & (STATIVE | BE | HAVE))
        if not first & (PASTAUX | HAVE) or first & HAD or main & BE:
            return False
        passive = bool(first & BE)
        return passive or bool(main & REPORT) or not main & STATIVE

    def _negated(self, clause: Clause) -> bool:
        return clause.verb is not None and any(
            self.tokens[i].bits & NEG for i in range(clause.verb.start, clause.verb.end)
        )

    def in_first_person(self, clause: Clause) -> bool:
        """ "I", "we": who that is stands outside the clause."""
        first = clause.subject[0] if clause.subject is not None else None
        return first is not None and self.lexicon.pronouns.get(self.tokens[first].lower) == "first_person"

    def is_pluperfect(self, clause: Clause) -> bool:
        return (
            clause.verb is not None
            and bool(self.tokens[clause.verb.start].bits & HAD)
            and not self.tokens[clause.verb.main].bits & (STATIVE | BE)
            and not self._negated(clause)
        )

    def has_past(self, clause: Clause) -> bool:
        """A past form anywhere in the clause."""
        return any(self.tokens[i].bits & (PAST | PART) for a, b in clause.pieces for i in range(a, b))

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
            return before in self.lexicon.local
        return name.type is NameType.OTHER and before in self.lexicon.strictly_local

    def _behind(self, name: Name) -> str:
        index = name.start - 1
        while index >= 0 and self.tokens[index].lower in self.lexicon.compass:
            index -= 1
        return self.tokens[index].lower if index >= 0 and self.tokens[index].bits & PREP else ""

    def date_words(self, number: int) -> Range:
        """A timex with the preposition before it and the possessive behind it."""
        start, end = self.places[number]
        while start > 0 and self.tokens[start - 1].lower in self.lexicon.date_openers:
            start -= 1
        if end < len(self.tokens) and self.tokens[end].lower == "'s":
            end += 1
        return start, end


def _when(timex: Timex) -> When | None:
    return When.of(timex.value, timex.mod) if timex.type in (TimexType.DATE, TimexType.TIME) else None


def _places(marks: Sequence[int], count: int) -> list[Range]:
    places: list[Range] = [(0, 0)] * count
    for index, number in enumerate(marks):
        if number >= 0:
            start, end = places[number]
            places[number] = (start, index + 1) if end else (index, index + 1)
    return places
