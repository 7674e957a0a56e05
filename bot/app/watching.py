"""What watches the bot put together: vital signs, health and metrics over HTTP, and the service manager."""

import asyncio
import platform
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

from bot import __version__
from bot.app.asking import Schema, of_database, of_process, write
from bot.app.assembly import Dateline
from bot.app.notify import Watch, notifier
from bot.measures import Several, observed
from bot.measures.names import OF_DATABASE, OF_PROCESS
from bot.measures.vitals import Vitals
from bot.settings import Settings
from storage.schema import HEAD

if TYPE_CHECKING:
    from bot.listening.health import Health, Routes
    from bot.listening.metrics import Metrics

FRESH = 10.0  # seconds that what the database said is told again


class Watching:
    """A process under watch, from before its start is over. Health and metrics are there where it listens."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.vitals = Vitals(posted=settings.webhook_url is not None)
        self._watch = Watch(notifier(), self.vitals)
        self._asked = _asked(self.vitals) if settings.listen is not None else None

    def routes(self) -> "Routes":
        """What may be asked over HTTP."""
        return [route for part in self._asked or () for route in part.routes()]

    @asynccontextmanager
    async def kept(self) -> AsyncIterator[None]:
        """Watch what happens within the block, and in all that is begun there."""
        turning = asyncio.create_task(self.vitals.keep_turning())
        try:
            with observed(Several(self.vitals, self._asked[1]) if self._asked else self.vitals):
                async with self._watch.kept():
                    yield
        finally:
            turning.cancel()

    def attend(self, dateline: Dateline) -> None:
        """The start is over: from now on the bot itself can be asked."""
        if self._asked:
            health, metrics = self._asked
            health.attend(partial(write, dateline), Schema(self._settings).fault)
            metrics.attend(OF_PROCESS, partial(of_process, self._settings, self.vitals, health.is_ready))
            metrics.attend(OF_DATABASE, partial(of_database, dateline), FRESH)
        self._watch.ready()

    def drain(self) -> None:
        """The process was told to stop: nothing new is to be sent here."""
        self.vitals.draining = True
        self._watch.stopping()


def _asked(vitals: Vitals) -> tuple["Health", "Metrics"]:
    """Libraries that only those need who listen."""
    from bot.listening.health import Health
    from bot.listening.metrics import Metrics

    about = {"version": __version__, "schema": HEAD, "python": platform.python_version()}
    return Health(vitals), Metrics(about)
