"""Speakers: who says a thing, who takes part in it and where, with pronouns led back to names."""

from collections.abc import Iterable, Set

from bot.extraction.clause import Clause, Range, Role
from bot.extraction.lexicon import DET, OBJ, POSS, SUBJ, Lexicon
from bot.extraction.names import Name, NameType
from bot.extraction.sentence import Sentence

_MOST = 8


class Memory:
    """Who was spoken of last: what a pronoun or "the company" in the next sentence means."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.people: set[str] = set()
        self.genders: dict[str, str] = {}
        self.person: str | None = None
        self.someone: str | None = None  # a name of two words that may be a person's
        self.thing: str | None = None
        self.organisation: str | None = None

    def of(self, pronoun: str) -> str | None:
        """The name a pronoun stands for, None where it is not plain."""
        group = self.lexicon.pronouns.get(pronoun, "")
        if group in ("male", "female"):
            return self._person(group, [name for name in (self.person, self.someone) if name])
        return self.thing if group == "neuter" else None

    def within(self, sentence: Sentence, index: int) -> str | None:
        """Who the pronoun at a token stands for: a person named before it, in the sentence or earlier."""
        group = self.lexicon.pronouns.get(sentence.tokens[index].lower, "")
        if group not in ("male", "female"):
            return self.of(sentence.tokens[index].lower)
        people = [name for name in sentence.names if name.end <= index and _may_be_person(name)]
        subjects = [c.subject for c in sentence.clauses if c.subject is not None and c.subject[1] <= index]
        first = [n.text for n in people if any(a <= n.start < b for a, b in subjects)]
        others = [n.text for n in people if n.text not in first]
        known = [name for name in (self.person, self.someone) if name]
        return self._person(group, [*first[::-1], *known, *others[::-1]])

    def _person(self, group: str, candidates: Iterable[str]) -> str | None:
        """The first candidate not known as "he" where "she" is asked for; it is known from then on."""
        found = next((name for name in candidates if self.genders.get(name, group) == group), None)
        if found is not None:
            self.genders[found] = group
        return found

    def subject(self, sentence: Sentence, clause: Clause) -> str | None:
        """Who or what a clause speaks of, by name."""
        if clause.subject is None:
            return None
        start, end = clause.subject
        if end - start == 1 and sentence.tokens[start].bits & (SUBJ | OBJ):
            return self.within(sentence, start)
        named = sentence.named(clause.subject)
        if not named:
            return self.described(sentence, clause.subject)
        return next((name.text for name in named if name.end == end), named[0].text + " …")

    def described(self, sentence: Sentence, span: Range) -> str | None:
        """Who "the company" or "the general" is: the firm or person spoken of last."""
        if not sentence.tokens[span[0]].bits & DET or span[1] - span[0] > 3:
            return None
        word = sentence.tokens[span[1] - 1].lower
        if word in self.lexicon.company_words:
            return self.organisation
        return (self.person or self.someone) if word in self.lexicon.person_words else None

    def hear(self, sentence: Sentence) -> None:
        """Takes in who the sentence's main clauses speak of."""
        for clause in sentence.clauses:
            if clause.role in (Role.MAIN, Role.COORDINATE) and clause.subject is not None:
                named = sentence.named(clause.subject)
                for name in named:
                    self._keep(sentence, name)
                if not named and sentence.tokens[clause.subject[0]].bits & DET:
                    self.thing = None  # "The telephone has …": from here "it" is the telephone

    def _keep(self, sentence: Sentence, name: Name) -> None:
        after = sentence.tokens[name.end].lower if name.end < len(sentence.tokens) else ""
        if name.type is NameType.PERSON:
            self.person = name.text
            self.people.add(name.text)
        elif name.type is NameType.OTHER and _two_words(name.text):
            self.someone = name.text
        if name.type in (NameType.ORGANISATION, NameType.OTHER) and after != "'s":
            self.thing = name.text
        if name.type is NameType.ORGANISATION:
            self.organisation = name.text


