"""Many texts filed in one transaction come to what they come to one by one, for far fewer questions."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from bot.model.chat import Chat
from bot.model.news import Draft
from bot.services.services import Services
from storage.portable import carried
from storage.store import Store
from tests.services.test_invariants import TEXTS
from tests.support.builders import a_cause, a_chat, a_draft

TOWNS = ("Orla", "Tarn", "Ystad", "Molde", "Brno", "Lund", "Vaasa", "Turku")
_chats = count(5_000)  # some for each example, as all share a database

texts = st.tuples(st.sampled_from(range(len(TEXTS))), st.sampled_from(["", "", "a", "b"]))


def drafts_of(chosen: Sequence[tuple[int, str]]) -> list[Draft]:
    return [a_draft(TEXTS[place], name=name or None) for place, name in chosen]


async def record(store: Store, chat: Chat) -> dict[str, list[str]]:
    """All that is stored of the chat, table by table, and what words find."""
    found: dict[str, list[str]] = {}
    async with store.read() as tx:
        for table in carried(whole=True):
            rows = [row async for page in tx.portable.read(table, chat.id) for row in page]
            found[table.name] = sorted(str(sorted(_without_id(row).items())) for row in rows)
    return found


def _without_id(row: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in row.items() if name not in ("chat_id", "id") or "sentence" in row}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.lists(texts, max_size=3), chosen=st.lists(texts, min_size=1, max_size=6))
async def test_together_or_one_by_one_the_record_is_the_same(
    store: Store, before: list[tuple[int, str]], chosen: list[tuple[int, str]]
) -> None:
    articles, alone, together = Services.over(store).articles, a_chat(next(_chats)), a_chat(next(_chats))
    for chat in (alone, together):
        for draft in drafts_of(before):
            await articles.read_one(chat, draft, a_cause())

    one_by_one = [await articles.read_one(alone, draft, a_cause()) for draft in drafts_of(chosen)]
    at_once = await articles.read_together(together, drafts_of(chosen), a_cause())

    assert list(at_once) == one_by_one
    assert await record(store, together) == await record(store, alone)


async def test_what_people_decided_counts_for_texts_that_are_filed_together(store: Store) -> None:
    services, chat = Services.over(store), a_chat(next(_chats))
    await services.articles.read_together(chat, drafts_of([(2, "")]), a_cause())
    await services.rulings.headline(chat.id, 1, "The end of Demir", a_cause())

    await services.articles.read_together(chat, drafts_of([(4, ""), (5, "")]), a_cause())

    async with store.read() as tx:
        death = await tx.events.get(chat.id, 1)
    assert death is not None
    assert (death.headline, death.support) == ("The end of Demir", 2)


async def test_what_was_done_between_two_batches_counts_for_the_second(store: Store) -> None:
    services, alone, together = Services.over(store), a_chat(next(_chats)), a_chat(next(_chats))
    for chat, size in ((alone, 1), (together, 2)):
        await _read(services, chat, [(0, "a"), (2, "b")], size)
        await services.changes.undo(chat.id, a_cause())
        await _read(services, chat, [(2, "b"), (4, "")], size)
        await services.articles.remove(chat.id, 1, a_cause())
        await _read(services, chat, [(5, ""), (0, "a")], size)

    assert await record(store, together) == await record(store, alone)


async def _read(services: Services, chat: Chat, chosen: Sequence[tuple[int, str]], size: int) -> None:
    for at in range(0, len(chosen), size):
        await services.articles.read_together(chat, drafts_of(chosen[at : at + size]), a_cause())


async def test_a_chat_that_began_anew_remembers_nothing_of_before(store: Store) -> None:
    services, fresh, forgetful = Services.over(store), a_chat(next(_chats)), a_chat(next(_chats))
    await services.articles.read_together(forgetful, drafts_of([(0, "a"), (2, "b")]), a_cause())
    await services.forgetting.forget(forgetful.id, await services.forgetting.holds(forgetful.id))

    for chat in (fresh, forgetful):
        await services.articles.read_together(chat, drafts_of([(2, "a"), (0, "b")]), a_cause())
        await services.articles.read_together(chat, drafts_of([(4, ""), (5, "")]), a_cause())

    assert await record(store, forgetful) == await record(store, fresh)


async def test_what_was_not_stored_is_not_remembered(store: Store) -> None:
    services, whole, torn = Services.over(store), a_chat(next(_chats)), a_chat(next(_chats))
    for chat in (whole, torn):
        await services.articles.read_together(chat, drafts_of([(0, "a")]), a_cause())
    with pytest.raises(ZeroDivisionError):
        await _begin_and_fail(store, torn.id)

    for chat in (whole, torn):
        await services.articles.read_together(chat, drafts_of([(2, "b"), (4, "")]), a_cause())

    assert await record(store, torn) == await record(store, whole)


async def _begin_and_fail(store: Store, chat_id: int) -> None:
    async with store.begin() as tx:
        await tx.keep(chat_id)
        await tx.events.remove(chat_id, 1)
        raise ZeroDivisionError


async def test_a_change_among_many_is_taken_back_alone(store: Store) -> None:
    services, chat, alone = Services.over(store), a_chat(next(_chats)), a_chat(next(_chats))
    await services.articles.read_together(chat, drafts_of([(0, ""), (2, ""), (5, "")]), a_cause())
    await services.articles.read_together(alone, drafts_of([(0, ""), (2, "")]), a_cause())

    await services.changes.undo(chat.id, a_cause())

    assert (await record(store, chat))["events"] == (await record(store, alone))["events"]


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    """The statements that writers run meanwhile."""
    asked: list[str] = []
    engine = store._writer.sync_engine

    def hear(_connection: object, _cursor: object, statement: str, *_others: object) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", hear)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", hear)


async def test_of_twenty_texts_each_takes_less_than_a_fifth_of_the_questions_of_one_alone(
    store: Store,
) -> None:
    articles, chat = Services.over(store).articles, a_chat(next(_chats))
    drafts = [
        a_draft(f"Mayor Ada Lund {deed} in {town} on 3 March 2021. She left {town} on {day} March 2021.")
        for day, town in enumerate(TOWNS, 5)
        for deed in ("resigned", "was arrested", "opened a bridge")
    ]
    await articles.read_together(chat, drafts[:2], a_cause())

    with counted(store) as alone:
        for draft in drafts[2:4]:
            await articles.read_one(chat, draft, a_cause())
    with counted(store) as together:
        await articles.read_together(chat, drafts[4:24], a_cause())

    assert len(together) / 20 < len(alone) / 2 / 5
