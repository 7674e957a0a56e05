"""Vital signs: when what must go on was last done, by what was really done."""

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import Final

from bot.measures import Measure
from bot.measures.names import CLAIMING, FETCHES, LOOKS, ROUNDS, ROUNDS_BEGUN, STANDBY, TRANSACTIONS, TROUBLES

BEAT: Final = 1.0  # seconds between two looks at the event loop
STOOD: Final = 15.0  # seconds since a look at the one who fetches updates within which this one stands by
STUCK: Final = 600.0  # seconds without a sign of life after which a restart is better

_KEPT: Final = {
    measure.name for measure in (FETCHES, LOOKS, ROUNDS, ROUNDS_BEGUN, STANDBY, TRANSACTIONS, TROUBLES)
}


class Vitals:
    """Remembers when each was last noted. `posted`: updates are posted to us, and not fetched."""

    def __init__(self, *, posted: bool = False, clock: Callable[[], float] = monotonic) -> None:
        self.posted = posted
        self.draining = False
        self.lag = 0.0  # seconds that the event loop was late at the last look
        self._clock = clock
        self._started = clock()
        self._last: dict[tuple[str, tuple[str, ...]], float] = {}

    def noted(self, measure: Measure, labels: tuple[str, ...], amount: float) -> None:
        if measure.name in _KEPT:
            self._last[measure.name, labels] = self._clock()

    def since(self, measure: Measure, *labels: str) -> float | None:
        """Seconds since it was last noted with these labels, or with any; None when it never was."""
        ours = [
            at
            for (name, its), at in self._last.items()
            if name == measure.name and (not labels or its == labels)
        ]
        return self._clock() - max(ours) if ours else None

    @property
    def age(self) -> float:
        """Seconds since the start."""
        return self._clock() - self._started

    @property
    def stands_by(self) -> bool:
        """Whether another process fetches the updates, and this one waits to take its place."""
        looked = self.since(STANDBY)
        return looked is not None and looked <= STOOD

    def idle(self) -> float | None:
        """Seconds since updates were fetched, or the webhook or the one who fetches was seen; else None."""
        return self._least(self.since(LOOKS if self.posted else FETCHES, "ok"), self.since(STANDBY))

    def stuck(self) -> list[str]:
        """What has not moved for so long that it never will. A trouble that is waited out is no halt."""
        asking = LOOKS if self.posted else FETCHES
        signs = {
            "no update was asked for": self._least(self.since(asking), self.since(STANDBY)),
            "nothing was claimed": self._least(
                self.since(ROUNDS, CLAIMING), self.since(ROUNDS_BEGUN, CLAIMING)
            ),
        }
        return [
            f"{what} for {seconds:.0f} s"
            for what, since in signs.items()
            if (seconds := self.age if since is None else since) > STUCK
        ]

    async def keep_turning(self) -> None:
        """Take how late the event loop is, until cancelled."""
        while True:
            before = self._clock()
            await asyncio.sleep(BEAT)
            self.lag = max(self._clock() - before - BEAT, 0.0)

    @staticmethod
    def _least(*spans: float | None) -> float | None:
        return min((span for span in spans if span is not None), default=None)
