"""What systemd hears, at a socket like its own."""

import asyncio
import socket
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from bot.app.notify import Notifier, Watch
from bot.measures.names import CLAIMING, FETCHES, ROUNDS
from bot.measures.vitals import STUCK, Vitals
from bot.terminal.botapi import BotApi
from tests.support.bots import SOON, TOKEN, a_process
from tests.support.loopback import loopback


class Manager:
    """The service manager's end: a socket in the file system, or an abstract one."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind("\0" + address[1:] if address.startswith("@") else address)
        self._socket.setblocking(False)

    def heard(self) -> list[str]:
        """Everything that was said since the last time."""
        said = []
        while True:
            try:
                said += self._socket.recv(4096).decode().splitlines()
            except BlockingIOError:
                return said

    async def hears(self, words: str) -> list[str]:
        """Everything until these words."""
        loop, said = asyncio.get_running_loop(), list[str]()
        async with asyncio.timeout(SOON):
            while words not in said:
                said += (await loop.sock_recv(self._socket, 4096)).decode().splitlines()
        return said

    def close(self) -> None:
        self._socket.close()


@pytest.fixture(params=["file", "abstract"])
def manager(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Manager]:
    manager = Manager(f"{tmp_path}/notify" if request.param == "file" else f"@dateline-{uuid4().hex}")
    yield manager
    manager.close()


class Time:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def vitals_at(time: Time) -> Vitals:
    vitals = Vitals(clock=time)
    vitals.noted(FETCHES, ("failed",), 1)
    vitals.noted(ROUNDS, (CLAIMING,), 0.1)
    return vitals


def test_it_is_told_that_we_wait_that_we_are_ready_and_that_we_live(manager: Manager) -> None:
    watch = Watch(Notifier(manager.address), vitals_at(Time()))

    watch.beat()
    watch.ready()
    watch.beat()
    watch.stopping()

    words = [line for line in manager.heard() if not line.startswith("STATUS")]
    assert words == ["EXTEND_TIMEOUT_USEC=30000000", "READY=1", "WATCHDOG=1", "STOPPING=1"]


@pytest.mark.parametrize("halt", [FETCHES, ROUNDS], ids=lambda measure: measure.name)
def test_what_is_stuck_is_not_said_to_live(manager: Manager, halt: object) -> None:
    time = Time()
    vitals = vitals_at(time)
    watch = Watch(Notifier(manager.address), vitals)
    watch.ready()
    manager.heard()

    time.now += STUCK + 1
    vitals.noted(*((ROUNDS, (CLAIMING,), 1) if halt is FETCHES else (FETCHES, ("failed",), 1)))
    watch.beat()
    [status] = manager.heard()
    assert status.startswith(
        "STATUS=stuck: no update was" if halt is FETCHES else "STATUS=stuck: nothing was"
    )

    vitals.noted(*((ROUNDS, (CLAIMING,), 1) if halt is ROUNDS else (FETCHES, ("ok",), 1)))
    watch.beat()
    assert "WATCHDOG=1" in manager.heard()


def test_a_bot_that_never_began_is_stuck_too() -> None:
    time = Time()
    vitals = Vitals(clock=time)
    assert vitals.stuck() == []

    time.now += STUCK + 1

    assert len(vitals.stuck()) == 2


@pytest.mark.parametrize(
    ("environment", "every"),
    [
        ({"WATCHDOG_USEC": "30000000"}, 15.0),
        ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "5"}, 15.0),
        ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "6"}, 10.0),
        ({"WATCHDOG_USEC": "nonsense"}, 10.0),
        ({"WATCHDOG_USEC": "0"}, 10.0),
        ({}, 10.0),
    ],
)
def test_it_beats_twice_in_the_time_it_is_given(environment: dict[str, str], every: float) -> None:
    assert Notifier.of(environment, 5).every == every


def test_nobody_who_listens_is_no_fault(tmp_path: Path) -> None:
    for address in (None, f"{tmp_path}/gone", "@gone", "x" * 300):
        Notifier(address).tell("READY=1")


@pytest.mark.parametrize("manager", ["file"], indirect=True)
async def test_the_bot_tells_its_manager_from_its_start_to_its_end(manager: Manager, tmp_path: Path) -> None:
    api = BotApi(token=TOKEN)
    environment = {"NOTIFY_SOCKET": manager.address, "WATCHDOG_USEC": "200000"}
    async with loopback(api) as address, a_process(address, tmp_path, **environment) as bot:
        before = await manager.hears("READY=1")
        await manager.hears("WATCHDOG=1")
        assert await bot.terminated() == 0

    assert "WATCHDOG=1" not in before
    assert "EXTEND_TIMEOUT_USEC=30000000" in before
    assert "STOPPING=1" in manager.heard()
