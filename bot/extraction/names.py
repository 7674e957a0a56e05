"""Names: who and what a text speaks of, by capitals, titles and gazetteer, short forms under the full."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.extraction.lexicon import ADV, AUX, CAPITAL, CLOSED, KNOWN, PAST, PRES, REL, Lexicon
from bot.extraction.lexicon.places import Gazetteer, gazetteer, given_names
from bot.extraction.tokens import Token


class NameType(StrEnum):
    """What bears a name, as far as the text shows."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    PEOPLE = "people"  # "Russian", "Syrians": stands for the country
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a sentence: tokens `start:end`, and the fullest form the text has of it."""

    start: int
    end: int
    text: str
    type: NameType


@dataclass(frozen=True, slots=True)
class Cast:
    """All that one text names.

    `inside` are its capitalised words within sentences, `lower` its words in small letters, `full` the
    full form of every short name.
    """

    lexicon: Lexicon
    places: Gazetteer
    inside: frozenset[str]
    lower: frozenset[str]
    full: Mapping[str, str]
    types: Mapping[str, NameType]

    @classmethod
    def of(cls, sentences: Iterable[Sequence[Token]], lexicon: Lexicon) -> "Cast":
        """The cast of a text, read in two passes: first every name, then which are short forms."""
        told = list(sentences)
        inside = frozenset(t.text for tokens in told for t in tokens[1:] if t.bits & CAPITAL)
        lower = frozenset(t.lower for tokens in told for t in tokens if not t.bits & CAPITAL)
        first = cls(lexicon, gazetteer(lexicon.language), inside, lower, {}, {})
        found = [name for tokens in told for name in first.names(tokens)]
        types: dict[str, NameType] = {}
        for name in found:
            if types.get(name.text, NameType.OTHER) is NameType.OTHER:
                types[name.text] = name.type
        return cls(
            lexicon, first.places, inside, lower, _full_forms(found, types, lexicon.legal_forms), types
        )

    def names(self, tokens: Sequence[Token], marks: Sequence[int] | None = None) -> list[Name]:
        """The names of a sentence from left to right."""
        names: list[Name] = []
        index = 0
        while index < len(tokens):
            if not tokens[index].bits & CAPITAL or not self._capital(tokens, index, marks):
                index += 1
                continue
            end = self._run_end(tokens, index, marks)
            names.extend(self._split(tokens, *self._bare(tokens, index, end)))
            index = end
        return names

    def _bare(self, tokens: Sequence[Token], start: int, end: int) -> tuple[int, int]:
        """A run without articles and other small words at its ends, unless they are part of a known name."""
        if _text(tokens, start, end) in self.places.places:
            return start, end
        while start < end and tokens[start].bits & (CLOSED & ~ADV):
            start += 1
        while end > start and tokens[end - 1].bits & (CLOSED & ~ADV):
            end -= 1
        return start, end

    def _capital(self, tokens: Sequence[Token], index: int, marks: Sequence[int] | None) -> bool:
        token = tokens[index]
        if not token.bits & CAPITAL or (marks is not None and marks[index] >= 0):
            return False
        if token.lower in self.lexicon.not_names:
            return False
        if self.lexicon.has("noun_capitals") and not self._known(tokens, index):
            return False
        return not _heads(tokens, index) or self._named_at_head(tokens, index)

    def _known(self, tokens: Sequence[Token], index: int) -> bool:
        """Where every noun has a capital: a known name, letters like "BMW", or what follows such a name."""
        text = tokens[index].text
        known = text in self.places.places or text in self.places.peoples or text in given_names()
        if known or text in self.full or (text.isupper() and 1 < len(text) < 6):
            return True
        before = tokens[index - 1] if index else None
        return before is not None and (before.text in given_names() or before.lower in self.lexicon.titles)

    def _named_at_head(self, tokens: Sequence[Token], index: int) -> bool:
        """A capital at the head of a sentence: a name if it is one elsewhere, or nothing else it could be."""
        token = tokens[index]
        for size in (1, 2)[: len(tokens) - index]:
            words = _text(tokens, index, index + size)
            if words in self.places.places or words in self.places.peoples:
                return True
        after = tokens[index + 1] if index + 1 < len(tokens) else None
        if token.lower in self.lexicon.titles and after is not None and after.bits & CAPITAL:
            return True
        if token.lower in self.lexicon.head_words or (
            token.lower in self.lower and token.text not in self.inside
        ):
            return False
        if token.bits & KNOWN:
            return False
        if token.text in self.inside or token.text[1:] != token.text[1:].lower():
            return True
        if after is None or token.bits & ~CAPITAL:
            return False
        if after.text == ",":
            follower = tokens[index + 2] if index + 2 < len(tokens) else None
            return follower is not None and (bool(follower.bits & REL) or follower.text.isdigit())
        follows = bool(after.bits & CAPITAL) and after.lower not in self.lexicon.not_names
        common = token.lower.endswith(self.lexicon.noun_endings) or token.lower in self.lexicon.kinds.nouns
        return follows or after.lower == "'s" or (bool(after.bits & (KNOWN | PAST)) and not common)

    def _run_end(self, tokens: Sequence[Token], index: int, marks: Sequence[int] | None) -> int:
        end = index + 1
        while end < len(tokens) and end < index + 12 and not _closes(tokens[end - 1]):
            token = tokens[end]
            if token.bits & (PRES | AUX):
                break  # "Bush Calls Bailout Vital": a verb of a title
            if self._capital(tokens, end, marks) or (
                token.text.isdigit() and len(token.text) < 3 and token.start == tokens[end - 1].end + 1
            ):
                end += 1
            elif (
                token.lower in self.lexicon.joiners
                and end + 1 < len(tokens)
                and self._joins(tokens, end, marks)
            ):
                end += 2
            else:
                break
        return end

    def _joins(self, tokens: Sequence[Token], index: int, marks: Sequence[int] | None) -> bool:
        """ "Bank of England" goes on past "of", "Syria for Russia" does not."""
        left, word = tokens[index - 1], tokens[index].lower
        if not self._capital(tokens, index + 1, marks):
            return False
        if word in ("of", "for", "the"):
            office = left.lower in self.lexicon.organisation_ends or left.lower.endswith(("y", "ment", "ion"))
            return word == "of" and office and left.text not in self.places.places
        return True

    def _split(self, tokens: Sequence[Token], start: int, end: int) -> list[Name]:
        """A run of capitals into names: "Apple CEO Steve Jobs" holds two, "Syrian President Assad" two."""
        if start == end or (end - start == 1 and tokens[start].lower in self.lexicon.legal_forms):
            return []
        whole = _text(tokens, start, end)
        if whole in self.places.places:
            return [Name(start, end, self.places.places[whole], NameType.PLACE)]
        if (
            tokens[end - 1].lower.rstrip(".") in self.lexicon.organisation_ends
            and end - start > 1
            and whole not in self.places.peoples
        ):
            return [self._name(tokens, start, end, NameType.ORGANISATION)]
        if any(token.lower == "of" for token in tokens[start:end]):
            return [self._name(tokens, start, end, NameType.ORGANISATION)]
        names: list[Name] = []
        at, titled, index = start, False, start
        while index < end:
            size = self._people(tokens, index, end)
            title = tokens[index].lower.rstrip(".") in self.lexicon.titles
            if (size or title) and at < index:
                names.append(self._name(tokens, at, index, NameType.PERSON if titled else None))
                titled = False
            if size:
                people = self.places.peoples[_text(tokens, index, index + size)]
                names.append(Name(index, index + size, people, NameType.PEOPLE))
            if size or title:
                at = index + max(size, 1)
                titled = title
            index += max(size, 1)
        if at < end:
            names.append(self._name(tokens, at, end, NameType.PERSON if titled else None))
        return names

    def _people(self, tokens: Sequence[Token], index: int, end: int) -> int:
        """How many words name a people here: "Syrian", "South Korean"; none inside a longer name."""
        for size in (2, 1):
            if index + size <= end and _text(tokens, index, index + size) in self.places.peoples:
                return size
        return 0

    def _name(self, tokens: Sequence[Token], start: int, end: int, kind: NameType | None) -> Name:
        text = _text(tokens, start, end)
        if kind is None and text in self.places.places:
            return Name(start, end, self.places.places[text], NameType.PLACE)
        full = self.full.get(text, text)
        known = self.types.get(full)
        return Name(start, end, full, kind or known or _looks(tokens, start, end))


def _closes(token: Token) -> bool:
    """ "U.S." ends a name; the initial of "Franklin D. Roosevelt" does not."""
    return token.text.endswith(".") and len(token.text) > 2


def _looks(tokens: Sequence[Token], start: int, end: int) -> NameType:
    """A person by the given name or by the age behind the name; initials are an organisation's."""
    word = tokens[start].text
    aged = (
        end + 2 < len(tokens)
        and tokens[end].text == ","
        and tokens[end + 1].text.isdigit()
        and tokens[end + 2].text in ",.)"
    )
    if aged or (end - start > 1 and word in given_names()):
        return NameType.PERSON
    if end - start == 1 and word.isupper() and 1 < len(word) < 6:
        return NameType.ORGANISATION
    return NameType.OTHER


