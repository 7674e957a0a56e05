"""PostgreSQL servers of a test's own, which it may stop and restart, and replicas of them."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.ports import free_port

_PLACES = "/usr/lib/postgresql/*/bin"
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "shared_buffers": "16MB",
    "max_connections": "60",
    "wal_level": "replica",
    "max_wal_senders": "4",
}
SOON = 60  # seconds


@dataclass(frozen=True, slots=True)
class Server:
    """One that runs in a folder."""

    folder: Path
    port: int

    @property
    def url(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        self._control("start")

    def stop(self, mode: str = "fast") -> None:
        self._control("stop", "-m", mode)

    def restart(self, mode: str) -> None:
        self._control("restart", "-m", mode)

    def set(self, name: str, value: str) -> None:
        """From now on, for whoever is connected, too."""
        with (self.folder / "postgresql.auto.conf").open("a") as settings:
            settings.write(f"{name} = '{value}'\n")
        self._control("reload")

    def ask(self, question: str) -> str:
        """The answer of psql, run as superuser."""
        asked = [_program("psql"), self.url, "-AtqX", "-c", question]
        return subprocess.run(asked, check=True, capture_output=True, text=True, timeout=SOON).stdout.strip()

    def _control(self, *words: str) -> None:
        _run("pg_ctl", "-D", str(self.folder), "-l", str(self.folder / "log"), "-w", *words)


@contextmanager
def a_server() -> Iterator[Server]:
    """An empty one, at work; gone afterwards. Skips the test where PostgreSQL's programs are missing."""
    with _a_folder() as folder:
        _run("initdb", "-D", str(folder), "-U", "postgres", "-A", "trust", "-N", "-E", "UTF8", "--locale=C")
        yield from _running(folder)


@contextmanager
def a_standby(primary: Server) -> Iterator[Server]:
    """One that follows another, streaming, and can be read."""
    with _a_folder() as folder:
        _run("pg_basebackup", "-d", primary.url, "-D", str(folder), "-R", "-X", "stream", "-c", "fast")
        yield from _running(folder)


def _running(folder: Path) -> Iterator[Server]:
    server = Server(folder, free_port())
    with (folder / "postgresql.auto.conf").open("a") as settings:
        settings.writelines(f"{name} = '{value}'\n" for name, value in _SETTINGS.items())
        settings.write(f"port = {server.port}\n")
    server.start()
    try:
        yield server
    finally:
        with suppress(subprocess.SubprocessError):
            server.stop("immediate")


@contextmanager
def _a_folder() -> Iterator[Path]:
    """Owned by whom the server runs as: it refuses to be root."""
    if not shutil.which("initdb") and not list(Path("/").glob(f"{_PLACES[1:]}/initdb")):
        words = "PostgreSQL's programs (initdb, pg_ctl) are not installed"
        (pytest.fail if os.environ.get("REQUIRE_POSTGRESQL") else pytest.skip)(words)
    folder = Path(tempfile.mkdtemp(prefix="server-"))
    try:
        inner = folder / "data"
        inner.mkdir(mode=0o700)
        if os.getuid() == 0:
            folder.chmod(0o755)
            shutil.chown(inner, "postgres", "postgres")
        yield inner
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(program: str, *words: str) -> None:
    """As another user, when we are root. What it says comes with the fault when it fails."""
    user = "postgres" if os.getuid() == 0 else None
    done = subprocess.run(
        [_program(program), *words],
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=SOON,
        user=user,
        group=user,
    )
    if done.returncode:
        raise subprocess.SubprocessError(f"{program} {words} failed with {done.returncode}")


def _program(name: str) -> str:
    return shutil.which(name) or str(max(Path("/").glob(f"{_PLACES[1:]}/{name}")))
