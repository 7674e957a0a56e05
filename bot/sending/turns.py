"""Turns: calls go in order of urgency, the chats by turns, as soon as a rule lets them."""

import asyncio
from collections.abc import Callable
from math import inf
from typing import Any, Protocol

from telegram.error import RetryAfter

from bot.model.sending import Scope
from bot.sending.limits import ChatId, Urgency
from bot.sending.waiting import Line, Waiter

# Seconds that a call waits in here at most; one that would wait longer is given back at once.
PATIENCE = {Urgency.ANSWER: 90.0, Urgency.WAVE: 5.0}


class HeldBack(RetryAfter):
    """A call that was not made, or refused with a flood wait: whom the pause is for, and how long it is."""

    __slots__ = ("scope", "seconds")

    def __init__(self, seconds: float, scope: Scope) -> None:
        super().__init__(max(1, round(seconds)))
        self.seconds = seconds
        self.scope = scope


class Timer(Protocol):
    """The part of an event loop that tells the time and calls back; tests set it by hand."""

    def time(self) -> float: ...

    def call_at(self, when: float, callback: Callable[[], None]) -> Any: ...


class Rule(Protocol):
    """Says when calls may go. Times are those of the timer; `inf` is until somebody pumps."""

    def opens(self, urgency: Urgency, now: float) -> float:
        """When calls of this urgency may go as far as all of them are concerned."""

    def opens_to(self, waiter: Waiter, now: float) -> float:
        """When this one may as far as its chat is concerned."""

    def begin(self, chat_id: ChatId | None, urgency: Urgency, now: float) -> None:
        """It goes."""

    def give_up(self, chat_id: ChatId | None, urgency: Urgency, now: float) -> None:
        """It was let go, and given up before it noticed."""

    def end(self, chat_id: ChatId | None, now: float) -> None:
        """It is over."""


class Turns:
    """Those who wait for one rule. Whatever changes what the rule says is followed by a `pump`."""

    def __init__(self, rule: Rule, timer: Callable[[], Timer]) -> None:
        self._rule = rule
        self._timer = timer
        self._lines = {urgency: Line() for urgency in Urgency}
        self._alarm: Any = None

    async def wait(self, chat_id: ChatId | None, urgency: Urgency) -> None:
        """Return when it is the call's turn, which has begun by then. Raises HeldBack."""
        waiter = Waiter(chat_id, urgency, asyncio.get_running_loop().create_future())
        self._lines[urgency].add(waiter)
        self.pump()
        try:
            await waiter.turn
        except asyncio.CancelledError:
            self._lines[urgency].remove(waiter)
            if not waiter.turn.cancelled():
                self._rule.give_up(chat_id, urgency, self._timer().time())
                self.pump()
            raise

    def end(self, chat_id: ChatId | None) -> None:
        """A call is over: it counts for a while, and somebody else may go after that."""
        self._rule.end(chat_id, self._timer().time())
        self.pump()

    def pump(self) -> None:
        """Let go whoever may go; look again when the next one may."""
        now = self._timer().time()
        wake = min(self._serve(urgency, now) for urgency in Urgency)
        self.close()
        self._alarm = None if wake == inf else self._timer().call_at(wake, self.pump)

    def close(self) -> None:
        """Look no more."""
        if self._alarm:
            self._alarm.cancel()

    def _serve(self, urgency: Urgency, now: float) -> float:
        """Let go those of one urgency; when to look again."""
        line = self._lines[urgency]
        while line:
            opens = self._rule.opens(urgency, now)
            if _is_hopeless(urgency, opens - now):
                for waiter in line.everybody():
                    self._give_back(waiter, opens - now, Scope.BOT)
            elif opens > now:
                return opens
            elif not self._serve_one(line, now):
                return min(self._rule.opens_to(waiter, now) for waiter in line.heads())
        return inf

    def _serve_one(self, line: Line, now: float) -> bool:
        """Let the first go whose chat has room, else give back whose chat has none for long."""
        hopeless = []
        for waiter in line.heads():
            opens = self._rule.opens_to(waiter, now)
            if opens <= now:
                self._let_go(line, waiter, now)
                return True
            if _is_hopeless(waiter.urgency, opens - now):
                hopeless.append((waiter, opens - now))
        for waiter, seconds in hopeless:
            self._give_back(waiter, seconds, Scope.CHAT)
        return bool(hopeless)

    def _let_go(self, line: Line, waiter: Waiter, now: float) -> None:
        line.remove(waiter)
        if not waiter.turn.done():  # else it was cancelled a moment ago
            self._rule.begin(waiter.chat_id, waiter.urgency, now)
            waiter.turn.set_result(None)

    def _give_back(self, waiter: Waiter, seconds: float, scope: Scope) -> None:
        self._lines[waiter.urgency].remove(waiter)
        if not waiter.turn.done():
            waiter.turn.set_exception(HeldBack(seconds, scope))


def _is_hopeless(urgency: Urgency, seconds: float) -> bool:
    return PATIENCE[urgency] < seconds < inf