def _heads(tokens: Sequence[Token], index: int) -> bool:
    """True for the first word of a sentence or of a quotation in it."""
    return index == 0 or tokens[index - 1].text in '"“„«:•*-–—(['


def _text(tokens: Sequence[Token], start: int, end: int) -> str:
    if end - start == 1:
        return tokens[start].text
    return " ".join([token.text for token in tokens[start:end]])


def _full_forms(
    names: Iterable[Name], types: Mapping[str, NameType], legal_forms: Collection[str]
) -> dict[str, str]:
    """Short forms and the one full name each can stand for: surnames, first words, initials."""
    counts = Counter(name.text for name in names if name.type not in (NameType.PLACE, NameType.PEOPLE))
    usual = _usual_forms(counts, types)
    owners: dict[str, set[str]] = {}
    for full in counts:
        for short in _shorts(full, types.get(full, NameType.OTHER), legal_forms):
            owners.setdefault(short, set()).add(usual.get(full, full))
    chosen = {short: _likeliest(fulls, types) for short, fulls in owners.items() if short in counts}
    return usual | {short: full for short, full in chosen.items() if full is not None}


def _usual_forms(counts: Mapping[str, int], types: Mapping[str, NameType]) -> dict[str, str]:
    """ "James Charles Kopp" is "James Kopp" where that is what the text mostly says."""
    same: dict[tuple[str, str], list[str]] = {}
    for full in counts:
        words = full.split()
        if len(words) > 1 and types.get(full) is NameType.PERSON:
            same.setdefault((words[0], words[-1]), []).append(full)
    usual = {
        each: max(forms, key=lambda form: (counts[form], form)) for forms in same.values() for each in forms
    }
    return {full: form for full, form in usual.items() if full != form}


def _likeliest(fulls: set[str], types: Mapping[str, NameType]) -> str | None:
    """The only full name, or the only person's."""
    people = [full for full in fulls if types.get(full) is NameType.PERSON]
    found = list(fulls) if len(fulls) == 1 else people
    return found[0] if len(found) == 1 else None


def _shorts(full: str, kind: NameType, legal_forms: Collection[str]) -> list[str]:
    words = full.split()
    if len(words) > 2 and words[-1].lower().rstrip(".") in legal_forms:
        words.pop()
    if len(words) < 2:
        return []
    initials = "".join(word[0] for word in words if word[0].isupper())
    if kind is NameType.ORGANISATION:
        return [" ".join(words[:-1]), words[0], initials]
    if any(word[0].isdigit() for word in words):
        return []
    return [words[-1], words[0], " ".join(words[1:]), initials]
