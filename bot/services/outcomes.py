"""Outcomes: a change, told with the events, mentions and articles it concerns."""

from collections.abc import Iterable

from bot.model.news import Action, Article, ArticleState, Change, Event
from bot.model.outcome import Matched, Outcome, Verdict
from storage.store import Transaction

_VERDICTS = {Action.ADD: Verdict.ADDED, Action.REPLACE: Verdict.REPLACED, Action.REMOVE: Verdict.REMOVED}


async def outcome_of(tx: Transaction, chat_id: int, change: Change) -> Outcome:
    """What a change did, as it is remembered; the same after a restart as on the spot."""
    added = tuple(r.after for r in change.revisions if r.after and not r.before)
    matched = tuple(Matched(r.before, r.after) for r in change.revisions if r.before and r.after)
    removed = tuple(r.before for r in change.revisions if r.before and not r.after)
    about = [*added, *(m.after for m in matched), *removed]
    mentions = await tx.mentions.many(chat_id, _ids(about))
    numbers = {move.article for move in change.articles} | {m.article for m in mentions.values()}
    articles = await tx.articles.many(chat_id, numbers)
    return Outcome(
        verdict=_VERDICTS.get(change.action, Verdict.RULED),
        article=_subject(change, articles.values()),
        change=change.number,
        record=change,
        added=added,
        matched=matched,
        removed=removed,
        mentions=mentions,
        articles=articles,
    )


def _ids(events: Iterable[Event]) -> set[int]:
    return {id for event in events for id in event.mentions}


def _subject(change: Change, articles: Iterable[Article]) -> Article | None:
    """The article a change is about: the one that came, else the one that went."""
    moves = {move.article: move.after for move in change.articles}
    ranked = sorted(
        (a for a in articles if a.number in moves),
        key=lambda a: (moves[a.number] is ArticleState.LIVE, a.number),
    )
    return ranked[-1] if ranked else None


async def known(tx: Transaction, chat_id: int, article: Article) -> Outcome:
    """These words are here already: by whom, since when, and what they tell."""
    change = await tx.changes.adding(chat_id, article.number)
    ids = {m.id for m in await tx.mentions.of_article(chat_id, article.number)}
    events = await tx.events.many(chat_id, set((await tx.mentions.events_of(chat_id, ids)).values()))
    mentions = await tx.mentions.many(chat_id, _ids(events.values()))
    return Outcome(
        verdict=Verdict.KNOWN,
        article=article,
        matched=tuple(Matched(event, event) for _, event in sorted(events.items())),
        known_since=article.added_at,
        known_by=change.actor if change else None,
        mentions=mentions,
        articles=await tx.articles.many(chat_id, {m.article for m in mentions.values()} | {article.number}),
    )
