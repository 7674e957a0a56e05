"""The gate: no more than Telegram allows, answers first, and nothing at all while a pause is asked for."""

import asyncio
import random
from bisect import bisect_left

import pytest
from telegram.error import BadRequest, RetryAfter

from bot.model.sending import Scope
from bot.sending.limiter import RateLimiter
from bot.sending.limits import Limit, Limits, Urgency
from bot.sending.rules import FEW
from bot.sending.turns import HeldBack
from tests.sending.clocks import Calls, HandClock

GROUP = -100300


def a_line(limits: Limits | None = None) -> Calls:
    clock = HandClock()
    return Calls(clock, RateLimiter(limits or Limits.telegram(), timer=clock))


def most_in(span: float, times: list[float]) -> int:
    """The most of the times that lie within one span of that many seconds."""
    ordered = sorted(times)
    return max(at + 1 - bisect_left(ordered, when - span + 1e-9) for at, when in enumerate(ordered))


async def test_thirty_go_in_a_second_and_the_next_waits() -> None:
    line = a_line()

    for chat in range(1, 32):
        line.call(chat)
    await line.clock.advance(2)

    assert line.times() == [0.0] * 30 + [1.0]


async def test_a_person_gets_five_at_once_and_then_one_a_second_on_the_average() -> None:
    line = a_line()

    for _ in range(12):
        line.call(7)
    await line.clock.advance(20)

    assert line.times() == [0.0] * 5 + [5.0] * 5 + [10.0] * 2


async def test_a_group_gets_twenty_a_minute_edits_included() -> None:
    line = a_line()

    for at in range(21):
        line.call(GROUP, endpoint="editMessageText" if at % 2 else "sendMessage")
    await line.clock.advance(120)

    assert line.times() == [0.0] * 20 + [60.0]


@pytest.mark.parametrize("seed", range(5))
async def test_however_slow_the_answers_are_telegram_never_sees_more_than_it_allows(seed: int) -> None:
    chance, line = random.Random(seed), a_line()
    line.way = lambda: (chance.choice([0.001, 0.02, 0.9]), chance.choice([0.001, 0.3, 1.7]))

    for chat in range(1, 301):
        line.call(chat, chance.choice(list(Urgency)))
    await line.clock.advance(60)

    assert len(line.seen) == 300
    assert most_in(1.0, line.seen) <= 30


async def test_the_span_is_counted_where_telegram_sees_it() -> None:
    line = a_line(Limits(overall=Limit(2, 1.0)))
    ways = iter([(0.9, 0.0), (0.9, 0.0), (0.0, 0.0), (0.0, 0.0)])
    line.way = lambda: next(ways)

    for chat in range(1, 5):
        line.call(chat)
    await line.clock.advance(5)

    assert line.times() == [0.0, 0.0, 1.9, 1.9]
    assert most_in(1.0, line.seen) == 2


async def test_what_writes_nothing_passes_freely() -> None:
    line = a_line()
    for chat in range(1, 60):
        line.call(chat)

    for method in ("answerCallbackQuery", "getMe", "setMyCommands", "sendChatAction", "getChatMember"):
        line.call(7, endpoint=method)
    await line.clock.advance(0)

    assert line.times().count(0.0) == 30 + 5


async def test_an_answer_goes_at_once_in_the_middle_of_a_wave() -> None:
    line = a_line()
    line.way = lambda: (0.005, 0.005)
    for chat in range(1, 1001):
        line.wave(chat)
    await line.clock.advance(10)

    line.call(5000)
    await line.clock.advance(0.2)

    assert len(line.times(5000)) == 1


async def test_answers_take_the_places_of_the_wave() -> None:
    line = a_line()
    line.way = lambda: (0.005, 0.005)
    for chat in range(1, 1001):
        line.wave(chat)
    await line.clock.advance(10)

    for chat in range(5000, 5010):
        line.call(chat)
    await line.clock.advance(0.4)

    assert all(line.times(chat) for chat in range(5000, 5010))
    assert most_in(1.0, line.times()) <= 30


