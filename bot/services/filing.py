"""Filing: which events the mentions of a chat tell, settled anew wherever something was added or taken."""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from types import MappingProxyType

from bot.briefing.attaching import attach
from bot.briefing.matching import Relation, lookup_keys, relate, relations
from bot.briefing.reconcile import cluster, compose, renumber
from bot.briefing.terms import search_terms
from bot.measures import count
from bot.measures.names import EVENTS, MENTIONS
from bot.model.decisions import Decisions
from bot.model.news import Event, Mention, Revision
from storage.store import Transaction

Groups = tuple[tuple[Mention, ...], ...]
NOTHING_DECIDED = Decisions()
EXACT = 60  # mentions within reach of a new one that are weighed all against all
MOMENT = EXACT**2  # pairs of mentions that are weighed on the spot: in some milliseconds
MOST_RULED = 300  # mentions that are so when a person decides, or an article goes
MOST_QUESTIONS = 3  # of one article; more would be a burden
CANDIDATES = 32  # mentions the database proposes for each new one; more share only common words


@dataclass(frozen=True, slots=True)
class Filed:
    """What changed, by event number, and which pairs of events may be one."""

    revisions: tuple[Revision, ...]
    questions: tuple[tuple[int, int], ...] = ()


async def refile(
    tx: Transaction,
    chat_id: int,
    new: Sequence[Mention],
    left: Collection[int] = (),
    decided: Decisions = NOTHING_DECIDED,
    heirs: Mapping[int, int] = MappingProxyType({}),
) -> Filed:
    """Put events right: the mentions `new` came, the events `left` lost some or were `decided` about.

    `heirs` are new mentions that say word for word what an older one said, by the older: they keep its event.

    Only events within reach are looked at: those just named, those that a new mention matches, and those
    that stand beside these although something in both tells the same.
    """
    matches = await _matches(tx, chat_id, new)
    told = await tx.mentions.events_of(chat_id, {known for _, known in matches.same})
    before = await _within_reach(tx, chat_id, set(left) | set(told.values()))
    mentions = await _told_by(tx, chat_id, before.values()) | {m.id: m for m in new}
    decisions = decided.over(await tx.decisions.about(chat_id, mentions))
    groups = await _grouped(mentions, before.values(), new, decisions)
    if len(mentions) <= EXACT:
        await tx.mentions.add_kin(chat_id, _kin(matches, groups, before.values(), mentions))
    after = await _composed(tx, chat_id, groups, before, decisions, heirs)
    revisions = await _put(tx, chat_id, before, after, mentions)
    count(MENTIONS, by=len(new))
    count(EVENTS, by=sum(revision.before is None for revision in revisions))
    return Filed(revisions, await _questions(tx, chat_id, matches.unsure))


async def _grouped(
    mentions: Mapping[int, Mention], before: Collection[Event], new: Sequence[Mention], decisions: Decisions
) -> Groups:
    """The mentions of each event. Work of more than a moment holds up nobody: it is done in a thread."""
    if len(mentions) * (len(new) or len(mentions)) <= MOMENT:
        return _groups(mentions, before, new, decisions)
    return await asyncio.to_thread(_groups, mentions, before, new, decisions)


def _groups(
    mentions: Mapping[int, Mention],
    before: Collection[Event],
    new: Sequence[Mention],
    decisions: Decisions,
) -> Groups:
    """The mentions of each event, weighed all against all as long as they are not too many."""
    if len(mentions) <= (EXACT if new else MOST_RULED):
        return cluster(mentions.values(), decisions)
    known = ([mentions[id] for id in event.mentions if id in mentions] for event in before)
    return attach(known, new, decisions)


@dataclass(frozen=True, slots=True)
class _Matches:
    """Pairs of a new mention and a known one that surely tell the same, or of which that is not sure."""

    same: list[tuple[int, int]]
    unsure: list[tuple[int, int]]


async def _matches(tx: Transaction, chat_id: int, new: Sequence[Mention]) -> _Matches:
    matches = _Matches([], [])
    keys = {mention.id: lookup_keys(mention) for mention in new}
    near = await tx.mentions.sharing(chat_id, keys, limit=CANDIDATES)
    known = await tx.mentions.many(chat_id, {id for ids in near.values() for id in ids})
    for mention in new:
        for other, relation in relations(mention, (known[id] for id in near[mention.id])):
            if relation is Relation.SAME:
                matches.same.append((mention.id, other.id))
            elif relation is Relation.UNSURE and other.article != mention.article:
                matches.unsure.append((mention.id, other.id))
    return matches


async def foresee(tx: Transaction, chat_id: int, new: Sequence[Mention]) -> None:
    """Look up together by which keys filing these mentions, which have no numbers yet, will find others."""
    await tx.mentions.look_up(chat_id, {key for mention in new for key in lookup_keys(mention)})


