"""Changes: everything done to a chat's record, with enough to take it back."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, func, select, update

from bot.errors import AlreadyApplied
from bot.model.news import Action, Actor, ArticleMove, ArticleState, Change, Revision, SourceKind
from bot.model.outcome import UpdateKey
from storage.chats import take
from storage.ready import ready
from storage.serial import event_from_json, event_to_json
from storage.session import Session, Values
from storage.tables import article_moves, articles, changes, chats, revisions

_REVISIONS = select(revisions).order_by(revisions.c.position)
_MOVES = select(article_moves).order_by(article_moves.c.position)
_NEWEST = ready(select(func.max(changes.c.number)).where(changes.c.chat_id == bindparam("chat")))
_NEWEST_OF = select(chats.c.id, chats.c.next_change).where(chats.c.id.in_(bindparam("ids", expanding=True)))
_BETWEEN = (
    select(changes, revisions.c.event, revisions.c.before, revisions.c.after)
    .outerjoin(
        revisions, (revisions.c.chat_id == changes.c.chat_id) & (revisions.c.change == changes.c.number)
    )
    .where(
        changes.c.chat_id == bindparam("chat"),
        changes.c.number > bindparam("after"),
        changes.c.number <= bindparam("upto"),
    )
    .order_by(changes.c.number, revisions.c.position)
)
_LAST = 2**62
_own = changes.c.chat_id == bindparam("chat")
_ONE = ready(select(changes).where(_own, changes.c.number == bindparam("number")))
_update = changes.c.bot_id == bindparam("bot"), changes.c.update_id == bindparam("update")
_OF_UPDATE = ready(select(changes).where(_own, *_update, changes.c.part == bindparam("part")))
_TOLD = (
    select(changes, revisions.c.event, revisions.c.before, revisions.c.after)
    .outerjoin(
        revisions, (revisions.c.chat_id == changes.c.chat_id) & (revisions.c.change == changes.c.number)
    )
    .order_by(changes.c.chat_id, changes.c.number, revisions.c.position)
)
_stands = (changes.c.undone_at.is_(None)) & (changes.c.action != Action.UNDO.value)
_of_feed = (
    select(articles.c.number)
    .join(
        article_moves,
        (article_moves.c.chat_id == articles.c.chat_id) & (article_moves.c.article == articles.c.number),
    )
    .where(
        article_moves.c.chat_id == changes.c.chat_id,
        article_moves.c.change == changes.c.number,
        changes.c.action == Action.ADD.value,
        articles.c.source_kind == SourceKind.FEED.value,
    )
    .exists()
)


class Changes:
    """A chat's history, numbered from 1."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._foreseen: dict[tuple[int, int], list[Change]] = {}
        self._unapplied: set[tuple[int, UpdateKey, int]] = set()  # as the transaction owns the chat: for good

    async def add(self, chat_id: int, change: Change, cause_update: UpdateKey | None, part: int) -> Change:
        """The change as it is stored: numbered. Raises AlreadyApplied when the part was applied before."""
        if cause_update and await self._is_applied(chat_id, cause_update, part):
            raise AlreadyApplied(cause_update.update_id, part)
        change = replace(change, number=await take(self._session, chat_id, chats.c.next_change))
        await self._session.put(chat_id, changes, [_row(chat_id, change, cause_update, part)])
        await self._add_revisions(chat_id, change)
        await self._add_moves(chat_id, change)
        return change

    async def get(self, chat_id: int, number: int) -> Change | None:
        return await self._one(chat_id, _ONE, {"number": number})

    async def last_standing(self, chat_id: int) -> Change | None:
        """The newest change that somebody made, was not taken back and is not itself an undo.

        What feeds brought, nobody made: "the last change" never means that.
        """
        made = _of(chat_id).where(_stands, ~_of_feed)
        return await self._first(chat_id, made.order_by(changes.c.number.desc()))

    async def newest(self, chat_id: int) -> int:
        """The number of the last change, 0 before the first."""
        return (await self._session.run(chat_id, _NEWEST, {"chat": chat_id})).scalar_one() or 0

    async def newest_of(self, chat_ids: Collection[int]) -> dict[int, int]:
        """The numbers of the last changes of many chats, in one question."""
        found = await self._session.house(_NEWEST_OF, {"ids": list(chat_ids)})
        return {row.id: row.next_change - 1 for row in found}

    async def number_at(self, chat_id: int, at: datetime) -> int:
        """The number of the last change made before that moment, 0 when there is none."""
        earlier = select(changes.c.number).where(changes.c.chat_id == chat_id, changes.c.at < at)
        last = earlier.order_by(changes.c.number.desc()).limit(1)
        return (await self._session.run(chat_id, last)).scalar_one_or_none() or 0

    async def last_addition(self, chat_id: int) -> datetime | None:
        """When the chat was last handed something that stands."""
        added = select(changes.c.at).where(changes.c.chat_id == chat_id, _stands)
        added = added.where(changes.c.action.in_([Action.ADD.value, Action.REPLACE.value]))
        last = added.order_by(changes.c.number.desc()).limit(1)
        return (await self._session.run(chat_id, last)).scalar_one_or_none()

    async def between(self, chat_id: int, after: int, upto: int | None = None) -> list[Change]:
        """The changes later than `after`, up to `upto` or the last, oldest first.

        They come without what became of articles, and in one question: digests ask it of many chats.
        """
        if upto is None and (chat_id, after) in self._foreseen:
            return self._foreseen[chat_id, after]
        bounds = {"chat": chat_id, "after": after, "upto": _LAST if upto is None else upto}
        return _grouped(await self._session.run(chat_id, _BETWEEN, bounds))

    async def foresee(self, spans: Mapping[tuple[int, int], int]) -> dict[tuple[int, int], list[Change]]:
        """Read at once what `between` is asked next: from a chat and the change after which it begins to its
        last one. None may change in this transaction.
        """
        pairs = [(chat, n) for (chat, after), last in spans.items() for n in range(after + 1, last + 1)]
        rows = await self._session.of_many(_TOLD, changes.c.number, pairs)
        told = {chat: _grouped(own) for chat, own in groupby(rows, key=lambda row: row.chat_id)}
        for chat, after in spans:
            self._foreseen[chat, after] = [one for one in told.get(chat, ()) if one.number > after]
        return self._foreseen

    async def of_update(self, chat_id: int, key: UpdateKey, part: int) -> Change | None:
        """What this part of this update has done."""
        values = {"bot": key.bot_id, "update": key.update_id, "part": part}
        found = await self._one(chat_id, _OF_UPDATE, values)
        if found is None:
            self._unapplied.add((chat_id, key, part))
        return found

    async def adding(self, chat_id: int, article: int) -> Change | None:
        """The change that brought the article."""
        first = select(func.min(article_moves.c.change)).where(
            article_moves.c.chat_id == chat_id, article_moves.c.article == article
        )
        return await self._first(chat_id, _of(chat_id).where(changes.c.number == first.scalar_subquery()))

    async def of_event(self, chat_id: int, event: int) -> list[Change]:
        """Every change that touched the event, oldest first."""
        touching = _touching(chat_id, [event], [])
        return await self._all(chat_id, _of(chat_id).where(touching).order_by(changes.c.number))

    async def later_touching(
        self, chat_id: int, number: int, events: Collection[int], articles: Collection[int]
    ) -> int | None:
        """The newest change after `number` that stands and touched one of these."""
        later = select(func.max(changes.c.number)).where(
            changes.c.chat_id == chat_id,
            changes.c.number > number,
            _stands,
            _touching(chat_id, events, articles),
        )
        return (await self._session.run(chat_id, later)).scalar_one()  # type: ignore[no-any-return]

    async def mark_undone(self, chat_id: int, number: int, at: datetime, by: Actor) -> None:
        one = update(changes).where(changes.c.chat_id == chat_id, changes.c.number == number)
        await self._session.run(chat_id, one.values(undone_at=at, undone_by_id=by.id, undone_by_name=by.name))

    async def _is_applied(self, chat_id: int, key: UpdateKey, part: int) -> bool:
        """Asked once in a transaction: from then on it knows what it adds itself."""
        asked = (chat_id, key, part)
        found = asked not in self._unapplied and await self.of_update(chat_id, key, part) is not None
        self._unapplied.discard(asked)
        return found

    async def _first(self, chat_id: int, statement: Select[Any]) -> Change | None:
        return next(iter(await self._all(chat_id, statement.limit(1))), None)

    async def _one(self, chat_id: int, statement: Select[Any], values: Values) -> Change | None:
        return next(iter(await self._all(chat_id, statement, {"chat": chat_id, **values})), None)

    async def _all(self, chat_id: int, statement: Select[Any], values: Values | None = None) -> list[Change]:
        rows = (await self._session.run(chat_id, statement, values)).all()
        if not rows:
            return []
        numbers = [row.number for row in rows]
        told = await self._revisions(chat_id, numbers)
        moved = await self._moves(chat_id, numbers)
        return [_change(row, told[row.number], moved[row.number]) for row in rows]

    async def _revisions(self, chat_id: int, numbers: Sequence[int]) -> dict[int, list[Revision]]:
        found: dict[int, list[Revision]] = {number: [] for number in numbers}
        for row in await self._session.among(chat_id, _REVISIONS, revisions.c.change, numbers):
            found[row.change].append(_revision(row))
        return found

    async def _moves(self, chat_id: int, numbers: Sequence[int]) -> dict[int, list[ArticleMove]]:
        found: dict[int, list[ArticleMove]] = {number: [] for number in numbers}
        for row in await self._session.among(chat_id, _MOVES, article_moves.c.change, numbers):
            found[row.change].append(_move(row))
        return found

    async def _add_revisions(self, chat_id: int, change: Change) -> None:
        rows = [
            {
                "chat_id": chat_id,
                "change": change.number,
                "position": position,
                "event": revision.event,
                "before": revision.before and event_to_json(revision.before),
                "after": revision.after and event_to_json(revision.after),
            }
            for position, revision in enumerate(change.revisions)
        ]
        await self._session.put(chat_id, revisions, rows)

    async def _add_moves(self, chat_id: int, change: Change) -> None:
        rows = [
            {
                "chat_id": chat_id,
                "change": change.number,
                "position": position,
                "article": move.article,
                "before": move.before and move.before.value,
                "after": move.after.value,
            }
            for position, move in enumerate(change.articles)
        ]
        await self._session.put(chat_id, article_moves, rows)


