"""What is asked of a running bot by those who watch it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from time import monotonic

from bot.app.assembly import Dateline
from bot.clock import now
from bot.measures import Measure, names
from bot.measures.disk import free
from bot.measures.vitals import Vitals
from bot.services.backups.files import made_at, verified_in
from bot.settings import Settings
from storage.schema import HEAD
from storage.store import Store

SCHEMA_KEPT = 60.0  # seconds until the schema is looked at again

Asked = tuple[Measure, tuple[str, ...]]
Found = Mapping[Asked, float]


async def write(dateline: Dateline) -> None:
    """Store something small. Raises StorageError."""
    await dateline.services.pulse.probe(dateline.application.bot.id, dateline.services.clock())


@dataclass(slots=True)
class Schema:
    """Whether the schema is still the one that this program knows."""

    settings: Settings
    _looked: float | None = None
    _stored: str | None = None

    async def fault(self) -> str | None:
        """What is wrong with it, if anything. Raises StorageError."""
        if self._looked is None or monotonic() - self._looked > SCHEMA_KEPT:
            self._stored = await Store.revision(self.settings.database_url.reveal())
            self._looked = monotonic()
        if self._stored in (HEAD, None):  # in memory there is none to be seen
            return None
        return f"it is {self._stored}, and this program knows {HEAD}"


async def of_process(settings: Settings, vitals: Vitals, ready: Callable[[], Awaitable[bool]]) -> Found:
    """The gauges of this process."""
    found: dict[Asked, float] = {(names.READY, ()): float(await ready()), (names.LAG, ()): vitals.lag}
    idle = {
        "fetch": vitals.idle(),
        "write": vitals.since(names.TRANSACTIONS, "write"),
        "claim": vitals.since(names.ROUNDS, names.CLAIMING),
    }
    found |= {(names.IDLE, (what,)): seconds for what, seconds in idle.items() if seconds is not None}
    return found | await asyncio.to_thread(_of_disk, settings)


def _of_disk(settings: Settings) -> dict[Asked, float]:
    found: dict[Asked, float] = {(names.DISK, ()): float(free(settings.data_dir))}
    newest = next(iter(verified_in(settings.backups)), None)
    made = made_at(newest) if newest else None
    return found | ({(names.BACKUP_AGE, ()): (now() - made).total_seconds()} if made else {})


async def of_database(dateline: Dateline) -> Found:
    """The gauges that all processes of the bot share. Raises StorageError."""
    bot_id, services = dateline.application.bot.id, dateline.services
    backlog = await services.deliveries.status(bot_id)
    waiting = await dateline.intake.waiting()
    oldest = (services.clock() - waiting.since).total_seconds() if waiting.since else 0.0
    values = {
        names.INBOX: waiting.count,
        names.INBOX_AGE: max(oldest, 0.0),
        names.DUE: backlog.due,
        names.LATE: backlog.lag.total_seconds(),
        names.OWED: backlog.owed,
        names.UNCERTAIN: backlog.uncertain,
        names.DEAD: backlog.dead,
    }
    return {(measure, ()): float(value) for measure, value in values.items()}
