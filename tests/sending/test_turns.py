"""Turns: who gives up at the very moment of their turn takes nobody else's place."""

import asyncio
from math import inf

import pytest

from bot.sending.limits import ChatId, Limits, Urgency
from bot.sending.penalties import Penalties
from bot.sending.rules import READY, ChatRule
from bot.sending.turns import Turns
from bot.sending.waiting import Waiter
from tests.sending.clocks import START, HandClock, settled


class Door:
    """A rule that lets nobody go until it is opened, and remembers who went."""

    def __init__(self) -> None:
        self.open = False
        self.log: list[tuple[str, ChatId | None]] = []

    def opens(self, _: Urgency, now: float) -> float:
        return now if self.open else inf

    def opens_to(self, _: Waiter, now: float) -> float:
        return now

    def begin(self, chat_id: ChatId | None, _: Urgency, __: float) -> None:
        self.log.append(("begin", chat_id))

    def give_up(self, chat_id: ChatId | None, _: Urgency, __: float) -> None:
        self.log.append(("give up", chat_id))

    def end(self, chat_id: ChatId | None, _: float) -> None:
        self.log.append(("end", chat_id))


async def test_who_is_stopped_between_being_let_go_and_going_gives_up() -> None:
    door = Door()
    turns = Turns(door, HandClock)
    stopped, other = [asyncio.create_task(turns.wait(chat, Urgency.WAVE)) for chat in (7, 8)]
    await settled()

    door.open = True
    turns.pump()
    stopped.cancel()
    await settled()

    assert sorted(door.log) == [("begin", 7), ("begin", 8), ("give up", 7)]
    assert other.done()


async def test_who_is_stopped_before_that_was_never_there() -> None:
    door = Door()
    turns = Turns(door, HandClock)
    stopped = asyncio.create_task(turns.wait(7, Urgency.ANSWER))
    await settled()

    stopped.cancel()
    with pytest.raises(asyncio.CancelledError):
        await stopped
    door.open = True
    turns.pump()

    assert door.log == []


def test_so_many_of_a_wave_get_ready_at_a_time_and_answers_do_not_count() -> None:
    rule = ChatRule(Limits(), Penalties())
    for chat in range(READY):
        rule.begin(chat, Urgency.WAVE, START)
    rule.begin(99, Urgency.ANSWER, START)

    full = rule.opens(Urgency.WAVE, START), rule.opens(Urgency.ANSWER, START)
    rule.give_up(0, Urgency.WAVE, START)

    assert full == (inf, START)
    assert rule.opens(Urgency.WAVE, START) == START
