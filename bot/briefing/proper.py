"""Proper names in a clause, so that other forms meet them: "GM", "Syrian"."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.briefing.acts import tells_act
from bot.briefing.stems import Token, background, plain, read_table, tokens_of
from bot.extraction.lexicon.places import gazetteer

_PEOPLE = re.compile(r"(?:ians?|ia|ans?|ish|ese)$")
_LONGEST_PLACE = 4  # words
_SHORTEST_PEOPLE = 6  # letters: "Karvonian" is of "Karvonia", "Dan" of nothing
_LINKS = frozenset({"bin", "ibn", "de", "da", "di", "del", "la", "le", "van", "von", "der", "al", "el"})
_WHERE = frozenset({"in", "at", "near", "off", "outside", "over", "inside", "around", "across"}) | frozenset(
    {"above", "under", "on", "into", "from"}
)
_SIDES = frozenset(
    {"northern", "southern", "eastern", "western", "central", "mainland", "downtown"}
) | frozenset(
    {"north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "nearby", "rural"}
)
_BEFORE_NAME = 5  # words that "in the old port city of" may take


@dataclass(frozen=True, slots=True)
class Name:
    """A name: its telling words, its initials, and where it stands in the clause (-1 when it does not).

    `known`: the gazetteer has it as a place, perhaps a `country`. `local`: it stands where a place does;
    `by`: after "by", as who did it does.
    """

    words: frozenset[str]
    first: str
    last: str
    initials: str
    place: int
    known: bool = False
    country: bool = False
    local: bool = False
    by: bool = False

    def meets(self, other: "Name") -> bool:
        """Whether both can name the same: "Bill Clinton" and "Clinton", but not "Hillary Clinton"."""
        if self.words.isdisjoint(other.words):
            return self.initials in other.words or other.initials in self.words
        shared = self.words & other.words
        if len(shared) == 1 and len(self.words) > 1 and len(other.words) > 1 and self.last == other.last:
            return self.first[0] == other.first[0]
        return True

    def bears(self, other: "Name") -> bool:
        """Whether both surely name one person: the whole name, or the surname where the other has more."""
        if self.known or other.known:
            return False
        return self.words == other.words or (self.last == other.last and self.meets(other))


@dataclass(frozen=True, slots=True)
class _Words:
    titles: frozenset[str]
    generic: frozenset[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    table = read_table("words.toml")
    return _Words(frozenset(table["titles"].split()), frozenset(table["generic"].split()))


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    return frozenset(plain(country).replace(" ", "") for country in gazetteer().peoples.values())


@lru_cache(maxsize=1)
def _known_places() -> dict[tuple[str, ...], str]:
    """The words of a place or people → one word for it."""
    known = gazetteer()
    return {
        tuple(token.word for token in tokens_of(name)): plain(place).replace(" ", "")
        for name, place in {**known.places, **known.peoples}.items()
    }


@lru_cache(maxsize=1)
def _longest_places() -> dict[str, int]:
    """How many words the longest place has that begins with a word, up to a limit."""
    longest: dict[str, int] = {}
    for first, *rest in filter(None, _known_places()):
        longest[first] = max(longest.get(first, 0), min(1 + len(rest), _LONGEST_PLACE))
    return longest


def is_title(word: str) -> bool:
    """Whether a word is a title before a name."""
    return word in _words().titles


def names_in(tokens: Sequence[Token], more: Iterable[str] = ()) -> tuple[Name, ...]:
    """The names of a clause in order, then those of `more` that no name of the clause meets."""
    listed = [name for text in more for name in _names(tokens_of(text), here=False)]
    licensed = frozenset(word for name in listed for word in name.words)
    found = list(_names(tokens, here=True, licensed=licensed))
    for name in listed:
        if not any(name.meets(other) for other in found):
            found.append(name)
    return tuple(found)


def _names(tokens: Sequence[Token], *, here: bool, licensed: frozenset[str] = frozenset()) -> Iterator[Name]:
    shouting = here and _shouts(tokens)
    index = 0
    while index < len(tokens):
        span, place = _place_at(tokens, index)
        if span:
            yield _name([place], tokens, index, known=True, here=here)
            index += span
        elif _opens(tokens, index, licensed, shouting=shouting, here=here):
            end = _run_end(tokens, index, licensed if shouting else None)
            words = [root(token.word) for token in tokens[index:end] if token.word not in _LINKS]
            if any(word not in _words().titles for word in words) and not _is_generic(words):
                yield _name(words, tokens, index, known=False, here=here)
            index = end
        else:
            index += 1


def _name(words: list[str], tokens: Sequence[Token], index: int, *, known: bool, here: bool) -> Name:
    common = _words().titles | _words().generic
    telling = [word for word in words if known or word not in common] or ["".join(words)]
    lead = _lead(tokens, index) if here else ""
    return Name(
        words=frozenset(telling),
        first=telling[0],
        last=telling[-1],
        initials="".join(word[0] for word in words) if len(words) > 1 else "-",
        place=index if here else -1,
        known=known,
        country=known and words[0] in _countries(),
        local=lead in _WHERE,
        by=lead == "by",
    )


def _is_generic(words: Sequence[str]) -> bool:
    return len(words) == 1 and words[0] in _words().generic


def root(word: str) -> str:
    """ "karvonian" and "karvonia" are one."""
    return _PEOPLE.sub("", word) if len(word) >= _SHORTEST_PEOPLE else word


def _shouts(tokens: Sequence[Token]) -> bool:
    """Whether every word of meaning has a capital, as in some headlines: then capitals tell nothing."""
    telling = [
        token for token in tokens[1:] if len(token.raw) > 2 and not token.number and _tells(token.word)
    ]
    return len(telling) > 3 and all(token.capital for token in telling)


def _tells(word: str) -> bool:
    return word not in background().empty or tells_act(word)


def _place_at(tokens: Sequence[Token], index: int) -> tuple[int, str]:
    """How many words from here name a place that the gazetteer knows, and the word for it."""
    if not tokens[index].capital:
        return 0, ""
    longest = min(_longest_places().get(tokens[index].word, 0), len(tokens) - index)
    for size in range(longest, 0, -1):
        place = _known_places().get(tuple([token.word for token in tokens[index : index + size]]))
        if place is not None and not (size == 1 and tokens[index].raw in ("Us", "May")):
            return size, place
    return 0, ""


def _opens(
    tokens: Sequence[Token], index: int, licensed: frozenset[str], *, shouting: bool, here: bool
) -> bool:
    """Whether a name begins here; the first word of a clause has a capital anyway."""
    token = tokens[index]
    if not token.capital or token.word in background().empty:
        return False
    if root(token.word) in licensed or not here:
        return True
    return not shouting and (index > 0 or _no_common_word(tokens))


def _no_common_word(tokens: Sequence[Token]) -> bool:
    """Whether the first word of a clause, which has a capital anyway, can be taken for a name."""
    token, known = tokens[0], background()
    if len(tokens) > 1 and tokens[1].capital and not tokens[1].number:
        return True
    common = token.stem in known.frequent or token.stem in known.synonyms or token.word.endswith("s")
    return not common and not tells_act(token.word)


def _run_end(tokens: Sequence[Token], index: int, licensed: frozenset[str] | None) -> int:
    """Where the name ends that begins here; of `licensed` words only, where capitals tell nothing."""
    end = index + 1
    while end < len(tokens):
        if (
            licensed is None
            and tokens[end].word in _LINKS
            and end + 1 < len(tokens)
            and tokens[end + 1].capital
        ):
            end += 2
        elif _goes_on(tokens, end) and (licensed is None or root(tokens[end].word) in licensed):
            end += 1
        else:
            break
    return end


def _goes_on(tokens: Sequence[Token], index: int) -> bool:
    token = tokens[index]
    return token.capital and token.word not in background().empty and not _place_at(tokens, index)[0]


def _lead(tokens: Sequence[Token], index: int) -> str:
    """The preposition a name hangs on: "in" for "in Brenn" and "in the port city of Brenn"."""
    before = [token.word for token in tokens[max(0, index - _BEFORE_NAME) : index]]
    while before and (before[-1] == "the" or before[-1] in _SIDES):
        before.pop()
    if before and before[-1] == "of":
        return "in" if (_WHERE | _SIDES).intersection(before[:-1]) else "of"
    return before[-1] if before else ""
