"""What systemd is told: that we are ready, at work, stopping, and, at each beat, that nothing is stuck.

Its protocol is a few words in a datagram to the socket that it names in the environment.
"""

import asyncio
import logging
import os
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from bot.measures.vitals import Vitals

PATIENCE = 30.0  # seconds more that the start may take, told again and again while Telegram is waited for
EVERY = 10.0  # seconds between two words when no watchdog asks for them more often

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Notifier:
    """Tells the service manager; without one, nobody. `every`: seconds between two beats."""

    address: str | None = None
    every: float = EVERY

    @classmethod
    def of(cls, environment: Mapping[str, str], pid: int) -> "Notifier":
        """As the service manager asks: for a beat in half of the time after which it would end us."""
        address = environment.get("NOTIFY_SOCKET") or None
        watched = environment.get("WATCHDOG_PID", str(pid)) == str(pid)
        microseconds = environment.get("WATCHDOG_USEC", "")
        if not (watched and microseconds.isdigit() and int(microseconds)):
            return cls(address)
        return cls(address, int(microseconds) / 2e6)

    def tell(self, *words: str) -> None:
        """Say them, if anybody listens: "READY=1". Nothing is raised when nobody does."""
        if self.address is None:
            return
        name = "\0" + self.address[1:] if self.address.startswith("@") else self.address
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as to:
            to.setblocking(False)
            to.sendto("\n".join(words).encode(), name)


class Watch:
    """Keeps the service manager posted."""

    def __init__(self, notifier: Notifier, vitals: Vitals) -> None:
        self._notifier = notifier
        self._vitals = vitals
        self._ready = False

    @asynccontextmanager
    async def kept(self) -> AsyncIterator["Watch"]:
        """Tell at every beat how it is, until the block ends; then that we stop."""
        beats = asyncio.create_task(self._keep_beating())
        try:
            yield self
        finally:
            self.stopping()
            beats.cancel()
            await asyncio.gather(beats, return_exceptions=True)

    def ready(self) -> None:
        """The start is over."""
        self._ready = True
        self._notifier.tell("READY=1", "STATUS=at work")

    def stopping(self) -> None:
        """What is in hand is finished, and then the process ends."""
        self._ready = False
        self._notifier.tell("STOPPING=1", "STATUS=finishing what is in hand")

    def beat(self) -> None:
        """Say that all goes on; with a halt anywhere say nothing, so that we are started anew."""
        if not self._ready:
            waited = f"EXTEND_TIMEOUT_USEC={PATIENCE * 1e6:.0f}"
            self._notifier.tell(waited, "STATUS=waiting for Telegram and the database")
            return
        stuck = self._vitals.stuck()
        if stuck:
            log.error("something is stuck, and the watchdog is not told that we live: %s", "; ".join(stuck))
            self._notifier.tell(f"STATUS=stuck: {'; '.join(stuck)}")
        else:
            self._notifier.tell("WATCHDOG=1", "STATUS=at work")

    async def _keep_beating(self) -> None:
        while True:
            if not self._vitals.draining:
                self.beat()
            await asyncio.sleep(self._notifier.every)


def notifier() -> Notifier:
    """What this process was told by whoever started it."""
    return Notifier.of(os.environ, os.getpid())
