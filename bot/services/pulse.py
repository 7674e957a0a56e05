"""Pulse: that the bot is at work is noted now and then, so that it knows afterwards when it was not."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.model.digest import Outage
from storage.store import Store

EVERY = timedelta(seconds=30)  # how often a beat is worth a write
AWAY = timedelta(minutes=3)  # without a beat for longer, nobody was at work


@dataclass(frozen=True, slots=True)
class Pulse:
    """The use cases of the pulse. All processes of a bot share it."""

    store: Store

    async def beat(self, bot_id: int, now: datetime) -> Outage | None:
        """Note that the bot is at work; the outage that this ends, if any. Cheap as often as it is called.

        To be called before anything that is due is claimed: what is late then knows why.
        """
        async with self.store.read() as tx:
            last = await tx.pulse.last(bot_id)
        if last is not None and last <= now < last + EVERY:
            return None
        outage = Outage(last, now) if last is not None and now - last > AWAY else None
        async with self.store.begin() as tx:
            if outage is not None:
                await tx.pulse.was_away(bot_id, outage.since, outage.until)
            await tx.pulse.beat(bot_id, now)
        return outage

    async def probe(self, bot_id: int, now: datetime) -> None:
        """Write something small, to see that it can be done. Raises StorageError."""
        async with self.store.begin() as tx:
            await tx.pulse.probe(bot_id, now)

    async def last(self, bot_id: int) -> datetime | None:
        """When the bot was last at work, to half a minute; None when it never was."""
        async with self.store.read() as tx:
            return await tx.pulse.last(bot_id)
