"""Changes: taking back what was done, exactly, one after the other."""

from dataclasses import dataclass, replace

from bot.errors import NotAllowed, NotFound
from bot.model.news import Action, ArticleMove, ArticleState, Change, Event, Revision
from bot.model.outcome import Cause, Outcome, Undone
from bot.services.filing import restore
from bot.services.outcomes import outcome_of
from storage.store import Store, Transaction


@dataclass(frozen=True, slots=True)
class Changes:
    """The use cases of a chat's history."""

    store: Store

    async def outcome(self, chat_id: int, number: int) -> Outcome:
        """What a change did, with its events as they stand now. Raises NotFound."""
        async with self.store.read() as tx:
            change = await tx.changes.get(chat_id, number)
            if change is None:
                raise NotFound("change", number)
            touched = {revision.event for revision in change.revisions}
            now = await tx.events.many(chat_id, touched)
            standing = [replace(r, after=now[r.event]) for r in change.revisions if r.event in now]
            return await outcome_of(tx, chat_id, replace(change, revisions=tuple(standing)))

    async def undo(
        self, chat_id: int, cause: Cause, number: int | None = None, *, only_own: bool = False
    ) -> Undone:
        """Take back the last change that stands, or the one of that `number`.

        A change that later ones build on is not taken back: the answer names the latest of those.
        Raises NotFound when there is no such change, or it was taken back already; NotAllowed for the
        change of somebody else, when `only_own` ones may be taken back.
        """
        async with self.store.begin() as tx:
            if cause.update and (done := await tx.changes.of_update(chat_id, cause.update, cause.part)):
                return await _undone(tx, chat_id, done)
            change = await _standing(tx, chat_id, number)
            if change is None:
                return Undone()
            if only_own and change.actor.id != cause.actor.id:
                raise NotAllowed
            if later := await _built_on(tx, chat_id, change):
                return Undone(change, blocked_by=later)
            return await _undone(tx, chat_id, await _take_back(tx, chat_id, change, cause))


async def _standing(tx: Transaction, chat_id: int, number: int | None) -> Change | None:
    if number is None:
        return await tx.changes.last_standing(chat_id)
    change = await tx.changes.get(chat_id, number)
    if change is None or change.undone_at is not None or change.action is Action.UNDO:
        raise NotFound("change", number)
    return change


async def _built_on(tx: Transaction, chat_id: int, change: Change) -> int | None:
    events = [revision.event for revision in change.revisions]
    articles = [move.article for move in change.articles]
    return await tx.changes.later_touching(chat_id, change.number, events, articles)


async def _take_back(tx: Transaction, chat_id: int, change: Change, cause: Cause) -> Change:
    """Put back every row the change touched, and record that."""
    moves = tuple(
        ArticleMove(move.article, move.after, move.before or ArticleState.REMOVED)
        for move in reversed(change.articles)
    )
    for move in moves:
        await tx.articles.set_state(chat_id, move.article, move.after)
    await _restore(tx, chat_id, {r.event: r.before for r in change.revisions})
    revisions = tuple(Revision(r.event, r.after, r.before) for r in change.revisions)
    await tx.changes.mark_undone(chat_id, change.number, cause.at, cause.actor)
    undo = Change(0, Action.UNDO, cause.actor, cause.at, revisions, moves, undoes=change.number)
    return await tx.changes.add(chat_id, undo, cause.update, cause.part)


async def _restore(tx: Transaction, chat_id: int, events: dict[int, Event | None]) -> None:
    ids = {id for event in events.values() if event for id in event.mentions}
    await restore(tx, chat_id, events, await tx.mentions.many(chat_id, ids))


async def _undone(tx: Transaction, chat_id: int, undo: Change) -> Undone:
    """The change that an undo took back, with the articles it was about."""
    change = None if undo.undoes is None else await tx.changes.get(chat_id, undo.undoes)
    if change is None:
        return Undone()
    return Undone(change, await tx.articles.many(chat_id, {move.article for move in change.articles}))
