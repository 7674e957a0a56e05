"""Health says what was really done, and why the process is not ready when it is not."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.errors import DatabaseUnusable
from bot.listening import health
from bot.listening.health import CLAIMED, FETCHED, FRESH, LOOKED, WRITTEN, Check, Health
from bot.measures.names import CLAIMING, FETCHES, LOOKS, ROUNDS, STANDBY, TRANSACTIONS, TROUBLES
from bot.measures.vitals import STOOD, STUCK, Vitals


class Time:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


def well(time: Time, *, posted: bool = False) -> Vitals:
    """A process that has just done all that it must."""
    vitals = Vitals(posted=posted, clock=time)
    for measure, label in ((FETCHES, "ok"), (LOOKS, "ok"), (TRANSACTIONS, "write"), (ROUNDS, CLAIMING)):
        vitals.noted(measure, (label,), 1)
    return vitals


async def fine() -> None:
    """What is asked of the database goes well."""


def attended(
    vitals: Vitals,
    write: Callable[[], Awaitable[None]] = fine,
    schema: Callable[[], Awaitable[str | None]] = fine,
) -> Health:
    health = Health(vitals)
    health.attend(write, schema)
    return health


async def reasons(health: Health) -> dict[str, str]:
    return {check.name: check.seen for check in await health.checks() if not check.ok}


async def test_all_is_well_when_everything_was_done_lately(time: Time) -> None:
    assert await attended(well(time)).checks() == [
        Check("updates", ok=True, seen="updates were fetched 0 s ago"),
        Check("database", ok=True, seen="written 0 s ago"),
        Check("schema", ok=True, seen="as this program knows it"),
        Check("ticks", ok=True, seen="what is due was claimed 0 s ago"),
    ]


async def test_a_process_that_starts_or_stops_is_not_ready(time: Time) -> None:
    vitals = well(time)
    assert list(await reasons(Health(vitals))) == ["process"]

    vitals.draining = True
    assert await reasons(attended(vitals)) == {"process": "it is being stopped"}


async def test_updates_that_were_never_or_not_lately_fetched_are_told(time: Time) -> None:
    vitals = well(time)
    time.now += FETCHED + 1
    vitals.noted(ROUNDS, (CLAIMING,), 1)
    vitals.noted(FETCHES, ("failed",), 1)
    assert await reasons(attended(vitals)) == {"updates": "updates were fetched 91 s ago"}

    fresh = Vitals(clock=time)
    assert (await reasons(attended(fresh)))["updates"] == "no update was fetched yet"


async def test_who_stands_by_is_ready_as_long_as_it_sees_another_fetch(time: Time) -> None:
    vitals = Vitals(clock=time)
    for measure, label in ((TRANSACTIONS, "write"), (ROUNDS, CLAIMING)):
        vitals.noted(measure, (label,), 1)
    vitals.noted(STANDBY, (), 1)
    updates = Check("updates", ok=True, seen="another process fetches them, this one stands by")
    assert (await attended(vitals).checks())[0] == updates
    assert vitals.idle() == 0

    time.now += STOOD + 1
    assert await reasons(attended(vitals)) == {"updates": "no update was fetched yet"}


async def test_who_stands_by_is_not_stuck(time: Time) -> None:
    vitals = Vitals(clock=time)
    time.now += STUCK + 1
    vitals.noted(STANDBY, (), 1)
    vitals.noted(ROUNDS, (CLAIMING,), 1)
    assert vitals.stuck() == []

    time.now += STUCK + 1
    vitals.noted(ROUNDS, (CLAIMING,), 1)
    assert [words.partition(" for ")[0] for words in vitals.stuck()] == ["no update was asked"]


async def test_who_is_posted_to_looks_at_the_webhook(time: Time) -> None:
    vitals = well(time, posted=True)
    time.now += LOOKED + 1
    vitals.noted(ROUNDS, (CLAIMING,), 1)

    assert await reasons(attended(vitals)) == {"updates": "the webhook was seen set 701 s ago"}


async def test_ticks_that_do_not_come_are_told(time: Time) -> None:
    vitals = well(time)
    time.now += CLAIMED + 1
    vitals.noted(FETCHES, ("ok",), 1)

    assert await reasons(attended(vitals)) == {"ticks": "what is due was claimed 121 s ago"}


async def test_a_database_that_was_not_written_to_lately_is_tried(time: Time) -> None:
    tries: list[DatabaseUnusable | None] = [None, DatabaseUnusable("/the/place: the disk is full")]

    async def write() -> None:
        if (fault := tries.pop(0)) is not None:
            raise fault

    health = attended(vitals := well(time), write)
    assert await reasons(health) == {}
    assert len(tries) == 2
    time.now += WRITTEN + 1
    for measure, label in ((FETCHES, "ok"), (ROUNDS, CLAIMING)):
        vitals.noted(measure, (label,), 1)
    assert await reasons(health) == {}
    time.now += FRESH + 1

    assert await reasons(health) == {"database": "it cannot be used (DatabaseUnusable); the log says why"}


async def test_a_write_that_went_well_does_not_hide_one_that_failed(time: Time) -> None:
    async def refused() -> None:
        raise DatabaseUnusable("the file is damaged")

    vitals = well(time)
    vitals.noted(TROUBLES, ("write",), 1)
    vitals.noted(TRANSACTIONS, ("write",), 1)

    assert list(await reasons(attended(vitals, refused))) == ["database"]
    assert await reasons(attended(vitals)) == {}


async def test_a_database_that_does_not_answer_holds_nobody_up(
    time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never() -> str | None:
        await asyncio.Event().wait()
        return None

    monkeypatch.setattr(health, "PATIENCE", 0.01)

    assert await reasons(attended(well(time), schema=never)) == {"schema": "no answer within 0 s"}


async def test_a_schema_that_another_version_made_is_told(time: Time) -> None:
    async def newer() -> str | None:
        return "it is 0999, and this program knows 0007"

    assert await reasons(attended(well(time), schema=newer)) == {
        "schema": "it is 0999, and this program knows 0007"
    }


async def test_many_who_ask_at_once_ask_the_database_once(time: Time) -> None:
    asked = 0

    async def count() -> str | None:
        nonlocal asked
        asked += 1
        await asyncio.sleep(0)
        return None

    health = attended(well(time), schema=count)
    await asyncio.gather(*(health.checks() for _ in range(20)))

    assert asked == 1
