"""Whose turn it is to fetch: few at a time in all, one at a time from a host, and not all for one chat."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

AT_ONCE = 4
OF_ONE_ASKER = 3  # so that a chat with many links leaves room for the others


@dataclass(eq=False, slots=True)
class _Waiting:
    """Somebody who waits for a turn; `may_go` is done when it is given."""

    host: str
    asker: Hashable
    may_go: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Turns:
    """Turns for hosts. Waiting for a busy host keeps nobody else waiting; who has the fewest goes first."""

    def __init__(self, at_once: int = AT_ONCE, of_one_asker: int = OF_ONE_ASKER) -> None:
        self._at_once = at_once
        self._of_one_asker = of_one_asker
        self._hosts: set[str] = set()
        self._askers: Counter[Hashable] = Counter()
        self._waiting: list[_Waiting] = []  # in the order they came

    @asynccontextmanager
    async def turn(self, host: str, asker: Hashable = None) -> AsyncIterator[None]:
        """Hold a turn within the block; `asker` is the chat that asks, None for the machine itself."""
        one = _Waiting(host, asker)
        self._waiting.append(one)
        self._let_go()
        try:
            await one.may_go
            yield
        finally:
            if one in self._waiting:
                self._waiting.remove(one)
            else:
                self._hosts.discard(host)
                self._askers -= Counter([asker])
            self._let_go()

    def _let_go(self) -> None:
        """Give turns for as long as there are any."""
        while len(self._hosts) < self._at_once:
            able = [one for one in self._waiting if self._is_able(one)]
            if not able:
                return
            first = min(able, key=lambda one: self._askers[one.asker])
            self._waiting.remove(first)
            self._hosts.add(first.host)
            self._askers[first.asker] += 1
            first.may_go.set_result(None)

    def _is_able(self, one: _Waiting) -> bool:
        free = one.host not in self._hosts and self._askers[one.asker] < self._of_one_asker
        return free and not one.may_go.cancelled()
