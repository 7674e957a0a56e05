"""Several processes take in updates of the same chats: each chat's are handled in order, one at a time."""

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from typing import Any

import pytest
from telegram import Update
from telegram.ext import Application, TypeHandler

from bot.clock import stopped_at
from bot.intake.arrival import Arrivals
from bot.intake.envelope import Raw
from bot.intake.inbox import Inbox
from bot.intake.intake import Intake
from bot.model.chat import Access
from bot.services.access import AccessControl
from bot.terminal.botapi import BotApi, InProcessRequest
from storage.store import Store
from storage.turns import Turns
from tests.intake.starts import BOT, LONG, NOW
from tests.support.bots import SOON
from tests.support.raw import a_message
from tests.support.stores import postgresql_schema

OVERHEARD = "see you all on Friday"
GROUP, SUPERGROUP = -7, -1007


def is_overheard(raw: Raw) -> bool:
    return bool(raw["message"].get("text") == OVERHEARD)


class Desk:
    """What all processes have handled, and who was at which chat when."""

    def __init__(self) -> None:
        self.handled: list[list[int]] = []
        self.by: dict[int, str] = {}
        self.at_work: set[int] = set()
        self.begun = asyncio.Event()
        self.gate = asyncio.Event()
        self.gate.set()


class Process:
    """One process of the bot: its own connections, its own memory."""

    def __init__(self, name: str, desk: Desk, store: Store, intake: Intake) -> None:
        self.name, self.desk, self.store, self.intake = name, desk, store, intake


async def a_process(stack: AsyncExitStack, url: str, desk: Desk, name: str) -> Process:
    store = await Store.open(url)
    stack.push_async_callback(store.close)
    presence = await store.appear()
    assert presence
    arrivals = Arrivals()

    async def handle(update: Update, _: Any) -> None:
        chat = update.effective_chat
        assert chat
        assert chat.id not in desk.at_work, "two at one chat"
        desk.at_work.add(chat.id)
        desk.begun.set()
        await desk.gate.wait()
        await asyncio.sleep(0)
        arrival = arrivals.of(update)
        desk.handled.append([part.update_id or 0 for part in arrival.parts] or [update.update_id])
        desk.by[update.update_id] = name
        desk.at_work.discard(chat.id)

    request = InProcessRequest(BotApi(token=f"{BOT}:x"))
    builder = Application.builder().token(f"{BOT}:x").request(request).get_updates_request(request)
    application = builder.updater(None).job_queue(None).build()
    application.add_handler(TypeHandler(Update, handle))
    await stack.enter_async_context(application)
    control = AccessControl(store, stopped_at(NOW), Access.OPEN, {7})
    inbox, turns = Inbox(store, BOT, stopped_at(NOW)), Turns(presence, BOT)
    waits: dict[str, Any] = {"paste_wait": 0.3, "overheard": is_overheard}
    intake = Intake(application, inbox, control, arrivals, turns=turns, **waits)
    await intake.replay()
    stack.push_async_callback(intake.close, 1)
    return Process(name, desk, store, intake)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
