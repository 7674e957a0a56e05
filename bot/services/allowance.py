"""What all processes of a bot together may send of a wave: drawn from one bucket in the database.

Answers draw nothing: one process alone fetches updates, and some of the rate is left to it.
"""

from dataclasses import dataclass
from datetime import timedelta

from bot.clock import Clock
from storage.store import Store

SHARE = 0.9  # of the rate goes to the wave
A_MOMENT = 0.001  # seconds, so that nobody asks just before it pays
AT_A_TIME = 2  # so that what several processes draw is spread over the second


@dataclass(frozen=True, slots=True)
class Allowance:
    """Draws for one process of the bot, which sends `per_second` messages at most."""

    store: Store
    clock: Clock
    bot_id: int
    per_second: int

    async def __call__(self, wanted: int) -> tuple[int, float]:
        """How many of those wanted may go within the next second, and the seconds until asking again pays."""
        most, rate = min(wanted, AT_A_TIME), SHARE * self.per_second
        async with self.store.begin() as tx:
            granted, wait = await tx.limits.take(self._bucket, self.clock(), most, rate, AT_A_TIME)
        return granted, wait + A_MOMENT if wait else 0.0

    async def hold(self, seconds: float) -> None:
        """Grant nothing to anybody for so long: Telegram asked the whole bot for a pause."""
        now = self.clock()
        async with self.store.begin() as tx:
            await tx.limits.hold(self._bucket, now, now + timedelta(seconds=seconds))

    @property
    def _bucket(self) -> str:
        return f"wave {self.bot_id}"
