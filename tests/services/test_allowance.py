"""However many processes send, together they keep to one rate."""

from datetime import datetime, timedelta

from bot.services.allowance import AT_A_TIME, SHARE, Allowance
from storage.store import Store
from tests.support.builders import NOON


class Clock:
    """Moves on by hand."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


async def test_three_processes_share_one_rate(store: Store) -> None:
    clock = Clock()
    processes = [Allowance(store, clock, 4711, 30) for _ in range(3)]

    granted = 0
    for _ in range(300):  # ten seconds, in which each asks thirty times a second
        for process in processes:
            granted += (await process(30))[0]
        clock.now += timedelta(seconds=1 / 30)

    assert 0 <= granted - 10 * SHARE * 30 <= AT_A_TIME


async def test_who_is_granted_nothing_is_told_when_to_ask_again(store: Store) -> None:
    clock = Clock()
    allowance = Allowance(store, clock, 4711, 10)
    await allowance(AT_A_TIME)

    granted, wait = await allowance(1)
    clock.now += timedelta(seconds=wait)

    assert granted == 0
    assert (await allowance(1))[0] == 1


async def test_two_bots_do_not_share(store: Store) -> None:
    clock = Clock()
    await Allowance(store, clock, 4711, 30)(30)

    assert (await Allowance(store, clock, 4712, 30)(30))[0] == AT_A_TIME


async def test_a_pause_is_kept_by_all(store: Store) -> None:
    clock = Clock()
    one, other = [Allowance(store, clock, 4711, 30) for _ in range(2)]

    await one.hold(60)
    held = await other(1)
    clock.now += timedelta(seconds=61)

    assert held[0] == 0
    assert 59 < held[1] <= 61
    assert (await other(1))[0] == 1


async def test_a_clock_that_is_set_back_by_hours_stops_no_wave(store: Store) -> None:
    clock = Clock()
    allowance = Allowance(store, clock, 4711, 30)
    clock.now += timedelta(hours=6)
    assert (await allowance(AT_A_TIME))[0] == AT_A_TIME
    clock.now -= timedelta(hours=6)

    await allowance(1)
    clock.now += timedelta(seconds=1)

    assert (await allowance(AT_A_TIME))[0] == AT_A_TIME


async def test_a_pause_lasts_no_longer_because_the_clock_is_set_back(store: Store) -> None:
    clock = Clock()
    allowance = Allowance(store, clock, 4711, 30)
    clock.now += timedelta(hours=6)
    await allowance(1)
    await allowance.hold(60)
    clock.now -= timedelta(hours=6)

    assert (await allowance(1))[0] == 0
    clock.now += timedelta(seconds=61)

    assert (await allowance(1))[0] == 1


async def test_clocks_that_differ_a_little_give_no_time_out_twice(store: Store) -> None:
    clock, ahead = Clock(), Clock()
    ahead.now += timedelta(seconds=20)
    one, other = Allowance(store, clock, 4711, 30), Allowance(store, ahead, 4711, 30)

    granted = 0
    for _ in range(60):
        granted += (await one(30))[0] + (await other(30))[0]
        clock.now += timedelta(seconds=1 / 30)
        ahead.now += timedelta(seconds=1 / 30)

    assert granted <= 2 * SHARE * 30 + 2 * AT_A_TIME
