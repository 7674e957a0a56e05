"""What a digest tells: the net effect of a chat's changes on its events, the weightiest first.

What was done and undone again within the period is not told, nor is a further source that says the same.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.briefing.terms import search_terms, tells
from bot.model.digest import Item, Section, Turn
from bot.model.news import Action, Article, Change, Event, EventStatus, Mention, Revision

Token = str | Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Course:
    """An event at the beginning and at the end of a period; `turn` is what last changed how it is told."""

    before: Event | None
    after: Event | None
    turn: Turn
    renamed: bool = False


def courses(changes: Iterable[Change]) -> dict[int, Course]:
    """The events that these changes touched, oldest change first, by number; not those that came and went."""
    found: dict[int, Course] = {}
    for change in changes:
        for revision in change.revisions:
            found[revision.event] = _onward(found.get(revision.event), revision, change)
    return {number: course for number, course in found.items() if course.before or course.after}


def _onward(course: Course | None, revision: Revision, change: Change) -> Course:
    turn = Turn(change.action, change.actor, change.at)
    by_hand = change.action is Action.EDIT and _headline(revision.before) != _headline(revision.after)
    if course is None:
        return Course(revision.before, revision.after, turn, by_hand)
    if not by_hand and _as_told(revision.before) == _as_told(revision.after):
        turn = course.turn
    return Course(course.before, revision.after, turn, course.renamed or by_hand)


def _headline(event: Event | None) -> str | None:
    return None if event is None else event.headline


def _as_told(event: Event | None) -> tuple[object, ...] | None:
    """What of an event a change is told of: when it happened, whether it did, and what is in dispute."""
    if event is None:
        return None
    return event.when, event.status, frozenset(event.alternatives), event.modality


def items_of(found: Mapping[int, Course], mentions: Mapping[int, Mention]) -> list[Item]:
    """What is told of these courses."""
    home = {id: n for n, course in found.items() if course.after for id in course.after.mentions}
    left = {id: n for n, course in found.items() if course.before for id in course.before.mentions}
    told = (_item(number, course, mentions, home, left) for number, course in found.items())
    return [item for item in told if item is not None]


def _item(
    number: int,
    course: Course,
    mentions: Mapping[int, Mention],
    home: Mapping[int, int],
    left: Mapping[int, int],
) -> Item | None:
    before, after, turn = course.before, course.after, course.turn
    if after is not None:
        section = _section(before, after, renamed=course.renamed)
        if section is None:
            return None
        parted = _elsewhere(after, number, left) if before is None else None
        return Item(section, after, before, turn, _sources(before, after, turn, mentions), parted)
    if before is None:
        return None
    joined = _elsewhere(before, number, home)
    return Item(Section.REMOVED if joined is None else Section.MERGED, before, before, turn, other=joined)


def _elsewhere(event: Event, number: int, home: Mapping[int, int]) -> int | None:
    """Another event that has a mention of this one."""
    return next((home[id] for id in event.mentions if home.get(id, number) != number), None)


def _section(before: Event | None, after: Event, *, renamed: bool) -> Section | None:
    torn = after.status is EventStatus.DISPUTED
    if before is None:
        return Section.DISPUTED if torn else Section.NEW
    if _as_told(before) == _as_told(after):
        return Section.CHANGED if renamed and before.headline != after.headline else None
    was_torn = before.status is EventStatus.DISPUTED
    if torn and not (was_torn and set(before.alternatives) == set(after.alternatives)):
        return Section.DISPUTED
    return Section.SETTLED if was_torn and not torn else Section.CHANGED


def _sources(
    before: Event | None, after: Event, turn: Turn, mentions: Mapping[int, Mention]
) -> tuple[int, ...]:
    """The articles that tell a new event; those that changed one: of the new mentions those that say so."""
    told = [mentions[id] for id in after.mentions if id in mentions]
    if before is not None:
        if turn.action not in (Action.ADD, Action.REPLACE):
            return ()
        told = [mention for mention in told if mention.id not in before.mentions]
        dates = after.alternatives or (after.when,)
        told = [mention for mention in told if mention.when in dates] or told
    return tuple(sorted({mention.article for mention in told}))


def on_topic(
    items: Iterable[Item],
    tokens: Sequence[Token],
    mentions: Mapping[int, Mention],
    articles: Mapping[int, Article],
) -> Iterator[Item]:
    """The items whose event a query for these words would find, by the words it is indexed under."""
    languages = {number: article.language for number, article in articles.items()}
    for item in items:
        if not tokens or tells(search_terms(item.event, mentions, languages), tokens):
            yield item


_WEIGHTS = {
    Section.DISPUTED: 6.0,
    Section.SETTLED: 5.0,
    Section.NEW: 3.0,
    Section.CHANGED: 2.0,
    Section.REMOVED: 1.5,
    Section.MERGED: 0.5,
}


def by_weight(items: Iterable[Item], words: Sequence[str], until: datetime) -> tuple[Item, ...]:
    """The weightiest first: what is in dispute, told by many, made more exact, recent, and on the topic."""
    return tuple(sorted(items, key=lambda item: (-weight(item, words, until), item.event.number)))


def weight(item: Item, words: Sequence[str], until: datetime) -> float:
    """How much a reader would miss it."""
    event = item.event
    support = min(event.support, 8) / 4
    age = abs((until.date() - event.when.span.last).days)
    recency = 1 / (1 + age / 90)
    named = sum(word in event.headline.casefold() for word in words) / len(words) if words else 0.0
    return _WEIGHTS[item.section] + support + recency + named + exactness_gained(item)


def exactness_gained(item: Item) -> float:
    """From 0, no more exact than before, to 2, a day where there was a century."""
    if item.before is None or item.section not in (Section.CHANGED, Section.SETTLED):
        return 0.0
    was, now = item.before.when.span, item.event.when.span
    if not was.contains(now) or was.days == now.days:
        return 0.0
    return min(2.0, (len(bin(was.days)) - len(bin(now.days))) / 8)