async def test_a_wave_goes_at_almost_the_full_rate() -> None:
    line = a_line()
    line.way = lambda: (0.003, 0.003)
    for chat in range(1, 2001):
        line.wave(chat)

    await line.clock.advance(60)

    assert len(line.begun) >= 28 * 60
    assert most_in(1.0, line.times()) <= 30


async def test_chats_take_turns() -> None:
    line = a_line(Limits(overall=Limit(1, 1.0)))

    for chat in (1, 1, 1, 2, 3):
        line.call(chat)
    await line.clock.advance(10)

    assert [chat for _, chat in line.begun] == [1, 1, 2, 3, 1]


async def test_a_flood_wait_of_a_chat_stops_that_chat_alone() -> None:
    line = a_line()
    line.faults[7] = [RetryAfter(30)]

    answer = line.call(7)
    await line.clock.advance(1)
    line.call(8)
    await line.clock.advance(40)

    assert await answer is True
    assert line.times(7) == [0.0, 30.0]
    assert line.times(8) == [1.0]


async def test_flood_waits_of_two_chats_in_a_row_stop_the_whole_bot() -> None:
    line = a_line()
    line.faults = {7: [RetryAfter(10)], 8: [RetryAfter(20)]}

    line.call(7)
    line.call(8)
    await line.clock.advance(1)
    line.call(9)
    await line.clock.advance(30)

    assert line.times(9) == [20.0]
    assert line.times(7) == [0.0, 20.0]


async def test_a_call_that_goes_well_between_them_shows_that_each_is_the_chats_own() -> None:
    line = a_line()
    line.faults = {7: [RetryAfter(10)], 8: [RetryAfter(20)]}

    for chat in (7, 9, 8, 10):
        line.call(chat)
        await line.clock.advance(0)

    assert line.times(10) == [0.0]


async def test_a_flood_wait_gives_a_call_of_the_wave_back_with_whom_it_is_for() -> None:
    line = a_line()
    line.faults = {7: [RetryAfter(10)], 8: [RetryAfter(20)]}

    first = line.wave(7)
    await line.clock.advance(0.1)
    second = line.wave(8)
    await line.clock.advance(0.1)
    third = line.wave(9)
    await line.clock.advance(0.1)

    assert [_held(task) for task in (first, second, third)] == [
        (10, Scope.CHAT),
        (20, Scope.BOT),
        (19.9, Scope.BOT),
    ]
    assert not line.times(9)


def _held(task: asyncio.Task[object]) -> tuple[float, Scope]:
    error = task.exception()
    assert isinstance(error, HeldBack)
    return round(error.seconds, 1), error.scope


async def test_a_wave_does_not_wait_for_a_group_that_had_enough() -> None:
    line = a_line()
    for _ in range(15):
        line.call(GROUP)
    await line.clock.advance(1)

    late, other = line.wave(GROUP), line.wave(9)
    await line.clock.advance(0.1)

    assert _held(late) == (59.0, Scope.CHAT)
    assert other.done()
    assert not other.exception()


async def test_an_answer_is_given_back_when_its_chat_must_be_silent_for_long() -> None:
    line = a_line()
    line.faults[7] = [RetryAfter(3600)]

    answer = line.call(7)
    await line.clock.advance(1)

    assert _held(answer) == (3600, Scope.CHAT)


async def test_a_refusal_is_no_matter_of_the_gate() -> None:
    line = a_line()
    line.faults[7] = [BadRequest("chat not found")]

    answer = line.call(7)
    await line.clock.advance(0)

    with pytest.raises(BadRequest):
        await answer


async def test_a_call_given_up_while_it_waits_takes_no_place() -> None:
    line = a_line(Limits(overall=Limit(1, 1.0)))
    line.call(1)
    given_up, last = line.call(2), line.call(3)
    await line.clock.advance(0.5)

    given_up.cancel()
    await line.clock.advance(0.6)

    assert line.times() == [0.0, 1.0]
    assert last.done()


