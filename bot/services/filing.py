"""Filing: which events the mentions of a chat tell, settled anew wherever something was added or taken."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.briefing.matching import Relation, lookup_keys, relate
from bot.briefing.reconcile import cluster, compose, renumber
from bot.briefing.words import words_of
from bot.model.decisions import Decisions
from bot.model.news import Event, Mention, Revision
from storage.store import Transaction

NOTHING_DECIDED = Decisions()
MOST_QUESTIONS = 3  # of one article; more would be a burden
CANDIDATES = 50  # mentions the database proposes for each new one; more share only common words


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
) -> Filed:
    """Put events right: the mentions `new` came, the events `left` lost some or were `decided` about.

    Only events within reach are looked at: those just named and those that a new mention matches.
    """
    matches = await _matches(tx, chat_id, new)
    reached = set(left) | set((await tx.mentions.events_of(chat_id, matches.same)).values())
    before = await tx.events.many(chat_id, reached)
    mentions = await _told_by(tx, chat_id, before.values()) | {m.id: m for m in new}
    decisions = decided.over(await tx.decisions.about(chat_id, mentions))
    after = await _events_told(tx, chat_id, mentions, before, decisions)
    revisions = await _put(tx, chat_id, before, after, mentions)
    return Filed(revisions, await _questions(tx, chat_id, matches.unsure))


@dataclass(frozen=True, slots=True)
class _Matches:
    """Known mentions that surely tell the same as a new one, and pairs of which that is not sure."""

    same: set[int]
    unsure: list[tuple[int, int]]


async def _matches(tx: Transaction, chat_id: int, new: Sequence[Mention]) -> _Matches:
    matches = _Matches(set(), [])
    near = [await tx.mentions.sharing(chat_id, lookup_keys(m), limit=CANDIDATES) for m in new]
    candidates = await tx.mentions.many(chat_id, {id for ids in near for id in ids})
    for mention, ids in zip(new, near, strict=True):
        for known in (candidates[id] for id in ids):
            relation = relate(mention, known)
            if relation is Relation.SAME:
                matches.same.add(known.id)
            elif relation is Relation.UNSURE and known.article != mention.article:
                matches.unsure.append((mention.id, known.id))
    return matches


async def _questions(
    tx: Transaction, chat_id: int, unsure: Sequence[tuple[int, int]]
) -> tuple[tuple[int, int], ...]:
    """The pairs of events that a person should be asked about, the one that was here first in front."""
    told = await tx.mentions.events_of(chat_id, {id for pair in unsure for id in pair})
    pairs = [(told[known], told[new]) for new, known in unsure if new in told and known in told]
    return tuple(dict.fromkeys(pair for pair in pairs if pair[0] != pair[1]))[:MOST_QUESTIONS]


async def _told_by(tx: Transaction, chat_id: int, events: Collection[Event]) -> dict[int, Mention]:
    """The mentions of these events whose articles still count."""
    return await tx.mentions.live(chat_id, {id for event in events for id in event.mentions})


async def _events_told(
    tx: Transaction,
    chat_id: int,
    mentions: Mapping[int, Mention],
    before: Mapping[int, Event],
    decisions: Decisions,
) -> dict[int, Event]:
    clusters = cluster(mentions.values(), decisions)
    copies = await tx.articles.fingerprints(chat_id, {m.article for m in mentions.values()})
    old = {id: event.number for event in before.values() for id in event.mentions}
    told: dict[int, Event] = {}
    for number, group in zip(renumber(old, clusters), clusters, strict=True):
        number = number or await tx.events.new_number(chat_id)
        told[number] = compose(number, group, decisions, copies)
    return told


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
    for number, event in events.items():
        if event is None:
            await tx.events.remove(chat_id, number)
    for event in filter(None, events.values()):
        await tx.events.put(chat_id, event, search_terms(event, mentions))


def search_terms(event: Event, mentions: Mapping[int, Mention]) -> str:
    """The words by which an event is found, joined by spaces: its headline, clauses, names and places."""
    texts = [event.headline]
    for mention in (mentions[id] for id in event.mentions if id in mentions):
        start, end = (place - mention.start for place in mention.clause)
        texts += [mention.sentence[start:end], *mention.participants, *mention.places]
    return " ".join(dict.fromkeys(word for text in texts for word in words_of(text)))
