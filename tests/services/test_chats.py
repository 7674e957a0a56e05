"""Chats: where a group went is known under its old id too."""

import asyncio

from bot.model.briefing import Query
from bot.model.chat import Chat, ChatKind
from bot.services.services import Services
from storage.store import Store
from tests.support.builders import a_cause, a_draft

OLD, NEW = -7, -1007
DESK = Chat(OLD, ChatKind.GROUP, "Desk")


async def test_a_chat_that_moved_is_found_under_both_ids(store: Store) -> None:
    services = Services.over(store)
    await services.articles.read_one(DESK, a_draft("The council of Riga met in 2015."), a_cause())

    await services.chats.move(OLD, NEW)

    before, after = [await services.chats.of(id, ChatKind.GROUP) for id in (OLD, NEW)]
    assert before == after == Chat(NEW, ChatKind.GROUP, "Desk")
    assert (await services.timelines.timeline(after.id, Query(), limit=5)).total == 1


async def test_a_move_told_from_both_sides_at_once_happens_once(store: Store) -> None:
    services = Services.over(store)
    await services.articles.read_one(DESK, a_draft("The council of Riga met in 2015."), a_cause())

    await asyncio.gather(*(services.chats.move(OLD, NEW) for _ in range(4)))

    assert (await services.chats.of(OLD, ChatKind.GROUP)).id == NEW


async def test_a_group_of_which_nothing_was_on_record_is_fresh_in_its_new_place(store: Store) -> None:
    services = Services.over(store)

    await services.chats.move(OLD, NEW)

    assert await services.chats.of(OLD, ChatKind.GROUP, "Desk") == Chat(NEW, ChatKind.GROUP, "Desk")