def _may_be_person(name: Name) -> bool:
    return name.type is NameType.PERSON or (name.type is NameType.OTHER and _two_words(name.text))


def _two_words(name: str) -> bool:
    words = name.split()
    return 1 < len(words) < 4 and all(
        word.isalpha() and word[0].isupper() and not word.isupper() for word in words
    )


def attribution_of(sentence: Sentence, clause: Clause, memory: Memory) -> str | None:
    """Who says so: the subject of the clause that reports, or the name behind "according to"."""
    sayer = sentence.sayer_of(clause)
    if sayer is None:
        sayer = next((c for c in sentence.clauses if c is not clause and _quotes(sentence, c)), None)
    if sayer is not None and sayer.subject is not None:
        return _called(sentence, sayer.subject, memory)
    source = sentence.according()
    return None if source is None or source.name[0] >= source.name[1] else sentence.words(source.name)


def _quotes(sentence: Sentence, clause: Clause) -> bool:
    """ "…, the minister said" behind what was said."""
    if clause.role is not Role.MAIN or not sentence.reports(clause) or clause.verb is None:
        return False
    start, end = clause.hull
    return end - clause.verb.end <= 4 and start > 0 and sentence.tokens[start - 1].text in ',"”“'


def _called(sentence: Sentence, subject: Range, memory: Memory) -> str | None:
    token = sentence.tokens[subject[0]]
    if subject[1] - subject[0] == 1 and token.bits & (SUBJ | OBJ):
        return memory.within(sentence, subject[0])
    words = sentence.words(subject)
    return words if len(words) <= 80 else None


def participants_of(
    sentence: Sentence,
    clause: Clause,
    kept: Set[int],
    memory: Memory,
    aside: tuple[int, str] | None,
) -> tuple[str, ...]:
    """Names of those who take part, the subject first; pronouns count as who they stand for.

    They are the names among the words a headline is cut from: what stands in an apposition or an
    aside takes no part, nor does what somebody only speaks of. `aside` is the name set in brackets.
    """
    subject = clause.subject
    said = sentence.content_of(sentence.clauses.index(clause))
    if said is not None and said != sentence.clauses.index(clause):
        spoken = {i for a, b in sentence.clauses[said].pieces for i in range(a, b)}
        kept = kept - spoken
    own = subject is not None and not kept.isdisjoint(range(*subject))
    found = _pronouns(sentence, clause, subject, memory) if own and subject is not None else []
    described = memory.described(sentence, subject) if own and subject is not None else None
    found += [described] if described is not None else []
    names = [name for name in sentence.names if not kept.isdisjoint(range(name.start, name.end))]
    if subject is not None:
        names.sort(key=lambda name: not subject[0] <= name.start < subject[1])
    found += [name.text for name in names if not sentence.is_place(name)]
    if aside is not None and (aside[1] in memory.people or any(n.text == aside[1] for n in sentence.names)):
        found.insert(0, aside[1])
    return tuple(dict.fromkeys(found))[:_MOST]


def _pronouns(sentence: Sentence, clause: Clause, span: Range, memory: Memory) -> list[str]:
    """Names that the pronouns of a subject stand for; inside what was said, the speaker first."""
    pronouns = [i for i in range(*span) if sentence.tokens[i].bits & (SUBJ | POSS | OBJ)]
    sayer = sentence.sayer_of(clause) if pronouns else None
    speaking = sentence.named(sayer.subject) if sayer is not None and sayer.subject is not None else []
    if speaking:
        return [speaking[0].text]
    named = [memory.within(sentence, i) for i in pronouns]
    return [name for name in named if name]


def places_of(sentence: Sentence, kept: Set[int]) -> tuple[str, ...]:
    """Names of places among the same words."""
    found = [
        name.text
        for name in sentence.names
        if sentence.is_place(name) and not kept.isdisjoint(range(name.start, name.end))
    ]
    return tuple(dict.fromkeys(found))[:_MOST]