async def test_a_call_given_up_under_way_counts_as_sent() -> None:
    line = a_line(Limits(overall=Limit(1, 1.0)))
    line.way = lambda: (5.0, 5.0)
    under_way, last = line.call(1), line.call(2)
    await line.clock.advance(0.5)

    under_way.cancel()
    await line.clock.advance(2)

    assert line.times() == [0.0, 1.5]
    last.cancel()


async def test_chats_are_forgotten_when_their_limits_are_whole_again() -> None:
    line = a_line()
    for chat in range(1, 5 * FEW):
        line.call(chat)
        await line.clock.advance(0.1)

    assert len(line.limiter._chats) <= FEW


async def test_without_limits_everything_goes_at_once() -> None:
    line = a_line(Limits.telegram(0))

    for _ in range(100):
        line.call(GROUP)
    await line.clock.advance(0)

    assert line.times() == [0.0] * 100


class Shared:
    """An allowance that grants so many at each request, `wait` seconds apart."""

    def __init__(self, *grants: int, wait: float = 1.0) -> None:
        self.grants = list(grants)
        self.wait = wait
        self.held: list[float] = []

    async def __call__(self, wanted: int) -> tuple[int, float]:
        if not self.grants:
            raise ConnectionError("no database")
        return min(wanted, self.grants.pop(0)), self.wait

    async def hold(self, seconds: float) -> None:
        self.held.append(seconds)


def sharing(allowance: Shared) -> Calls:
    clock = HandClock()
    return Calls(clock, RateLimiter(Limits.telegram(), timer=clock, allowance=allowance))


async def test_a_wave_sends_what_the_replicas_together_may_and_answers_do_not_ask() -> None:
    line = sharing(Shared(2, 0, 3))

    for chat in range(1, 7):
        line.wave(chat)
    line.call(50)
    await line.clock.advance(2.5)

    assert line.times(50) == [0.0]
    assert [int(when) for when in line.times()] == [0, 0, 0, 2, 2, 2]


async def test_what_was_granted_long_ago_is_not_used() -> None:
    line = sharing(Shared(10, 0, 0, 0, 0, 0, 0))
    line.wave(1)
    await line.clock.advance(3)

    line.wave(2)
    await line.clock.advance(1)

    assert not line.times(2)


async def test_a_wave_waits_while_the_allowance_cannot_be_asked() -> None:
    shared = Shared()
    line = sharing(shared)
    line.wave(1)
    await line.clock.advance(0.5)
    assert not line.begun

    shared.grants = [5]
    await line.clock.advance(1)

    assert len(line.begun) == 1


async def test_a_pause_of_the_whole_bot_is_told_to_the_other_replicas() -> None:
    shared = Shared(10, 10)
    line = sharing(shared)
    line.faults = {7: [RetryAfter(10)], 8: [RetryAfter(20)]}

    first, second = line.wave(7), line.wave(8)
    await line.clock.advance(1)

    assert shared.held == [20]
    assert _held(first) == (10, Scope.CHAT)
    assert _held(second) == (20, Scope.BOT)


async def test_who_floods_the_bot_waits_alone() -> None:
    line = a_line()
    for _ in range(200):
        line.call(7)
    await line.clock.advance(30)

    for chat in range(20, 30):
        line.call(chat)
    await line.clock.advance(0)

    assert [line.times(chat) for chat in range(20, 30)] == [[30.0]] * 10


async def test_what_is_put_on_record_before_a_message_goes_takes_none_of_the_rate() -> None:
    line = a_line()
    line.writing = 0.1
    for chat in range(1, 1001):
        line.wave(chat)

    await line.clock.advance(20)

    assert len(line.begun) >= 28 * 20
    assert most_in(1.0, line.times()) <= 30


async def test_a_wave_makes_good_what_a_busy_moment_cost() -> None:
    line = a_line()
    line.way = lambda: (0.005, 0.005)
    for chat in range(1, 1001):
        line.wave(chat)

    for _ in range(20):
        await line.clock.advance(0.8)
        line.clock.now += 0.09  # in which nothing happens

    assert len(line.begun) >= 29 * 20 * 0.89
    assert most_in(1.0, line.times()) <= 30
