"""The inbox: what was taken is kept until it is handled, and never taken twice."""

from datetime import timedelta

from bot.model.inbox import Kept
from storage.store import Store
from tests.support.builders import NOON

BOT = 123456


async def test_updates_wait_in_the_order_of_their_arrival(store: Store) -> None:
    rows = [Kept(9, 5, "{}"), Kept(3, None, '{"text": "\\u0000 \U0001f600"}'), Kept(12, -6, None)]
    async with store.begin() as tx:
        assert await tx.inbox.keep(BOT, rows) == [9, 3, 12]
        assert await tx.inbox.keep(BOT, []) == []
        assert await tx.inbox.keep(7, [Kept(9, 5, "other bot")]) == [9]

    async with store.read() as tx:
        assert await tx.inbox.pending(BOT) == rows


async def test_an_update_that_comes_again_is_not_new(store: Store) -> None:
    async with store.begin() as tx:
        await tx.inbox.keep(BOT, [Kept(1, 5, "first")])
        assert await tx.inbox.keep(BOT, [Kept(1, 5, "again"), Kept(2, 5, "new")]) == [2]
        assert [kept.body for kept in await tx.inbox.pending(BOT)] == ["first", "new"]

        await tx.inbox.done(BOT, [1, 2], NOON)
        assert await tx.inbox.keep(BOT, [Kept(2, 5, "again")]) == []
        assert await tx.inbox.pending(BOT) == []


async def test_nothing_of_a_handled_update_is_left_but_its_id(store: Store) -> None:
    async with store.begin() as tx:
        await tx.inbox.keep(BOT, [Kept(1, 5, "a secret")])
        await tx.inbox.done(BOT, [1], NOON)

    async with store._readers.connect() as connection:
        rows = (await connection.exec_driver_sql("SELECT update_id, body FROM inbox")).all()
    assert [tuple(row) for row in rows] == [(1, None)]


async def test_poison_is_put_aside_with_its_reason(store: Store) -> None:
    async with store.begin() as tx:
        await tx.inbox.keep(BOT, [Kept(1, 5, "{}"), Kept(2, 5, "{}")])
        await tx.inbox.poison(BOT, 1, '{"chat": {}}', "no type", NOON)
        await tx.inbox.poison(BOT, 3, "\ud800", "never kept", NOON)
        assert [kept.update_id for kept in await tx.inbox.pending(BOT)] == [2]

        await tx.inbox.prune(NOON + timedelta(days=9))
    async with store._readers.connect() as connection:
        rows = (
            await connection.exec_driver_sql(
                "SELECT update_id, body, error FROM inbox WHERE error IS NOT NULL ORDER BY update_id"
            )
        ).all()
    assert [tuple(row) for row in rows] == [(1, '{"chat": {}}', "no type"), (3, "\ufffd", "never kept")]


async def test_ids_are_forgotten_when_they_are_old(store: Store) -> None:
    async with store.begin() as tx:
        await tx.inbox.keep(BOT, [Kept(1, 5, "{}"), Kept(2, 5, "{}"), Kept(3, 5, "{}")])
        await tx.inbox.done(BOT, [1], NOON)
        await tx.inbox.done(BOT, [2], NOON + timedelta(days=2))
        await tx.inbox.prune(NOON + timedelta(days=1))

        again = [Kept(1, 5, "{}"), Kept(2, 5, "{}"), Kept(3, 5, "{}")]
        assert await tx.inbox.keep(BOT, again) == [1]
        assert [kept.update_id for kept in await tx.inbox.pending(BOT)] == [3, 1]
