"""Chats are served in order each, and none waits for another."""

import asyncio
from collections.abc import Collection, Sequence
from typing import Any

import pytest

from bot.intake.envelope import Envelope
from bot.intake.lane import MOST
from bot.intake.lanes import Lanes
from tests.support.bots import SOON
from tests.support.raw import a_message

LONG = "x" * 4096


class Handled:
    """Records the updates of each call; a chat that is held back waits for its gate."""

    def __init__(self) -> None:
        self.calls: list[list[int]] = []
        self.gates: dict[int, asyncio.Event] = {}
        self.begun = asyncio.Event()
        self.done = asyncio.Event()

    async def __call__(self, envelopes: Sequence[Envelope]) -> bool:
        self.begun.set()
        if gate := self.gates.get(envelopes[0].visitor.chat_id or 0):
            await gate.wait()
        self.calls.append([e.update_id for e in envelopes])
        self.done.set()
        return True


async def nothing(_: Sequence[int | None], __: int) -> list[Envelope]:
    """An inbox with nothing in it."""
    return []


@pytest.fixture
def handled() -> Handled:
    return Handled()


def an_envelope(update_id: int, text: str = "hello", chat: int = 7) -> Envelope:
    envelope = Envelope.of(a_message(update_id, text, chat=chat))
    assert envelope
    return envelope


def put(lanes: Lanes, update_id: int, text: str = "hello", *, chat: int = 7) -> None:
    lanes.put(an_envelope(update_id, text, chat))


async def test_updates_of_a_chat_keep_their_order(handled: Handled) -> None:
    lanes = Lanes(handled, nothing, paste_wait=0)

    for update_id in range(200):
        put(lanes, update_id, chat=update_id % 3 + 1)
    await asyncio.wait_for(lanes.idle(), SOON)

    handled_ids = [id for call in handled.calls for id in call]
    for chat in (1, 2, 3):
        ids = [id for id in handled_ids if id % 3 + 1 == chat]
        assert ids == sorted(ids)
    assert len(handled_ids) == 200


async def test_a_slow_chat_keeps_no_other_waiting(handled: Handled) -> None:
    lanes = Lanes(handled, nothing, paste_wait=0)
    handled.gates[1] = asyncio.Event()

    for update_id in range(100):
        put(lanes, update_id, chat=1)
    put(lanes, 500, chat=2)
    await asyncio.wait_for(handled.done.wait(), SOON)

    assert handled.calls == [[500]]
    handled.gates[1].set()
    await asyncio.wait_for(lanes.idle(), SOON)
    assert len(handled.calls) == 101


async def test_no_more_chats_than_allowed_are_handled_at_once() -> None:
    running, most = 0, 0

    async def handle(_: Sequence[Envelope]) -> bool:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0)
        running -= 1
        return True

    lanes = Lanes(handle, nothing, paste_wait=0, at_once=4)
    for update_id in range(1, 50):
        put(lanes, update_id, chat=update_id)
    await asyncio.wait_for(lanes.idle(), SOON)

    assert most == 4


async def test_the_parts_of_a_paste_are_handled_together(handled: Handled) -> None:
    lanes = Lanes(handled, nothing, paste_wait=SOON)

    put(lanes, 1, LONG)
    await asyncio.sleep(0)
    put(lanes, 2, LONG)
    put(lanes, 3, "the end")
    put(lanes, 4, "another message")
    await asyncio.wait_for(lanes.idle(), SOON)

    assert handled.calls == [[1, 2, 3], [4]]


async def test_a_part_that_comes_too_late_is_handled_by_itself(handled: Handled) -> None:
    lanes = Lanes(handled, nothing, paste_wait=0)

    put(lanes, 1, LONG)
    await asyncio.wait_for(lanes.idle(), SOON)
    put(lanes, 2, "the end")
    await asyncio.wait_for(lanes.idle(), SOON)

    assert handled.calls == [[1], [2]]


async def test_closing_finishes_what_is_in_hand_and_leaves_the_rest(handled: Handled) -> None:
    lanes = Lanes(handled, nothing, paste_wait=SOON)
    handled.gates[1] = asyncio.Event()
    put(lanes, 1, chat=1)
    put(lanes, 2, chat=1)
    await handled.begun.wait()

    closing = asyncio.create_task(lanes.close(SOON))
    await asyncio.sleep(0)
    handled.gates[1].set()
    await asyncio.wait_for(closing, SOON)

    assert handled.calls == [[1]]


