"""Statements that are held ready say and write what SQLAlchemy makes of them, and fail as they do there."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import Executable, bindparam, event, insert, literal, select
from sqlalchemy.exc import IntegrityError

from storage import ready as module
from storage.ready import answer, ready
from storage.store import Store, Transaction
from storage.tables import inbox, limits, views
from tests.storage.test_isolation import everything, fill
from tests.support.builders import NOON, a_chat

PUT = ready(insert(views))
KINDS = ready(
    select(views.c.kind).where(views.c.id.in_(bindparam("ids", expanding=True))).order_by(views.c.id)
)


@pytest.fixture
async def lite() -> AsyncIterator[Store]:
    store = await Store.open("sqlite://")
    async with store.begin() as tx:
        await tx.chats.put(a_chat(7))
    yield store
    await store.close()


async def test_a_chat_is_told_the_same_either_way(lite: Store) -> None:
    async with lite.begin() as tx:
        await fill(tx, 8, ["common", "words"])
        at_once = await everything(tx, 8, ["common"])

    event.listen(lite._writer.sync_engine, "before_execute", lambda *_: None)

    async with lite.begin() as tx:
        assert await everything(tx, 8, ["common"]) == at_once
        await fill(tx, 9, ["common", "words"])
        by_sqlalchemy = await everything(tx, 9, ["common"])
    assert by_sqlalchemy[1:] == at_once[1:]


async def test_rows_are_written_one_by_one_and_together(lite: Store) -> None:
    async with lite.begin() as tx:
        run = tx.views._session.run
        one = await run(7, PUT, _view(1, "a"))
        many = await run(7, PUT, [_view(2, "b"), _view(3, "c")])

        assert (one.rowcount, many.rowcount) == (1, 2)
        assert list((await run(7, KINDS, {"ids": [3, 1]})).scalars()) == ["a", "c"]
        assert list((await run(7, KINDS, {"ids": []})).scalars()) == []
        assert await tx.views.get(7, 2) == ("b", {"n": 2})


async def test_what_answers_rows_for_several_is_left_to_sqlalchemy(lite: Store) -> None:
    fresh = ready(insert(inbox).returning(inbox.c.update_id))
    rows = [{"bot_id": 1, "update_id": number} for number in (4, 5, 6)]

    async with lite.begin() as tx:
        assert await _at_once(tx, fresh, rows) is None
        found = await tx.inbox._session.house(fresh, rows)

        assert sorted(found.scalars()) == [4, 5, 6]


async def test_columns_of_one_name_are_left_to_sqlalchemy(lite: Store) -> None:
    twice = ready(select(literal(1).label("n"), literal(2).label("n")))

    async with lite.begin() as tx:
        assert await _at_once(tx, twice, None) is None


async def test_a_row_that_is_there_is_refused_as_ever_without_its_words(lite: Store) -> None:
    async with lite.begin() as tx:
        await tx.views._session.run(7, PUT, _view(1, "secret"))
        with pytest.raises(IntegrityError, match="UNIQUE constraint failed") as refused:
            await tx.views._session.run(7, PUT, _view(1, "secret"))

    assert "secret" not in str(refused.value)


async def test_an_instant_that_is_not_utc_is_refused_as_ever(lite: Store) -> None:
    put = ready(insert(limits))

    async with lite.begin() as tx:
        with pytest.raises(ValueError, match="aware and in UTC"):
            await tx.limits._session.house(put, {"name": "n", "tokens": 1.0, "at": NOON.replace(tzinfo=None)})


def test_a_statement_is_compiled_once() -> None:
    assert ready(PUT) is PUT
    assert module._READY[PUT] is module._READY[ready(PUT)]


async def _at_once(tx: Transaction, statement: Executable, values: Any) -> object:
    session = tx.views._session
    assert session._driver is not None
    return await answer(session._driver, session._connection.dialect, statement, values)


def _view(number: int, kind: str) -> dict[str, object]:
    return {"chat_id": 7, "id": number, "kind": kind, "state": {"n": number}}
