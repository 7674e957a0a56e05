"""The two rules that a call goes by: that of its chat, and after that the one for all of them.

What is put on record before a message goes is written between the two, so that it takes none of the rate.
"""

from collections.abc import Callable
from math import inf

from bot.sending.limits import ChatId, Limits, Urgency
from bot.sending.penalties import Penalties
from bot.sending.waiting import Waiter
from bot.sending.wave import Pace, Stock
from bot.sending.window import Window

FEW = 256  # chats remembered before the idle ones are looked for
READY = 8  # calls of the wave that have passed their chat's rule, and wait for the one of all
WANTED = 30  # calls asked of the common allowance at a time


class ChatRule:
    """What a chat may be sent. Chats are forgotten when they may be sent everything again."""

    def __init__(self, limits: Limits, penalties: Penalties) -> None:
        self._limits = limits
        self._penalties = penalties
        self._chats: dict[ChatId, Window] = {}
        self._sweep_at = FEW
        self._ready = 0

    def __len__(self) -> int:
        return len(self._chats)

    def opens(self, urgency: Urgency, now: float) -> float:
        if urgency is Urgency.WAVE and self._ready >= READY:
            return inf
        return max(self._penalties.until_all, now)  # nothing gets ready in a pause

    def opens_to(self, waiter: Waiter, now: float) -> float:
        window = self._chats.get(waiter.chat_id) if waiter.chat_id is not None else None
        opens = window.opens(waiter.urgency, now) if window else now
        return max(opens, self._penalties.until(waiter.chat_id))

    def begin(self, chat_id: ChatId | None, urgency: Urgency, now: float) -> None:
        if urgency is Urgency.WAVE:
            self._ready += 1
        if chat_id is not None:
            self._window(chat_id, now).begin()

    def give_up(self, chat_id: ChatId | None, urgency: Urgency, now: float) -> None:
        self.passed_on(urgency)
        self.end(chat_id, now)

    def end(self, chat_id: ChatId | None, now: float) -> None:
        if chat_id is not None:
            self._chats[chat_id].end(now)

    def passed_on(self, urgency: Urgency) -> None:
        """It went further, or no further: another one of the wave may get ready."""
        if urgency is Urgency.WAVE:
            self._ready -= 1

    def _window(self, chat_id: ChatId, now: float) -> Window:
        if len(self._chats) >= self._sweep_at:  # so seldom that it costs nothing per call
            self._chats = {chat: window for chat, window in self._chats.items() if not window.is_idle(now)}
            self._sweep_at = max(FEW, 2 * len(self._chats))
        return self._chats.setdefault(chat_id, Window(self._limits.of(chat_id)))


class OverallRule:
    """What the whole bot may send; the wave evenly, and within what all processes of the bot may."""

    def __init__(
        self, limits: Limits, penalties: Penalties, stock: Stock, clock: Callable[[], float]
    ) -> None:
        self._penalties = penalties
        self._window = Window(limits.overall)
        self._pace = Pace(limits.overall)
        self._stock = stock
        self._clock = clock

    def opens(self, urgency: Urgency, now: float) -> float:
        opens = max(self._penalties.until_all, self._window.opens(urgency, now), now)
        if urgency is Urgency.ANSWER or opens > now:
            return opens
        return max(self._pace.opens(now), self._stock.opens(now, WANTED, self._clock))

    def opens_to(self, waiter: Waiter, _: float) -> float:
        return self._penalties.until(waiter.chat_id)

    def begin(self, _: ChatId | None, urgency: Urgency, now: float) -> None:
        self._window.begin()
        if urgency is Urgency.WAVE:
            self._pace.taken(now)
            self._stock.taken()

    def give_up(self, _: ChatId | None, __: Urgency, now: float) -> None:
        self._window.end(now)

    def end(self, _: ChatId | None, now: float) -> None:
        self._window.end(now)