async def test_closing_waits_for_no_further_part(handled: Handled) -> None:
    lanes = Lanes(handled, nothing, paste_wait=1000)
    put(lanes, 1, LONG)
    await asyncio.sleep(0)

    await asyncio.wait_for(lanes.close(SOON), SOON)

    assert handled.calls == [[1]]


async def test_what_takes_longer_than_the_grace_is_broken_off(handled: Handled) -> None:
    lanes = Lanes(handled, nothing, paste_wait=0)
    handled.gates[7] = asyncio.Event()
    put(lanes, 1)
    await handled.begun.wait()

    await asyncio.wait_for(lanes.close(0), SOON)

    assert handled.calls == []


class Stored:
    """An inbox: what is put into it, less what was handled."""

    def __init__(self, handled: Handled) -> None:
        self.kept: list[Envelope] = []
        self.loaded: list[int] = []
        self.read = asyncio.Event()
        self._handled = handled

    async def __call__(self, chats: Sequence[int | None], limit: int) -> list[Envelope]:
        self.read.set()
        await asyncio.sleep(0)
        found = [envelope for envelope in self.left() if envelope.visitor.chat_id in chats][:limit]
        self.loaded.append(len(found))
        return found

    def left(self) -> list[Envelope]:
        """What was put into it and not handled."""
        done = {id for call in self._handled.calls for id in call}
        return [envelope for envelope in self.kept if envelope.update_id not in done]


async def test_a_flood_waits_in_the_inbox_and_keeps_its_order(handled: Handled) -> None:
    stored = Stored(handled)
    lanes = Lanes(handled, stored, paste_wait=0)
    handled.gates[7] = asyncio.Event()

    for update_id in range(1, 1001):
        stored.kept.append(an_envelope(update_id))
        lanes.put(stored.kept[-1])
    await handled.begun.wait()
    handled.gates[7].set()
    await asyncio.wait_for(stored.read.wait(), SOON)
    for update_id in range(1001, 1011):  # more of it, while the inbox is being read
        stored.kept.append(an_envelope(update_id))
        lanes.put(stored.kept[-1])
    await asyncio.wait_for(lanes.idle(), SOON)

    assert [id for call in handled.calls for id in call] == list(range(1, 1011))
    assert max(stored.loaded) < 2 * MOST


async def test_what_waited_before_a_start_comes_before_what_is_new(handled: Handled) -> None:
    stored = Stored(handled)
    stored.kept = [an_envelope(1), an_envelope(2)]
    lanes = Lanes(handled, stored, paste_wait=0)

    lanes.resume(7)
    stored.kept.append(an_envelope(3))
    put(lanes, 3)
    await asyncio.wait_for(lanes.idle(), SOON)

    assert handled.calls == [[1], [2], [3]]


async def test_a_paste_goes_on_in_the_inbox(handled: Handled) -> None:
    stored = Stored(handled)
    stored.kept = [an_envelope(n) for n in range(1, MOST)]
    stored.kept += [an_envelope(n, LONG) for n in (MOST, MOST + 1)]
    stored.kept.append(an_envelope(MOST + 2, "the end"))
    lanes = Lanes(handled, stored, paste_wait=0)

    lanes.resume(7)
    await asyncio.wait_for(lanes.idle(), SOON)

    assert handled.calls[-1] == [MOST, MOST + 1, MOST + 2]


async def test_a_paste_of_many_parts_is_read_from_the_inbox_as_one(handled: Handled) -> None:
    stored = Stored(handled)
    stored.kept = [an_envelope(n, LONG) for n in range(1, 2 * MOST + 50)]
    lanes = Lanes(handled, stored, paste_wait=0)

    lanes.resume(7)
    await asyncio.wait_for(lanes.idle(), SOON)

    assert handled.calls == [[envelope.update_id for envelope in stored.kept]]


GROUP, SUPERGROUP = -7, -1007
GOES = {"migrate_to_chat_id": SUPERGROUP}
CAME = {"migrate_from_chat_id": GROUP}


def said(update_id: int, chat: int, **more: Any) -> Envelope:
    envelope = Envelope.of(a_message(update_id, chat=chat, **more))
    assert envelope
    return envelope


MOVING = (
    said(1, GROUP),
    said(2, GROUP, **GOES),
    said(3, SUPERGROUP, **CAME),
    said(4, SUPERGROUP),
)


async def test_what_a_group_said_before_it_moved_is_done_before(handled: Handled) -> None:
    lanes = Lanes(handled, nothing, paste_wait=0)
    handled.gates[GROUP] = asyncio.Event()

    for envelope in MOVING:
        lanes.put(envelope)
    await handled.begun.wait()
    handled.gates[GROUP].set()
    await asyncio.wait_for(lanes.idle(), SOON)

    assert handled.calls == [[1], [2], [3], [4]]


