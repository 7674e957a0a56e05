"""The one gate to Telegram: every call of the process passes it, and those that write wait for their turn.

limiter = RateLimiter(Limits.telegram())
Application.builder().rate_limiter(limiter)
await bot.send_message(…)                                     # an answer
await bot.send_message(…, rate_limit_args=Urgency.WAVE)       # one of the many that are owed
"""

import asyncio
from collections.abc import Callable, Coroutine
from math import inf
from typing import Any, Protocol

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.model.sending import Scope
from bot.sending.limits import ChatId, Limits, Urgency, chat_of, is_counted
from bot.sending.penalties import Penalties
from bot.sending.start import starting
from bot.sending.waiting import Line, Waiter
from bot.sending.wave import Allowance, Pace, Stock
from bot.sending.window import Window

# Seconds that a call waits in here at most; one that would wait longer is given back at once.
PATIENCE = {Urgency.ANSWER: 90.0, Urgency.WAVE: 5.0}
TRIES = 5  # of an answer that meets a flood wait
WANTED = 30  # calls asked of the common allowance at a time
FEW = 256  # chats remembered before the idle ones are looked for

Answer = bool | dict[str, Any] | list[dict[str, Any]]
Callback = Callable[..., Coroutine[Any, Any, Answer]]


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


class RateLimiter(BaseRateLimiter[Urgency]):
    """Keeps the limits, obeys penalties and lets answers go before the wave.

    A flood wait is kept and the call made again when it is an answer; one of the wave is given back to its
    sender, who knows what else there is to send. `allowance` is what all replicas together have for the wave.
    """

    def __init__(
        self, limits: Limits, *, timer: Timer | None = None, allowance: Allowance | None = None
    ) -> None:
        self._limits = limits
        self._given_timer = timer
        self._overall = Window(limits.overall)
        self._chats: dict[ChatId, Window] = {}
        self._sweep_at = FEW
        self._penalties = Penalties()
        self._lines = {urgency: Line() for urgency in Urgency}
        self._pace = Pace(limits.overall)
        self._stock = Stock(allowance, self._pump)
        self._alarm: Any = None

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Wait for nothing more."""
        if self._alarm:
            self._alarm.cancel()
        await self._stock.close()

    async def process_request(
        self,
        callback: Callback,
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Urgency | None,
    ) -> Answer:
        """Called by the library for every method but getUpdates. Raises HeldBack, and what the call does."""
        if not is_counted(endpoint):
            return await callback(*args, **kwargs)
        urgency, chat_id = rate_limit_args or Urgency.ANSWER, chat_of(data)
        tries = TRIES if urgency is Urgency.ANSWER else 1
        for _ in range(tries - 1):
            try:
                return await self._call(callback, args, kwargs, chat_id, urgency)
            except HeldBack as pause:
                if pause.seconds > PATIENCE[urgency]:
                    raise
        return await self._call(callback, args, kwargs, chat_id, urgency)

    async def _call(
        self, callback: Callback, args: Any, kwargs: dict[str, Any], chat_id: ChatId | None, urgency: Urgency
    ) -> Answer:
        await self._turn(chat_id, urgency)
        try:
            await starting()
            answer = await callback(*args, **kwargs)
        except RetryAfter as flood:
            seconds = seconds_of(flood)
            scope = self._penalties.note(chat_id, seconds, self._now())
            if scope is Scope.BOT:
                await self._stock.hold(seconds)
            raise HeldBack(seconds, scope) from flood
        else:
            self._penalties.went_well()
            return answer
        finally:
            self._end(chat_id)

    async def _turn(self, chat_id: ChatId | None, urgency: Urgency) -> None:
        """Wait until the call may start; it counts as started then."""
        waiter = Waiter(chat_id, urgency, asyncio.get_running_loop().create_future())
        self._lines[urgency].add(waiter)
        self._pump()
        try:
            await waiter.turn
        except asyncio.CancelledError:
            self._lines[urgency].remove(waiter)
            if not waiter.turn.cancelled():  # it was let go, and stopped before it noticed
                self._end(chat_id)
            raise

    def _pump(self) -> None:
        """Let go whoever may go; look again when the next one may."""
        now = self._now()
        wake = min(self._serve(urgency, now) for urgency in Urgency)
        if self._alarm:
            self._alarm.cancel()
        self._alarm = None if wake == inf else self._timer.call_at(wake, self._pump)

    def _serve(self, urgency: Urgency, now: float) -> float:
        """Let go those of one urgency; when to look again."""
        line = self._lines[urgency]
        while line:
            opens = self._opens(urgency, now)
            if opens > now:
                if _is_hopeless(urgency, opens - now):
                    self._give_back(line.everybody(), opens - now, Scope.BOT)
                    continue
                return opens
            if not self._serve_one(line, now):
                return min(self._chat_opens(waiter, now) for waiter in line.heads()) if line else inf
        return inf

    def _serve_one(self, line: Line, now: float) -> bool:
        """Let the first go whose chat has room, else give back whose chat has none for long."""
        hopeless = []
        for waiter in line.heads():
            opens = self._chat_opens(waiter, now)
            if opens <= now:
                self._let_go(line, waiter, now)
                return True
            if _is_hopeless(waiter.urgency, opens - now):
                hopeless.append((waiter, opens - now))
        for waiter, seconds in hopeless:
            self._give_back([waiter], seconds, Scope.CHAT)
        return bool(hopeless)

    def _opens(self, urgency: Urgency, now: float) -> float:
        """When the next call of this urgency may go to anybody."""
        opens = max(self._penalties.until_all, self._overall.opens(urgency, now), now)
        if urgency is Urgency.ANSWER or opens > now:
            return opens
        return max(self._pace.opens(now), self._stock.opens(now, WANTED, self._now))

    def _chat_opens(self, waiter: Waiter, now: float) -> float:
        """When this one may go as far as its chat is concerned."""
        window = self._chats.get(waiter.chat_id) if waiter.chat_id is not None else None
        opens = window.opens(waiter.urgency, now) if window else now
        return max(opens, self._penalties.until(waiter.chat_id))

    def _let_go(self, line: Line, waiter: Waiter, now: float) -> None:
        line.remove(waiter)
        if waiter.turn.done():  # cancelled a moment ago
            return
        self._overall.begin()
        if waiter.chat_id is not None:
            self._window(waiter.chat_id, now).begin()
        if waiter.urgency is Urgency.WAVE:
            self._pace.taken(now)
            self._stock.taken()
        waiter.turn.set_result(None)

    def _give_back(self, waiters: list[Waiter], seconds: float, scope: Scope) -> None:
        for waiter in waiters:
            self._lines[waiter.urgency].remove(waiter)
            if not waiter.turn.done():
                waiter.turn.set_exception(HeldBack(seconds, scope))

    def _end(self, chat_id: ChatId | None) -> None:
        """A call is over: it counts for a while, and somebody else may go after that."""
        now = self._now()
        self._overall.end(now)
        if chat_id is not None:
            self._chats[chat_id].end(now)
        self._pump()

    def _window(self, chat_id: ChatId, now: float) -> Window:
        if len(self._chats) >= self._sweep_at:  # so seldom that it costs nothing per call
            self._chats = {chat: window for chat, window in self._chats.items() if not window.is_idle(now)}
            self._sweep_at = max(FEW, 2 * len(self._chats))
        return self._chats.setdefault(chat_id, Window(self._limits.of(chat_id)))

    @property
    def _timer(self) -> Timer:
        return self._given_timer or asyncio.get_running_loop()

    def _now(self) -> float:
        return self._timer.time()


def _is_hopeless(urgency: Urgency, seconds: float) -> bool:
    return PATIENCE[urgency] < seconds < inf


def seconds_of(flood: RetryAfter) -> float:
    """How long Telegram asks to wait, in either form that the library has for it."""
    wait = flood.retry_after
    return float(wait) if isinstance(wait, int) else wait.total_seconds()
