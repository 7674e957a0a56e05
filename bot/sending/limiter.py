"""The one gate to Telegram: every call of the process passes it, and those that write wait for their turn.

limiter = RateLimiter(Limits.telegram())
Application.builder().rate_limiter(limiter)
await bot.send_message(…)                                     # an answer
await bot.send_message(…, rate_limit_args=Urgency.WAVE)       # one of the many that are owed
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.measures import count
from bot.measures.names import FLOODS
from bot.model.sending import Scope
from bot.sending.calls import noted
from bot.sending.limits import ChatId, Limits, Urgency, chat_of, is_counted
from bot.sending.penalties import Penalties
from bot.sending.rules import ChatRule, OverallRule
from bot.sending.start import starting
from bot.sending.turns import PATIENCE, HeldBack, Timer, Turns
from bot.sending.wave import Allowance, Stock

TRIES = 5  # of an answer that meets a flood wait

Answer = bool | dict[str, Any] | list[dict[str, Any]]
Callback = Callable[..., Coroutine[Any, Any, Answer]]


class RateLimiter(BaseRateLimiter[Urgency]):
    """Keeps the limits, obeys penalties and lets answers go before the wave.

    A flood wait is kept and the call made again when it is an answer; one of the wave is given back to its
    sender, who knows what else there is to send. `allowance` is what all replicas together have for the wave.
    """

    def __init__(
        self, limits: Limits, *, timer: Timer | None = None, allowance: Allowance | None = None
    ) -> None:
        self._given_timer = timer
        self._penalties = Penalties()
        self._stock = Stock(allowance, self._pump)
        self._chats = ChatRule(limits, self._penalties)
        overall = OverallRule(limits, self._penalties, self._stock, self._now)
        self._of_chat, self._of_all = Turns(self._chats, self._timer), Turns(overall, self._timer)

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Wait for nothing more."""
        self._of_chat.close()
        self._of_all.close()
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
        callback = noted(callback, endpoint)
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
        async with self._turn(chat_id, urgency):
            try:
                answer = await callback(*args, **kwargs)
            except RetryAfter as flood:
                seconds = seconds_of(flood)
                count(FLOODS, by=seconds)
                scope = self._penalties.note(chat_id, seconds, self._now())
                if scope is Scope.BOT:
                    await self._stock.hold(seconds)
                raise HeldBack(seconds, scope) from flood
            self._penalties.went_well()
            return answer

    @asynccontextmanager
    async def _turn(self, chat_id: ChatId | None, urgency: Urgency) -> AsyncIterator[None]:
        """The time that a call may take: once its chat and then the whole bot have room for it."""
        await self._of_chat.wait(chat_id, urgency)
        try:
            try:
                await starting()
                await self._of_all.wait(chat_id, urgency)
            finally:
                self._chats.passed_on(urgency)
                self._of_chat.pump()
            try:
                yield
            finally:
                self._of_all.end(chat_id)
        finally:
            self._of_chat.end(chat_id)

    def _pump(self) -> None:
        self._of_all.pump()

    def _timer(self) -> Timer:
        return self._given_timer or asyncio.get_running_loop()

    def _now(self) -> float:
        return self._timer().time()


def seconds_of(flood: RetryAfter) -> float:
    """How long Telegram asks to wait, in either form that the library has for it."""
    wait = flood.retry_after
    return float(wait) if isinstance(wait, int) else wait.total_seconds()