async def _within_reach(tx: Transaction, chat_id: int, numbers: Collection[int]) -> dict[int, Event]:
    """These events, and all that kin lead to from them."""
    reached: dict[int, Event] = {}
    ahead = set(numbers)
    while ahead:
        found = await tx.events.many(chat_id, ahead)
        reached |= found
        kin = await tx.mentions.kin(chat_id, {id for event in found.values() for id in event.mentions})
        ahead = set((await tx.mentions.events_of(chat_id, kin)).values()) - reached.keys()
    return reached


def _kin(
    matches: _Matches,
    groups: Sequence[Sequence[Mention]],
    before: Iterable[Event],
    mentions: Mapping[int, Mention],
) -> set[tuple[int, int]]:
    """Pairs that tell the same across two groups: those just found, and those that were one event before."""
    group_of = {mention.id: place for place, group in enumerate(groups) for mention in group}
    torn = {
        (a, b)
        for event in before
        for a, b in combinations([id for id in event.mentions if id in group_of], 2)
        if group_of[a] != group_of[b] and relate(mentions[a], mentions[b]) is Relation.SAME
    }
    return torn | {(a, b) for a, b in matches.same if group_of.get(a) != group_of.get(b)}


async def _questions(
    tx: Transaction, chat_id: int, unsure: Sequence[tuple[int, int]]
) -> tuple[tuple[int, int], ...]:
    """The pairs of events that a person should be asked about, the one that was here first in front."""
    told = await tx.mentions.events_of(chat_id, {id for pair in unsure for id in pair})
    pairs = [(told[known], told[new]) for new, known in unsure if new in told and known in told]
    apart = await _ruled_apart(tx, chat_id, set(told.values())) if pairs else set()
    asked = dict.fromkeys(pair for pair in pairs if pair[0] != pair[1] and pair not in apart)
    return tuple(asked)[:MOST_QUESTIONS]


async def _ruled_apart(tx: Transaction, chat_id: int, numbers: Collection[int]) -> set[tuple[int, int]]:
    """Pairs of these events that a person has said are two, in either order."""
    events = await tx.events.many(chat_id, numbers)
    event_of = {id: event.number for event in events.values() for id in event.mentions}
    parted = (await tx.decisions.about(chat_id, event_of)).parted
    pairs = [(event_of[a], event_of[b]) for a, b in parted if a in event_of and b in event_of]
    return {pair for a, b in pairs for pair in ((a, b), (b, a))}


async def _told_by(tx: Transaction, chat_id: int, events: Collection[Event]) -> dict[int, Mention]:
    """The mentions of these events whose articles still count."""
    return await tx.mentions.live(chat_id, {id for event in events for id in event.mentions})


async def _composed(
    tx: Transaction,
    chat_id: int,
    groups: Sequence[Sequence[Mention]],
    before: Mapping[int, Event],
    decisions: Decisions,
    heirs: Mapping[int, int],
) -> dict[int, Event]:
    """The events that the groups tell, under the numbers they had or new ones."""
    old = {id: event.number for event in before.values() for id in event.mentions}
    old |= {heir: old[id] for id, heir in heirs.items() if id in old}
    kept = renumber(old, groups)
    fresh = iter(await tx.events.new_numbers(chat_id, kept.count(None)))
    copies = await tx.articles.fingerprints(chat_id, {m.article for group in groups for m in group})
    numbers = [next(fresh) if number is None else number for number in kept]
    told = dict(zip(numbers, groups, strict=True))
    same = before if decisions == NOTHING_DECIDED else {}
    return {
        n: same[n] if _tells(same.get(n), group) else compose(n, group, decisions, copies)
        for n, group in told.items()
    }


def _tells(event: Event | None, group: Sequence[Mention]) -> bool:
    """Whether an event is what these mentions tell, as nobody chose anything for it and all were there."""
    if event is None or event.chosen:
        return False
    return event.mentions == tuple([mention.id for mention in group])


async def _put(
    tx: Transaction,
    chat_id: int,
    before: Mapping[int, Event],
    after: Mapping[int, Event],
    mentions: Mapping[int, Mention],
) -> tuple[Revision, ...]:
    changed = tuple(
        Revision(number, before.get(number), after.get(number))
        for number in sorted(before.keys() | after.keys())
        if before.get(number) != after.get(number)
    )
    await restore(tx, chat_id, {r.event: r.after for r in changed}, mentions)
    return changed


async def restore(
    tx: Transaction, chat_id: int, events: Mapping[int, Event | None], mentions: Mapping[int, Mention]
) -> None:
    """Make the stored events exactly these; None takes one away."""
    languages = await tx.articles.languages(chat_id, {m.article for m in mentions.values()})
    changed = {
        number: None if event is None else (event, search_terms(event, mentions, languages))
        for number, event in events.items()
    }
    await tx.events.change(chat_id, changed)
