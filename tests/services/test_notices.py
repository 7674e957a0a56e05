"""The owner is told of each matter once, by whichever process meets it, and again when it lasts for days."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from bot.errors import DatabaseUnusable
from bot.model.chat import Chat, ChatKind
from bot.model.notice import Notice, Trouble
from bot.model.subscription import OwedPart
from bot.services.notices import AGAIN, MOST, PASSING, Notices
from storage.store import Store
from tests.support.builders import NOON

BOT, OWNER = 4711, 7


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def make(store: Store, clock: Clock) -> Callable[[], Notices]:
    """One process after the other over the same database."""

    def word(notice: Notice, chat: Chat, _: datetime) -> OwedPart:
        return OwedPart(f"{chat.language}: {notice.key}, {notice.times - notice.told_times} times")

    return lambda: Notices(store, clock, BOT, [OWNER], word)


async def owed(store: Store, owner: int = OWNER) -> list[str]:
    async with store.read() as tx:
        return [part.html for one in await tx.deliveries.of_chat(owner) for part in one.parts]


async def test_a_matter_is_told_once_however_often_it_occurs(
    store: Store, make: Callable[[], Notices], clock: Clock
) -> None:
    notices = make()
    for _ in range(50):
        notices.note(Trouble.ERROR, "KeyError")
    assert await notices.round() == 1
    clock.later(hours=3)
    notices.note(Trouble.ERROR, "KeyError")
    assert await notices.round() == 0
    assert await notices.round() == 0

    assert await owed(store) == ["en: KeyError, 50 times"]
    [found] = await notices.lately(5)
    assert (found.times, found.first_at, found.last_at) == (51, NOON, clock.now)


async def test_replicas_and_restarts_do_not_tell_it_twice(store: Store, make: Callable[[], Notices]) -> None:
    replicas = [make() for _ in range(4)]
    await asyncio.gather(*(one.tell(Trouble.CONFLICT, "conflict") for one in replicas))
    await make().tell(Trouble.CONFLICT, "conflict")

    assert len(await owed(store)) == 1


async def test_it_is_told_again_when_it_comes_back_after_a_day(
    store: Store, make: Callable[[], Notices], clock: Clock
) -> None:
    await make().tell(Trouble.DISK, "disk")
    for _ in range(3):
        clock.later(hours=9)
        await make().tell(Trouble.DISK, "disk")

    assert clock.now - NOON > AGAIN
    assert await owed(store) == ["en: disk, 1 times", "en: disk, 3 times"]


async def test_every_owner_is_told_in_their_language_and_silently_at_night(
    store: Store, make: Callable[[], Notices], clock: Clock
) -> None:
    async with store.begin() as tx:
        night = (NOON - timedelta(hours=1)).time(), (NOON + timedelta(hours=1)).time()
        await tx.chats.put(
            Chat(9, ChatKind.PRIVATE, "Ana", language="es", quiet_from=night[0], quiet_until=night[1])
        )
        await tx.access.add_owner(9, "Ana", NOON)

    await make().tell(Trouble.ERROR, "KeyError")

    assert await owed(store, OWNER) == ["en: KeyError, 1 times"]
    assert await owed(store, 9) == ["es: KeyError, 1 times"]
    async with store.read() as tx:
        assert [one.silent for one in await tx.deliveries.of_chat(9)] == [True]
        ana = await tx.chats.get(9)
    assert ana is not None
    assert ana.title == "Ana"


async def test_a_database_that_is_soon_back_is_kept_on_record_and_not_told(
    store: Store, make: Callable[[], Notices], clock: Clock
) -> None:
    notices = make()
    for _ in range(3):
        await notices.tell(Trouble.DATABASE, "database", "gone")
        clock.later(seconds=9)
    clock.later(days=20)
    await notices.tell(Trouble.DATABASE, "database", "gone")

    assert await owed(store) == []
    [found] = await notices.lately(5)
    assert found.times == 4

    for _ in range(8):
        clock.later(seconds=10)
        await notices.tell(Trouble.DATABASE, "database", "gone")
    assert len(await owed(store)) == 1


async def test_without_a_database_the_owner_is_told_directly_once_and_not_again_when_it_is_back(
    store: Store, make: Callable[[], Notices], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[int, str]] = []

    async def directly(owner: int, part: OwedPart) -> None:
        told.append((owner, part.html))

    notices = make()
    await notices.round()
    with monkeypatch.context() as away:
        away.setattr(store, "begin", _refused)
        for _ in range(12):
            notices.note(Trouble.DAMAGED, "damaged", "the file is damaged")
            assert await notices.round(directly) == 0
            clock.later(seconds=10)
            if clock.now - NOON < PASSING:
                assert told == []

    assert told == [(OWNER, "en: damaged, 7 times")]
    await notices.round(directly)
    assert await owed(store) == []
    [found] = await notices.lately(5)
    assert (found.times, found.told_times) == (12, 12)


def _refused() -> None:
    raise DatabaseUnusable("the file is damaged")


async def test_memory_holds_so_many_matters_at_most(make: Callable[[], Notices]) -> None:
    notices = make()
    for number in range(MOST + 50):
        notices.note(Trouble.ERROR, f"key {number}")

    assert await notices.round() == MOST


async def test_what_has_not_occurred_for_long_is_forgotten(make: Callable[[], Notices], clock: Clock) -> None:
    notices = make()
    await notices.tell(Trouble.DISK, "disk")
    clock.later(days=8)
    assert await notices.lately(5) == []

    clock.later(days=23)
    await notices.tidy()
    clock.now = NOON
    assert await notices.lately(5) == []


async def test_while_nothing_goes_wrong_nothing_is_written_not_even_without_an_owner(
    store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    notices = Notices(store, clock, BOT)
    await notices.round()
    monkeypatch.setattr(store, "begin", _refused)

    for _ in range(3):
        assert await notices.round() == 0
    assert await notices.lately(5) == []