async def test_a_group_that_moved_goes_its_own_way_afterwards(handled: Handled) -> None:
    lanes = Lanes(handled, nothing, paste_wait=0)
    for envelope in MOVING:
        lanes.put(envelope)
    await asyncio.wait_for(lanes.idle(), SOON)

    lanes.put(said(5, SUPERGROUP))
    await asyncio.wait_for(lanes.idle(), SOON)

    assert handled.calls[-1] == [5]
    assert not lanes._lanes


async def test_a_move_found_in_the_inbox_takes_the_supergroup_along(handled: Handled) -> None:
    stored = Stored(handled)
    stored.kept = [said(number, GROUP) for number in range(1, MOST)]
    stored.kept += [said(MOST, GROUP, **GOES), said(MOST + 1, SUPERGROUP, **CAME)]
    lanes = Lanes(handled, stored, paste_wait=0)

    lanes.resume(GROUP)
    await asyncio.wait_for(lanes.idle(), SOON)

    assert [id for call in handled.calls for id in call] == list(range(1, MOST + 2))


class Shared:
    """Turns that other processes have, too: those of the chats in `theirs`."""

    shared, era = True, 0

    def __init__(self, stored: Stored) -> None:
        self.stored = stored
        self.theirs: set[int | None] = set()
        self.ours: list[int | None] = []

    async def take(self, chat_id: int | None) -> list[int] | None:
        await asyncio.sleep(0)
        if chat_id in self.theirs:
            return None
        self.ours.append(chat_id)
        return self._ids(chat_id)

    async def give(self, chat_ids: Collection[int | None]) -> list[int | None]:
        for chat_id in chat_ids:
            self.ours.remove(chat_id)
        return [chat_id for chat_id in chat_ids if self._ids(chat_id)]

    async def still(self, chat_id: int | None) -> bool:
        return chat_id in self.ours

    async def waiting(self, limit: int) -> list[int | None]:
        chats = [e.visitor.chat_id for e in self.stored.kept if self._ids(e.visitor.chat_id)]
        return list(dict.fromkeys(chats))[:limit]

    def _ids(self, chat_id: int | None) -> list[int]:
        return [e.update_id for e in self.stored.left() if e.visitor.chat_id == chat_id]


async def test_more_chats_than_there_is_room_for_wait_in_the_inbox(
    handled: Handled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.intake.lanes.MOST_LANES", 3)
    stored = Stored(handled)
    turns = Shared(stored)
    lanes = Lanes(handled, stored, paste_wait=0, turns=turns)

    for number in range(1, 21):
        stored.kept.append(an_envelope(number, chat=number))
        lanes.put(stored.kept[-1])
    assert len(lanes._lanes) == 3
    looking = asyncio.create_task(lanes.keep_looking())
    async with asyncio.timeout(SOON):
        while len(handled.calls) < 20:
            handled.done.clear()
            await handled.done.wait()
    looking.cancel()

    assert sorted(handled.calls) == [[number] for number in range(1, 21)]


async def test_a_chat_that_another_process_has_is_left_to_it_until_it_is_seen_to_wait_twice(
    handled: Handled,
) -> None:
    stored = Stored(handled)
    turns = Shared(stored)
    turns.theirs.add(7)
    lanes = Lanes(handled, stored, paste_wait=0, turns=turns)
    stored.kept.append(an_envelope(1))

    lanes.put(stored.kept[-1])
    await asyncio.wait_for(lanes.idle(), SOON)
    assert handled.calls == []
    turns.theirs.clear()
    await lanes._look_again()
    await asyncio.wait_for(lanes.idle(), SOON)
    assert handled.calls == []
    await lanes._look_again()
    await asyncio.wait_for(lanes.idle(), SOON)

    assert handled.calls == [[1]]
    assert turns.ours == []


async def test_what_cannot_be_handled_now_is_left_and_its_turn_given_back(handled: Handled) -> None:
    stored = Stored(handled)
    turns = Shared(stored)

    async def not_now(_: Sequence[Envelope]) -> bool:
        return False

    lanes = Lanes(not_now, stored, paste_wait=0, turns=turns)
    stored.kept.append(an_envelope(1))
    lanes.put(stored.kept[-1])
    await asyncio.wait_for(lanes.idle(), SOON)

    assert not lanes._lanes
    assert turns.ours == []
