"""Acts: what was done, found in a clause by the words of acts.toml."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from bot.briefing.stems import Token, read_table, stem

_REACH, _FAR = 2, 6  # words that may stand between the two of "shot_down", of "war~ended"
_DETERMINERS = frozenset({"a", "an", "the", "his", "her", "its", "their", "our", "this", "that", "of", "for"})
_AIMS = frozenset(
    {"for", "of", "to", "about", "against", "over", "during", "after", "since", "before", "from", "with", "s"}
)
_PASSIVE = frozenset({"was", "were", "been", "be", "being", "is", "are", "got", "gets"})


@dataclass(frozen=True, slots=True)
class Act:
    """One row of acts.toml, which says what each column means."""

    name: str
    family: frozenset[str]
    once: int = 0
    about: bool = False
    mutual: bool = False
    often: bool = False
    of_place: bool = False
    befalls_subject: bool = False
    directed: bool = False
    reverse: str = ""
    light: bool = False
    effect: bool = False
    pair: bool = False
    scored: bool = False
    to_be: bool = False
    in_names: bool = False
    opposes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Found:
    """An act at a place in a clause.

    `verbal`: it is what the clause says, not a noun in it. `aimed`: such a noun after "for", "of", "to":
    what somebody asked for or spoke of, perhaps not what was.
    """

    act: Act
    start: int
    end: int
    verbal: bool
    passive: bool
    aimed: bool


@dataclass(frozen=True, slots=True)
class _Entry:
    """A word of the table: its act, the words that must follow it, and how far off they may be."""

    act: Act
    noun: bool
    rest: tuple[str, ...] = ()
    reach: int = _REACH


@dataclass(frozen=True, slots=True)
class _Table:
    phrases: Mapping[str, tuple[_Entry, ...]]
    stems: Mapping[str, _Entry]
    exact: Mapping[str, _Entry]


def find_acts(tokens: Sequence[Token]) -> tuple[Found, ...]:
    """The acts of a clause in order; a phrase ("shot down") hides the words in it.

    A light act lends its verb to what it is said of: "missiles hit", "a hurricane hit".
    """
    found = tuple(_scan(tokens))
    light = next((one for one in found if one.act.light), None)
    heavy = light and next(
        (one for one in found if one.act.family & light.act.family and one is not light), None
    )
    if light is None or heavy is None:
        return found
    kept = (one for one in found if one is not light)
    return tuple(replace(one, verbal=True, aimed=False) if one is heavy else one for one in kept)


def _scan(tokens: Sequence[Token]) -> Iterator[Found]:
    taken: set[int] = set()
    for start in range(len(tokens)):
        if start in taken:
            continue
        entry, places = _entry_at(tokens, start)
        if entry is not None and (entry.act.in_names or not _in_name(tokens, start)):
            taken.update(places)
            verbal, passive = (False, False) if entry.noun else _voice(tokens, start)
            aimed = not verbal and start > 0 and tokens[start - 1].word in _AIMS
            yield Found(entry.act, start, places[-1], verbal, passive, aimed)


def _in_name(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word has a capital not only for standing first, and not among others that all have one."""
    if not tokens[place].capital:
        return False
    after = tokens[place + 1 : place + 2]
    return not tokens[place - 1].capital if place else any(token.capital for token in after)


def _entry_at(tokens: Sequence[Token], start: int) -> tuple[_Entry | None, tuple[int, ...]]:
    table, token = _table(), tokens[start]
    matches = [(entry, _match(tokens, start, entry)) for entry in table.phrases.get(token.stem, ())]
    found = [(entry, places) for entry, places in matches if places]
    if found:  # of more words first, then of words that stand closer: "went down off" is "went down"
        return min(found, key=lambda match: (-len(match[1]), match[1][-1]))
    return table.exact.get(token.word) or table.stems.get(token.stem), (start,)


def _match(tokens: Sequence[Token], start: int, entry: _Entry) -> tuple[int, ...]:
    places = [start]
    for wanted in entry.rest:
        ahead = range(places[-1] + 1, min(places[-1] + 2 + entry.reach, len(tokens)))
        found = next((place for place in ahead if tokens[place].stem == wanted), None)
        if found is None:
            return ()
        places.append(found)
    return tuple(places)


def _voice(tokens: Sequence[Token], start: int) -> tuple[bool, bool]:
    """Whether the word is said of something, not "the hijacked ferry", and whether in the passive."""
    before = [t.word for t in tokens[max(0, start - 3) : start]]
    participle = tokens[start].word.endswith(_PARTICIPLE)
    verbal = before[-1] not in _DETERMINERS if before else participle
    return verbal, verbal and participle and not _PASSIVE.isdisjoint(before)


_PARTICIPLE = ("ed", "en", "wn", "ght", "un", "ld", "ut", "ot", "on", "ck", "id", "et")


@lru_cache(maxsize=1)
def _table() -> _Table:
    phrases: dict[str, list[_Entry]] = {}
    stems: dict[str, _Entry] = {}
    exact: dict[str, _Entry] = {}
    for name, row in read_table("acts.toml")["act"].items():
        act = _act(name, row)
        for word, noun in _listed(row):
            first, *rest = re.split("[_~]", word)
            if word.startswith("=") or (noun and not rest):
                bare = word.removeprefix("=")
                exact.update({form: _Entry(act, noun) for form in (bare, f"{bare}s" if noun else bare)})
            elif rest:
                entry = _Entry(act, noun, tuple(map(stem, rest)), _FAR if "~" in word else _REACH)
                phrases.setdefault(stem(first), []).append(entry)
            else:
                stems.setdefault(stem(word), _Entry(act, noun))
    return _Table({first: tuple(rows) for first, rows in phrases.items()}, stems, exact)


def _listed(row: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    yield from ((word, False) for word in row.get("words", "").split())
    yield from ((word, True) for word in row.get("nouns", "").split())


def _act(name: str, row: Mapping[str, Any]) -> Act:
    return Act(
        name,
        frozenset(row["family"].split()),
        once=row.get("once", 0),
        about=row.get("about", False),
        mutual=row.get("mutual", False),
        often=row.get("often", False),
        of_place=row.get("of_place", False),
        directed=row.get("directed", False),
        reverse=row.get("reverse", ""),
        light=row.get("light", False),
        effect=row.get("effect", False),
        pair=row.get("pair", False),
        scored=row.get("scored", False),
        to_be=row.get("to_be", False),
        in_names=row.get("in_names", False),
        befalls_subject=row.get("befalls") == "subject",
        opposes=frozenset(row.get("opposes", "").split()),
    )


def tells_act(word: str) -> bool:
    """Whether a word by itself tells an act."""
    table = _table()
    return word in table.exact or stem(word) in table.stems