async def two(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[list[Process]]:
    monkeypatch.setattr("bot.intake.lanes.LOOK", 0.1)
    async with postgresql_schema() as url, AsyncExitStack() as stack:
        yield [await a_process(stack, url, desk, name) for name in ("first", "second")]


async def all_done(processes: Sequence[Process]) -> None:
    """Return when nothing waits in the inbox."""
    async with asyncio.timeout(SOON):
        for _ in range(10_000):
            async with processes[0].store.read() as tx:
                if not await tx.inbox.pending(BOT):
                    return
            await asyncio.sleep(0.02)


async def test_each_chats_updates_are_in_order_whichever_process_each_comes_to(
    two: list[Process], desk: Desk
) -> None:
    chance = random.Random(4)

    async def talk(chat: int) -> None:
        for number in range(8):
            await chance.choice(two).intake.take([a_message(10 * chat + number, chat=chat)])

    await asyncio.gather(*(talk(chat) for chat in range(1, 13)))
    await all_done(two)

    handled = [id for parts in desk.handled for id in parts]
    for chat in range(1, 13):
        assert [id for id in handled if id // 10 == chat] == [10 * chat + number for number in range(8)]
    assert set(desk.by.values()) == {"first", "second"}


async def test_what_comes_to_another_while_a_chat_is_in_hand_is_done_in_its_place(
    two: list[Process], desk: Desk
) -> None:
    first, second = two
    desk.gate.clear()

    await first.intake.take([a_message(1)])
    await asyncio.wait_for(desk.begun.wait(), SOON)
    await second.intake.take([a_message(2)])
    await first.intake.take([a_message(3)])
    desk.gate.set()
    await all_done(two)

    assert desk.handled == [[1], [2], [3]]


async def test_the_parts_of_a_paste_join_when_they_come_to_different_processes(
    two: list[Process], desk: Desk
) -> None:
    first, second = two

    await first.intake.take([a_message(1, LONG)])
    await second.intake.take([a_message(2, LONG)])
    await first.intake.take([a_message(3, "the end")])
    await all_done(two)

    assert desk.handled == [[1, 2, 3]]


async def test_the_end_of_a_paste_is_not_overheard_though_it_comes_to_another_process(
    two: list[Process], desk: Desk
) -> None:
    first, second = two

    await second.intake.take([a_message(1, OVERHEARD)])
    await first.intake.take([a_message(2, LONG)])
    await second.intake.take([a_message(3, OVERHEARD)])
    await all_done(two)

    assert desk.handled == [[2, 3]]


async def test_the_supergroup_waits_for_the_group_that_moves_in_the_same_process(
    two: list[Process], desk: Desk
) -> None:
    first, second = two
    desk.gate.clear()
    await first.intake.take(
        [a_message(1, chat=GROUP), a_message(2, chat=GROUP, migrate_to_chat_id=SUPERGROUP)]
    )
    await asyncio.wait_for(desk.begun.wait(), SOON)
    await first.intake.take([a_message(3, chat=SUPERGROUP)])

    desk.gate.set()
    await asyncio.sleep(0)
    await second.intake.take([a_message(4, chat=SUPERGROUP)])
    await all_done(two)

    assert [parts for parts in desk.handled if parts[0] < 4] == [[1], [2], [3]]
    assert sorted(desk.handled) == [[1], [2], [3], [4]]


async def test_what_a_process_that_is_gone_had_taken_is_done_by_another_within_a_look(
    two: list[Process], desk: Desk
) -> None:
    first, second = two
    desk.gate.clear()
    await first.intake.take([a_message(1), a_message(2)])
    await asyncio.wait_for(desk.begun.wait(), SOON)

    desk.at_work.clear()
    await first.intake.close(0)  # as at a kill: it is cut off in the midst of the first
    assert first.store.presence
    await first.store.presence.end()
    desk.gate.set()
    await all_done([second])

    assert desk.handled == [[1], [2]]
    assert set(desk.by.values()) == {"second"}


async def test_a_process_that_loses_its_locks_for_a_moment_goes_on_where_it_was(
    two: list[Process], desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.presence.AGAIN", 0.05)
    monkeypatch.setattr("storage.presence.SETTLING", 0.1)
    monkeypatch.setattr("bot.intake.lanes.LOOK", 1_000)
    await asyncio.sleep(0.3)  # from here on nobody looks
    first, second = two
    desk.gate.clear()
    await first.intake.take([a_message(number) for number in range(1, 5)])
    await asyncio.wait_for(desk.begun.wait(), SOON)

    assert first.store.presence
    first.store.presence._connection.terminate()
    await asyncio.wait_for(first.store.presence.gone(), SOON)
    await asyncio.wait_for(first.store.presence.back(), SOON)
    await second.intake.take([a_message(5)])
    desk.gate.set()
    await all_done(two)

    assert [id for parts in desk.handled for id in parts] == [1, 2, 3, 4, 5]
