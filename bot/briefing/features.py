"""What of a mention is compared when two are held against each other, worked out once."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import takewhile

from bot.briefing.acts import Act, Found, find_acts
from bot.briefing.copies import reprintable
from bot.briefing.proper import Name, is_title, names_in, root
from bot.briefing.stems import Token, figures, read_table, stem, tokens_of, weighted_stems
from bot.briefing.windows import Window, window_of
from bot.model.news import Mention, Modality

KEYS, NAME_KEYS, SHORT_KEYS = 8, 4, 2
ONE_TEXT = 1_000  # mentions that one text may have
_OBJECT, _ANNOUNCED = 6, 2  # words that an object may take, and that may stand before what is announced
ACT_WEIGHT = 0.7  # of an act that is only named: it counts as a word of its kind
SAYING = "say"  # the act of acts.toml whose content, not whose name, tells what was said
_LINKING = frozenset(
    {"in", "at", "on", "by", "for", "from", "with", "after", "before", "over", "against", "of", "to"}
)


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """A mention, ready to be compared. It equals itself alone.

    It is read from the headline, which tells the one event, or from the clause when the headline names no
    act. `stems` are the content words that are neither names nor acts. Of the `names`, `local` ones stand as
    places do, and `who` are those that no place bears. `head` is the act that is said, `acts`
    all that are named, `said` those that are more than nouns, `spoken` whether the head is. `agents` stand
    before the head and `patients` after it, turned round in the passive; `objects` are the content words of
    what it was done to. `once` are the days within which the head hardly comes twice; `first`: it is counted
    as the first of its kind. `print` is there when the same sentence elsewhere must be a copy.
    """

    window: Window
    article: int
    reported: bool
    modality: Modality
    kind: str | None
    stems: dict[str, float]
    weight: float
    numbers: frozenset[str]
    series: frozenset[tuple[int, str]]
    names: tuple[Name, ...]
    local: tuple[Name, ...]
    who: tuple[Name, ...]
    agents: tuple[Name, ...]
    patients: tuple[Name, ...]
    objects: frozenset[str]
    head: Act | None
    acts: frozenset[str]
    said: frozenset[str]
    spoken: bool
    definite: bool
    families: frozenset[str]
    about: frozenset[str]
    opposed: frozenset[str]
    once: int
    first: bool
    keys: tuple[str, ...]
    keyset: frozenset[str]
    print: str | None


@lru_cache(maxsize=4_000)
def features_of(mention: Mention) -> Features:
    """The features of a mention; they depend on it alone, so they are kept for the next comparison."""
    return replace(features_before(replace(mention, id=0, article=0)), article=mention.article)


@lru_cache(maxsize=ONE_TEXT)
def features_before(mention: Mention) -> Features:
    """Those of a mention that has no number yet, kept by its words for when it has one."""
    tokens, found = _telling(mention)
    names = names_in(tokens, (*mention.participants, *mention.places))
    head = _cause(_head(found), found, names)
    agents, patients = _roles(names, head)
    stems = _content(tokens, names, found, head)
    acts = {one.act for one in found}
    keys, series = _keys(names, stems), _series(tokens)
    return Features(
        window=window_of(mention),
        article=mention.article,
        reported=mention.reported,
        modality=_modality(mention),
        kind=mention.kind,
        stems=stems,
        weight=sum(stems.values()),
        numbers=figures(tokens),
        series=series,
        names=names,
        local=tuple(name for name in names if name.local),
        who=tuple(name for name in names if not (name.known or name.local)),
        agents=agents,
        patients=patients,
        objects=_objects(tokens, head) & stems.keys(),
        head=head.act if head else None,
        acts=frozenset(act.name for act in acts),
        spoken=head is not None and head.verbal,
        definite=_definite(tokens, names),
        said=frozenset(one.act.name for one in (*found, head) if one is not None and one.verbal),
        families=frozenset(family for act in acts for family in act.family),
        about=frozenset(act.name for act in acts if act.about),
        opposed=frozenset(name for act in acts for name in act.opposes),
        once=head.act.once if head else 0,
        first=any(word == "first" for _, word in series),
        keys=keys,
        keyset=frozenset(keys),
        print=reprintable(mention),
    )


def _telling(mention: Mention) -> tuple[list[Token], tuple[Found, ...]]:
    """The words to compare and the acts in them: the headline's, or the clause's where it says no act."""
    words = tokens_of(mention.headline)
    found = find_acts(words)
    if any(one.verbal and one.act.name != SAYING for one in found):
        return words, found
    clause = tokens_of(_clause(mention))
    return clause, find_acts(clause)


def _clause(mention: Mention) -> str:
    """The clause, without the words of the date; the headline when there is no clause."""
    first, last = (max(0, place - mention.start) for place in mention.clause)
    text = mention.sentence
    if mention.timex is not None:
        start, end = mention.timex.start - mention.start, mention.timex.end - mention.start
        if 0 <= start < end <= len(text):
            before = _LEADING.sub(lambda found: " " * len(found[0]), text[:start])
            text = before + " " * (end - start) + text[end:]
    return text[first:last].strip() or mention.headline


# What leads to a date and goes with it: "on", "in early", "by the end of".
_LEADING = re.compile(r"\b(?:on|in|at|since|by|until|during|around|before|after)(?: the)? ?$", re.IGNORECASE)
_DENYING = re.compile(r"\b(?:den(?:y|ies|ied|ying)|denials?)\b", re.IGNORECASE)


def _modality(mention: Mention) -> Modality:
    """As read; what the sentence denies before it comes to the clause is denied, too."""
    before = mention.sentence[: max(0, mention.clause[1] - mention.start)]
    return Modality.DENIED if _DENYING.search(before) else mention.modality


def _head(found: Sequence[Found]) -> Found | None:
    """The first act that is said of its own, saying itself only for want of another; else the first named.

    What is announced comes before the announcing: "announced her retirement".
    """
    said = sorted((f for f in found if f.verbal), key=lambda f: (f.act.name == SAYING, f.start))
    if said and said[0].act.name == SAYING:
        close = range(said[0].end + 1, said[0].end + 2 + _ANNOUNCED)
        return next((replace(f, verbal=True) for f in found if f.start in close), said[0])
    return next(iter(said), next((f for f in found if not f.aimed), None))


def _cause(head: Found | None, found: Sequence[Found], names: Sequence[Name]) -> Found | None:
    """What did it, where the head is only what it did: "a blaze killed 72", but not "killed Soleimani"."""
    if (
        head is None
        or not head.act.effect
        or any(name.place > head.start and not name.local for name in names)
    ):
        return head
    before = (one for one in found if one.start < head.start and not one.act.effect and not one.aimed)
    cause = next((one for one in before if one.act.family & {"disaster", "harm"}), None)
    return head if cause is None or head.passive else replace(cause, verbal=True)


def _definite(tokens: Sequence[Token], names: Sequence[Name]) -> bool:
    """Whether it is told of something known: it begins with "the", or with a name."""
    return bool(tokens) and (tokens[0].word == "the" or any(name.place == 0 for name in names))


def _roles(names: Sequence[Name], head: Found | None) -> tuple[tuple[Name, ...], tuple[Name, ...]]:
    if head is None:
        return (), ()
    reach = head.start + head.act.in_names  # "Hurricane Maria hit": the name holds the act
    actors = tuple(name for name in names if name.by)
    before = tuple(name for name in names if 0 <= name.place < reach and not name.local and not name.by)
    after = tuple(name for name in names if name.place > head.start and not name.local and not name.by)
    if head.passive and not head.act.befalls_subject:
        before, after = after, before
    return actors or before, after if head.verbal else ()


def _objects(tokens: Sequence[Token], head: Found | None) -> frozenset[str]:
    """Stems of the words right after the head, up to a preposition; of those before it in the passive."""
    if head is None or head.act.befalls_subject or "disaster" in head.act.family:
        return frozenset()
    if head.act.to_be:
        return frozenset(weighted_stems(tokens[head.end + 1 : head.end + 1 + _OBJECT]))
    if head.passive:
        subject = list(takewhile(lambda t: t.word not in _LINKING, reversed(tokens[: head.start])))
        return frozenset(weighted_stems(subject))
    after = tokens[head.end + 1 : head.end + 1 + _OBJECT]
    stops = _LINKING - {"with"} if head.act.mutual else _LINKING  # "signed a contract with the army"
    return frozenset(weighted_stems(takewhile(lambda t: t.word not in stops, after)))


def _content(
    tokens: Sequence[Token], names: Sequence[Name], found: Sequence[Found], head: Found | None
) -> dict[str, float]:
    main = head.act if head else None
    named = {word for name in names for word in name.words}
    opening = any(name.place == 0 for name in names) or (bool(tokens) and is_title(tokens[0].word))
    in_acts = {place for one in found for place in (one.start, one.end)}
    stems = weighted_stems(
        token
        for place, token in enumerate(tokens)
        if place not in in_acts and not token.number and not _named(token, place, named, opening=opening)
    )
    return stems | {f"~{one.act.name}": ACT_WEIGHT for one in found if not one.verbal and one.act is not main}


def _named(token: Token, place: int, named: Collection[str], *, opening: bool) -> bool:
    """Whether a word belongs to a name or to its title; the first of a clause has a capital anyway."""
    return root(token.word) in named or (token.capital and (place > 0 or opening))


@lru_cache(maxsize=1)
def _series_table() -> dict[str, int]:
    rows = read_table("words.toml")["series"]
    return {stem(word): number for number, row in enumerate(rows) for word in row.split()}


def _series(tokens: Sequence[Token]) -> frozenset[tuple[int, str]]:
    """Words that count or order: "second", "semi-final", by the row of the table they stand in."""
    table = _series_table()
    return frozenset((table[t.stem], t.stem) for t in tokens if t.stem in table)


def _keys(names: Iterable[Name], stems: dict[str, float]) -> tuple[str, ...]:
    """Surnames and the like, places after them; short forms; the rarest words, the longest of them first."""
    told = sorted(names, key=lambda name: (name.known, name.local, -len(name.last), name.last))
    last = list(dict.fromkeys(name.last for name in told))[:NAME_KEYS]
    short = [name.initials for name in told if len(name.initials) > 1][:SHORT_KEYS]
    rare = sorted(stems, key=lambda s: (-stems[s], -len(s), s))
    other = (word for name in told for word in sorted(name.words))
    return tuple(dict.fromkeys((*last, *short, *rare, *other)))[:KEYS]
