"""Health: whether the process lives, and whether all is well with it, by what was really done.

/healthz says that the event loop turns: nothing but a restart helps where it does not.
/readyz says whether updates come in, the database can be written to, the clock runs and the schema is right.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from aiohttp import web

from bot.errors import StorageError
from bot.listening.near import for_the_near
from bot.measures.names import CLAIMING, FETCHES, LOOKS, ROUNDS, TRANSACTIONS, TROUBLES
from bot.measures.vitals import Vitals

FETCHED = 90.0  # seconds; a question to Telegram takes 40 at most, and troubles are waited out for 30
LOOKED = 700.0  # seconds; twice the time between two looks at the webhook
WRITTEN = 60.0  # seconds after a write in which none is tried; the bot has one each half minute
CLAIMED = 120.0  # seconds; a tick comes each second, and claiming many takes a while
PATIENCE = 2.0  # seconds for a question to the database
FRESH = 5.0  # seconds that an answer is given again, whoever asks how often

Probe = Callable[[], Awaitable[None]]
Routes = Sequence[web.RouteDef]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, whether it is well, and what was seen."""

    name: str
    ok: bool
    seen: str


@dataclass(slots=True)
class Health:
    """Answers from the vital signs. `attend` says how to ask the database, once it is there."""

    vitals: Vitals
    _write: Probe | None = None
    _schema: Callable[[], Awaitable[str | None]] | None = None
    _known: tuple[float, list[Check]] | None = None
    _alone: asyncio.Lock = field(default_factory=asyncio.Lock)

    def attend(self, write: Probe, schema: Callable[[], Awaitable[str | None]]) -> None:
        """The bot is there: `write` stores something, `schema` says what is wrong with that, if anything."""
        self._write, self._schema = write, schema

    def routes(self) -> Routes:
        return [web.get("/healthz", self._alive), web.get("/readyz", for_the_near(self._ready))]

    async def checks(self) -> list[Check]:
        """All that makes the process ready; asked of the database once in a while, however often this is."""
        if self.vitals.draining:
            return [Check("process", ok=False, seen="it is being stopped")]
        if self._write is None or self._schema is None:
            return [Check("process", ok=False, seen="it is starting: Telegram or the database is waited for")]
        async with self._alone:
            now = self.vitals.age
            if self._known is None or now - self._known[0] > FRESH:
                self._known = now, [await self._written(self._write), await self._right(self._schema)]
        return [self._coming_in(), *self._known[1], self._on_time()]

    async def is_ready(self) -> bool:
        """Whether all is well."""
        return all(check.ok for check in await self.checks())

    async def _alive(self, _: web.Request) -> web.Response:
        return web.json_response({"alive": True, "loop_lag_seconds": round(self.vitals.lag, 3)})

    async def _ready(self, _: web.Request) -> web.Response:
        checks = await self.checks()
        ready = all(check.ok for check in checks)
        answer = {
            "ready": ready,
            "reasons": [f"{check.name}: {check.seen}" for check in checks if not check.ok],
            "checks": {check.name: {"ok": check.ok, "seen": check.seen} for check in checks},
        }
        return web.json_response(answer, status=200 if ready else 503)

    def _coming_in(self) -> Check:
        if self.vitals.posted:
            looked = self.vitals.since(LOOKS, "ok")
            return _young("updates", looked, LOOKED, "the webhook was seen set", "the webhook was never set")
        if self.vitals.stands_by:
            return Check("updates", ok=True, seen="another process fetches them, this one stands by")
        fetched = self.vitals.since(FETCHES, "ok")
        return _young("updates", fetched, FETCHED, "updates were fetched", "no update was fetched yet")

    def _on_time(self) -> Check:
        claimed = self.vitals.since(ROUNDS, CLAIMING)
        return _young("ticks", claimed, CLAIMED, "what is due was claimed", "nothing was claimed yet")

    async def _written(self, write: Probe) -> Check:
        since, trouble = self.vitals.since(TRANSACTIONS, "write"), self.vitals.since(TROUBLES)
        if since is not None and since <= WRITTEN and (trouble is None or trouble > WRITTEN):
            return Check("database", ok=True, seen=f"written {since:.0f} s ago")
        fault = await _fault(write)
        return Check("database", ok=fault is None, seen=fault or "written just now")

    async def _right(self, schema: Callable[[], Awaitable[str | None]]) -> Check:
        wrong: list[str | None] = []

        async def look() -> None:
            wrong.append(await schema())

        seen = await _fault(look) or (wrong[0] if wrong else None)
        return Check("schema", ok=seen is None, seen=seen or "as this program knows it")


def _young(name: str, since: float | None, most: float, what: str, never: str) -> Check:
    if since is None:
        return Check(name, ok=False, seen=never)
    return Check(name, ok=since <= most, seen=f"{what} {since:.0f} s ago")


async def _fault(probe: Probe) -> str | None:
    """What is wrong, if anything: the database's place and words are for the log, not for whoever asks."""
    try:
        async with asyncio.timeout(PATIENCE):
            await probe()
    except TimeoutError:
        return f"no answer within {PATIENCE:.0f} s"
    except StorageError as error:
        return f"it cannot be used ({type(error).__name__}); the log says why"
    return None
