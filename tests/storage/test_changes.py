"""Changes: everything that was done, with all that is needed to take it back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import AlreadyApplied
from bot.model.news import Action, Actor, ArticleMove, ArticleState, Change, EventStatus, Revision
from bot.model.outcome import UpdateKey
from storage.store import Store, Transaction
from tests.support.builders import MIRA, NOON, a_chat, a_when, an_event

CHAT = a_chat().id
TOMAS = Actor(8, "Tomas")


async def add(
    tx: Transaction, *events: int, articles: tuple[int, ...] = (), action: Action = Action.ADD
) -> Change:
    await tx.chats.put(a_chat())
    revisions = tuple(Revision(number, None, an_event(number, "2015")) for number in events)
    moves = tuple(ArticleMove(number, None, ArticleState.LIVE) for number in articles)
    return await tx.changes.add(CHAT, Change(0, action, MIRA, NOON, revisions, moves), None, 0)


async def test_a_change_comes_back_to_the_last_field(store: Store) -> None:
    before = replace(an_event(7, "2015", mentions=(1,)), alternatives=(a_when("201"),), chosen=True)
    after = replace(before, when=a_when("2015-07"), mentions=(1, 2), status=EventStatus.DISPUTED)
    change = Change(
        number=0,
        action=Action.EDIT,
        actor=Actor(None, "the machine"),
        at=NOON + timedelta(microseconds=1),
        revisions=(
            Revision(9, None, an_event(9, "19")),
            Revision(7, before, after),
            Revision(8, before, None),
        ),
        articles=(
            ArticleMove(2, ArticleState.LIVE, ArticleState.REPLACED),
            ArticleMove(1, None, ArticleState.LIVE),
        ),
        undoes=3,
    )
    async with store.begin() as tx:
        await tx.chats.put(a_chat())
        added = await tx.changes.add(CHAT, change, None, 0)
        assert added == replace(change, number=1)

    async with store.read() as tx:
        assert await tx.changes.get(CHAT, 1) == added
        assert await tx.changes.get(CHAT, 2) is None
        assert await tx.changes.of_event(CHAT, 7) == [added]
        assert await tx.changes.adding(CHAT, 1) == added
        assert await tx.changes.adding(CHAT, 5) is None


async def test_a_part_of_an_update_is_applied_once(store: Store) -> None:
    change, key = Change(0, Action.ADD, MIRA, NOON), UpdateKey(1, 500)
    async with store.begin() as tx:
        await tx.chats.put(a_chat())
        first = await tx.changes.add(CHAT, change, key, 0)
        second = await tx.changes.add(CHAT, change, key, 1)
        await tx.changes.add(CHAT, change, UpdateKey(2, 500), 0)
        await tx.changes.add(CHAT, change, None, 0)
        await tx.changes.add(CHAT, change, None, 0)

        with pytest.raises(AlreadyApplied, match="update 500, part 1"):
            await tx.changes.add(CHAT, change, key, 1)
        assert await tx.changes.of_update(CHAT, key, 0) == first
        assert await tx.changes.of_update(CHAT, key, 1) == second
        assert await tx.changes.of_update(CHAT, key, 2) is None


async def test_the_last_one_standing_is_neither_undone_nor_an_undo(store: Store) -> None:
    async with store.begin() as tx:
        first, second = await add(tx, 1), await add(tx, 2)
        await tx.changes.mark_undone(CHAT, second.number, NOON, TOMAS)
        await add(tx, 2, action=Action.UNDO)

        assert await tx.changes.last_standing(CHAT) == first
        undone = replace(second, undone_at=NOON, undone_by=TOMAS)
        assert await tx.changes.get(CHAT, second.number) == undone
        await tx.changes.mark_undone(CHAT, first.number, NOON, MIRA)
        assert await tx.changes.last_standing(CHAT) is None


async def test_the_newest_change_that_builds_on_another_is_named(store: Store) -> None:
    async with store.begin() as tx:
        await add(tx, 1, articles=(1,))
        await add(tx, 1, 2)
        await add(tx, 3, articles=(1,), action=Action.REMOVE)
        await add(tx, 1, action=Action.UNDO)

        assert await tx.changes.later_touching(CHAT, 1, [1], [1]) == 3
        assert await tx.changes.later_touching(CHAT, 1, [2], []) == 2
        assert await tx.changes.later_touching(CHAT, 1, [], [1]) == 3
        assert await tx.changes.later_touching(CHAT, 3, [1, 2, 3], [1]) is None
        assert await tx.changes.later_touching(CHAT, 1, [], []) is None
        await tx.changes.mark_undone(CHAT, 3, NOON, MIRA)
        assert await tx.changes.later_touching(CHAT, 1, [1], [1]) == 2


async def test_an_events_history_is_told_from_the_oldest(store: Store) -> None:
    async with store.begin() as tx:
        changes = [await add(tx, 1, 2), await add(tx, 3), await add(tx, 2)]

        assert await tx.changes.of_event(CHAT, 2) == [changes[0], changes[2]]
        assert await tx.changes.of_event(CHAT, 9) == []
