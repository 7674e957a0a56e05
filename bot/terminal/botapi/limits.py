"""Flood control as Telegram does it: too many messages are refused, and so is all that comes in the pause."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil
from time import monotonic

from bot.terminal.botapi.faults import Refused, flood

OVERALL, IN_A_SECOND = 30, 1.0
GROUP, IN_A_MINUTE = 20, 60.0
BURST = 5  # to a person, who gets one a second beyond that

Key = str | None  # a chat's id; None for all of them


@dataclass(slots=True)
class _Bucket:
    """What a person may be sent: one a second, and what was saved up."""

    left: float = float(BURST)
    at: float = 0.0

    def wait(self, now: float) -> float:
        self.left, self.at = min(BURST, self.left + max(0.0, now - self.at)), now
        return max(0.0, 1.0 - self.left)


@dataclass
class FloodControl:
    """Thirty a second overall, one a second to a person with bursts, twenty a minute to a group.

    Set it as `BotApi.floods`. `refused` counts the calls that came too early, `seen` those that were taken.
    """

    clock: Callable[[], float] = monotonic
    refused: int = 0
    seen: int = 0
    _pauses: dict[Key, float] = field(default_factory=dict)
    _calls: dict[Key, deque[float]] = field(default_factory=dict)
    _people: dict[Key, _Bucket] = field(default_factory=dict)

    def check(self, method: str, chat_id: str) -> None:
        """Count a call that writes into a chat. Raises Refused with the seconds to wait."""
        if not method.startswith(("send", "edit", "forward", "copy")) or method == "sendChatAction":
            return
        now = self.clock()
        for key, wait in ((None, self._overall(now)), (chat_id, self._of_chat(chat_id, now))):
            if wait > 0:
                self._refuse(key, ceil(wait), now)
        self._count(chat_id, now)

    def _refuse(self, key: Key, seconds: int, now: float) -> None:
        """The pause is for the chat, or for the whole bot."""
        self.refused += 1
        self._pauses[key] = max(self._pauses.get(key, 0.0), now + seconds)
        raise Refused(flood(seconds))

    def _overall(self, now: float) -> float:
        return max(self._pause(None, now), self._wait(None, OVERALL, IN_A_SECOND, now))

    def _of_chat(self, chat_id: str, now: float) -> float:
        if _is_person(chat_id):
            return max(self._pause(chat_id, now), self._people.setdefault(chat_id, _Bucket()).wait(now))
        return max(self._pause(chat_id, now), self._wait(chat_id, GROUP, IN_A_MINUTE, now))

    def _pause(self, key: Key, now: float) -> float:
        return self._pauses.get(key, 0.0) - now

    def _wait(self, key: Key, most: int, span: float, now: float) -> float:
        calls = self._calls.setdefault(key, deque())
        while calls and calls[0] <= now - span:
            calls.popleft()
        return calls[0] + span - now if len(calls) >= most else 0.0

    def _count(self, chat_id: str, now: float) -> None:
        self.seen += 1
        self._calls[None].append(now)
        if _is_person(chat_id):
            self._people[chat_id].left -= 1
        else:
            self._calls[chat_id].append(now)


def _is_person(chat_id: str) -> bool:
    return chat_id.isdigit()