def _of(chat_id: int) -> Select[Any]:
    return select(changes).where(changes.c.chat_id == chat_id)


def _grouped(rows: Iterable[Row[Any]]) -> list[Change]:
    """Changes with their revisions, of rows in their order."""
    grouped = (list(told) for _, told in groupby(rows, key=lambda row: row.number))
    return [_change(told[0], [_revision(row) for row in told if row.event], []) for told in grouped]


def _touching(chat_id: int, events: Collection[int], articles: Collection[int]) -> ColumnElement[bool]:
    told = select(revisions.c.change).where(
        revisions.c.chat_id == chat_id, revisions.c.event.in_(list(events))
    )
    moved = select(article_moves.c.change).where(
        article_moves.c.chat_id == chat_id, article_moves.c.article.in_(list(articles))
    )
    return changes.c.number.in_(told.union_all(moved))


def _row(chat_id: int, change: Change, update: UpdateKey | None, part: int) -> dict[str, Any]:
    return {
        "chat_id": chat_id,
        "number": change.number,
        "action": change.action.value,
        "actor_id": change.actor.id,
        "actor_name": change.actor.name,
        "at": change.at,
        "undone_at": change.undone_at,
        "undone_by_id": change.undone_by and change.undone_by.id,
        "undone_by_name": change.undone_by and change.undone_by.name,
        "undoes": change.undoes,
        "bot_id": update and update.bot_id,
        "update_id": update and update.update_id,
        "part": part,
    }


def _change(row: Row[Any], told: list[Revision], moved: list[ArticleMove]) -> Change:
    by = None if row.undone_by_name is None else Actor(row.undone_by_id, row.undone_by_name)
    return Change(
        number=row.number,
        action=Action(row.action),
        actor=Actor(row.actor_id, row.actor_name),
        at=row.at,
        revisions=tuple(told),
        articles=tuple(moved),
        undone_at=row.undone_at,
        undone_by=by,
        undoes=row.undoes,
    )


def _revision(row: Row[Any]) -> Revision:
    before, after = (None if json is None else event_from_json(json) for json in (row.before, row.after))
    return Revision(row.event, before, after)


def _move(row: Row[Any]) -> ArticleMove:
    before = None if row.before is None else ArticleState(row.before)
    return ArticleMove(row.article, before, ArticleState(row.after))
